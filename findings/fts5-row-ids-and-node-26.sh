#!/usr/bin/env bash
# node:sqlite and FTS5: what a version of Node has, and what `run()` tells of the row last inserted.
#
# Surprise 1: "node:sqlite" is there without a flag from 22.13, but FTS5 only from 22.16; a check that the module loads
# says nothing about full-text search.
# Surprise 2: deleting rows from an FTS5 table with contentless_delete=1 leaves SQLite's last_insert_rowid() at a number
# of FTS5's own (a page of tombstones, beyond 2^53), although nobody inserted anything. It stays there for later
# statements on tables WITHOUT ROWID. Node 24 rounds it; Node 26 throws ERR_OUT_OF_RANGE from run(), of a statement that
# reads no number at all, and after its work is done. setReadBigInts(true) avoids it.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

cat > probe.cjs <<'JS'
const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
const db = new DatabaseSync(':memory:')
const said = []
try {
  db.exec("CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1)")
  said.push('fts5')
} catch (error) {
  console.log(error.message)
  process.exit()
}
db.exec("INSERT INTO words (rowid, text) VALUES (1, 'hello'), (2, 'goodbye')")
db.exec('DELETE FROM words WHERE rowid > 0')
said.push(db.prepare('SELECT CAST(last_insert_rowid() AS TEXT) AS last').get().last)
db.exec('CREATE TABLE calls (id TEXT PRIMARY KEY) WITHOUT ROWID')
const statement = db.prepare('INSERT INTO calls VALUES (?)')
try {
  said.push(`run gives ${statement.run('a').lastInsertRowid}`)
} catch (error) {
  said.push(`run throws ${error.code}`)
}
said.push(`rows ${db.prepare('SELECT count(*) AS n FROM calls').get().n}`)
statement.setReadBigInts(true)
said.push(`as bigint ${statement.run('b').lastInsertRowid}`)
console.log(said.join(', '))
JS

failed=0
expect() {
  local version=$1 wanted=$2 got
  npm install --silent --no-save --no-audit --no-fund --prefix "node-$version" "node@$version" >/dev/null
  got=$("node-$version/node_modules/node/bin/node" --no-warnings probe.cjs)
  printf 'Node %s: %s\n' "$version" "$got"
  if [ "$got" != "$wanted" ]; then
    printf '  changed; it was: %s\n' "$wanted"
    failed=1
  fi
}

LAST=9007336693694464
expect 22.15.1 'no such module: fts5'
expect 22.16.0 "fts5, $LAST, run gives $LAST, rows 1, as bigint $LAST"
expect 24.21.0 "fts5, $LAST, run gives $LAST, rows 1, as bigint $LAST"
expect 26.10.0 "fts5, $LAST, run throws ERR_OUT_OF_RANGE, rows 1, as bigint $LAST"
exit "$failed"
