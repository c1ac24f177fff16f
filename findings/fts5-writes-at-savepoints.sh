#!/bin/sh
# SQLite's FTS5 gathers what is inserted in a transaction and should write it as one segment at COMMIT. It writes at each
# savepoint, too, and SQLite begins one by itself for statements that may fail half-way: INSERT OR REPLACE into a table
# with a foreign key is enough. Rows of text written in turn with rows of such a table thus become a segment each, to be
# merged later, although all of it is one transaction. Texts last, and there is one segment.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29
cat > probe.cjs <<'JS'
const Database = require('libsql')
function leaves(inTurn) {
  const db = new Database(':memory:')
  db.exec(`PRAGMA foreign_keys = ON; CREATE TABLE calls (id INTEGER PRIMARY KEY);
    CREATE TABLE tags (call INTEGER REFERENCES calls (id) ON DELETE CASCADE, tag TEXT, PRIMARY KEY (call, tag));
    CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1);
    INSERT INTO words (words, rank) VALUES ('automerge', 0); INSERT INTO words (words, rank) VALUES ('crisismerge', 1000)`)
  const text = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
  const tag = db.prepare('INSERT OR REPLACE INTO tags VALUES (?, ?)')
  db.exec('BEGIN')
  for (let id = 1; id <= 40; id += 1) db.exec(`INSERT INTO calls VALUES (${id})`)
  for (let id = 1; id <= 40; id += 1) {
    tag.run([id, 'a'])
    if (inTurn) text.run([id, 'hello'])
  }
  for (let id = 1; !inTurn && id <= 40; id += 1) text.run([id, 'hello'])
  db.exec('COMMIT')
  // Rows 1 and 10 are totals and structure.
  return db.prepare('SELECT count(*) AS n FROM words_data WHERE id > 10').get([]).n
}
console.log(`segments: ${leaves(true)} in turn, ${leaves(false)} texts last`)
JS
found=$(node probe.cjs)
printf 'libsql 0.5.29 %s\n' "$found"
[ "$found" = "segments: 40 in turn, 1 texts last" ]
