#!/bin/sh
# libsql puts a member of its own, _metadata, into the row that get gives, beside the columns that were asked for and in
# the place of one of that name; all gives rows without it. Whatever spreads, counts or compares the members of a row
# finds one more than the statement names, and another one each time, since it holds how long the statement took.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > members.cjs <<'JS'
const Database = require('libsql')
const db = new Database(':memory:')
const members = row => Object.keys(row).join(' ')
const plain = db.prepare('SELECT 7 AS calls')
const named = db.prepare("SELECT 'mine' AS _metadata")
console.log(
  `get: ${members(plain.get([]))}; all: ${members(plain.all([])[0])}; ` +
    `a column of that name: get ${typeof named.get([])._metadata}, all ${typeof named.all([])[0]._metadata}`,
)
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29
said=$(node members.cjs)
printf 'libsql 0.5.29: %s\n' "$said"
[ "$said" = "get: calls _metadata; all: calls; a column of that name: get object, all string" ]
