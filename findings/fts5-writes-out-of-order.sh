#!/bin/sh
# SQLite's FTS5 gathers what is inserted in a transaction only as long as each row has a higher number than the one before:
# a lower one makes it write a segment at once, to be merged later. Nothing but time shows it. The same rows in any other
# order are a segment for each step down; sorted by number, they are one.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29
cat > probe.cjs <<'JS'
const Database = require('libsql')
function segments(order) {
  const db = new Database(':memory:')
  db.exec(`CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1);
    INSERT INTO words (words, rank) VALUES ('automerge', 0); INSERT INTO words (words, rank) VALUES ('crisismerge', 1000)`)
  const text = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
  db.exec('BEGIN')
  for (const id of order) text.run([BigInt(id), 'hello'])
  db.exec('COMMIT')
  // Rows 1 and 10 are totals and structure.
  return db.prepare('SELECT count(*) AS n FROM words_data WHERE id > 10').get([]).n
}
const up = Array.from({ length: 40 }, (_, at) => at + 1)
console.log(`segments: ${segments(up)} up, ${segments(up.toReversed())} down`)
JS
found=$(node probe.cjs)
printf 'libsql 0.5.29 %s\n' "$found"
[ "$found" = "segments: 1 up, 40 down" ]
