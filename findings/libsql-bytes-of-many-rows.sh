#!/bin/sh
# libsql gives a blob as a Buffer where one row is asked for (get), and as a bare ArrayBuffer where all are (all): code
# that takes bytes to be a Uint8Array works for the one and not for the other, and what all gives cannot be written back.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > bytes.cjs <<'JS'
const Database = require('libsql')
const db = new Database(':memory:')
db.exec("CREATE TABLE bodies (detail BLOB); INSERT INTO bodies VALUES (x'0102')")
const select = db.prepare('SELECT detail FROM bodies')
const kind = ({ detail }) => detail.constructor.name
let back = 'written'
try {
  db.prepare('INSERT INTO bodies VALUES (?)').run([select.all([])[0].detail])
} catch {
  back = 'refused'
}
console.log(`get: ${kind(select.get([]))}, all: ${kind(select.all([])[0])}, which is ${back} again`)
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29
said=$(node bytes.cjs)
printf 'libsql 0.5.29: %s\n' "$said"
[ "$said" = "get: Buffer, all: ArrayBuffer, which is refused again" ]
