#!/bin/sh
# SQLite's FTS5 gathers what is inserted in a transaction and should write it as one segment at COMMIT. It writes earlier,
# and nothing but time shows it, since segments are merged later: before a row whose number is not above the last one, and
# at each savepoint, of which SQLite begins one by itself for statements that may fail half-way: INSERT OR REPLACE into a
# table with a foreign key is enough. Rows that go down, or are written in turn with such a table's, become a segment each.
# Sorted by number, behind all else, they are one.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29
cat > probe.cjs <<'JS'
const Database = require('libsql')
function segments(order, inTurn) {
  const db = new Database(':memory:')
  db.exec(`PRAGMA foreign_keys = ON; CREATE TABLE calls (id INTEGER PRIMARY KEY);
    CREATE TABLE tags (call INTEGER REFERENCES calls (id) ON DELETE CASCADE, tag TEXT, PRIMARY KEY (call, tag));
    CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1);
    INSERT INTO words (words, rank) VALUES ('automerge', 0); INSERT INTO words (words, rank) VALUES ('crisismerge', 1000)`)
  const text = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
  const tag = db.prepare('INSERT OR REPLACE INTO tags VALUES (?, ?)')
  db.exec('BEGIN')
  for (const id of order) db.exec(`INSERT INTO calls VALUES (${id})`)
  for (const id of order) {
    tag.run([BigInt(id), 'a'])
    if (inTurn) text.run([BigInt(id), 'hello'])
  }
  if (!inTurn) for (const id of order) text.run([BigInt(id), 'hello'])
  db.exec('COMMIT')
  // Rows 1 and 10 are totals and structure.
  return db.prepare('SELECT count(*) AS n FROM words_data WHERE id > 10').get([]).n
}
const up = Array.from({ length: 40 }, (_, at) => at + 1)
console.log(`segments: ${segments(up)} up, ${segments(up.toReversed())} down, ${segments(up, true)} up and in turn`)
JS
found=$(node probe.cjs)
printf 'libsql 0.5.29 %s\n' "$found"
[ "$found" = "segments: 1 up, 40 down, 40 up and in turn" ]
