#!/bin/sh
# SQLite 3.54.1 (@sqlite.org/sqlite-wasm 3.54.1-build1) asks its authorizer about every column that a statement reads
# (SQLITE_READ), but not about those that only USING or NATURAL names: a list of the columns a statement needs, made of
# what the authorizer was asked, lacks them, and even a table that is joined by nothing else. So whoever fills only the
# columns that are read joins on NULL and gets no row, without an error.
# Seen: for `t.a` of `t JOIN u ON u.id = t.id` it is asked about t.a, t.id and u.id; with USING (id) about t.a alone.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @sqlite.org/sqlite-wasm@3.54.1-build1
cat >ask.mjs <<'JS'
import sqlite3InitModule from '@sqlite.org/sqlite-wasm'
const { capi, oo1 } = await sqlite3InitModule()
const db = new oo1.DB(':memory:')
db.exec('CREATE TABLE t (id, a); CREATE TABLE u (id, b)')
let asked = []
capi.sqlite3_set_authorizer(
  db.pointer,
  (_, action, table, column) => {
    if (action === capi.SQLITE_READ) asked.push(`${table}.${column}`)
    return capi.SQLITE_OK
  },
  0,
)
const about = sql => {
  asked = []
  db.prepare(sql).finalize()
  return [...new Set(asked)].sort().join(' ')
}
console.log(capi.sqlite3_libversion())
console.log(about('SELECT t.a FROM t JOIN u ON u.id = t.id'))
console.log(about('SELECT t.a FROM t JOIN u USING (id)'))
console.log(about('SELECT t.a FROM t NATURAL JOIN u'))
JS
seen=$(node ask.mjs)
printf '%s\n' "$seen"
expected='3.54.1
t.a t.id u.id
t.a
t.a'
test "$seen" = "$expected"
