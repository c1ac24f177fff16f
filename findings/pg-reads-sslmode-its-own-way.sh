#!/bin/sh
# Of a URL without sslmode libpq makes an encrypted connection where the server can (`prefer`), pg 8 an unencrypted one.
# `require` asks libpq for encryption alone; pg 8 checks the certificate and the host's name as with `verify-full`, and so
# refuses the self-signed certificate of many servers. `verify-ca` leaves the name alone with libpq, and not with pg.
# What stands in the URL also takes the place of options that the program gives beside it: a search_path that it counts on
# is gone as soon as somebody's URL has `options`.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > modes.cjs <<'JS'
const { Client } = require('pg')
process.removeAllListeners('warning')
const told = query => {
  const { ssl } = new Client({ connectionString: `postgres://u@h.test/d${query}` })
  if (ssl === false) return 'not encrypted'
  const { rejectUnauthorized = true, checkServerIdentity } = ssl
  return `certificate ${rejectUnauthorized ? 'checked' : 'not checked'}, name ${checkServerIdentity ? 'not checked' : 'checked'}`
}
for (const mode of ['', '?sslmode=prefer', '?sslmode=require']) console.log(`${mode || 'no mode'}: ${told(mode)}`)
console.log(`with uselibpqcompat ${told('?sslmode=require&uselibpqcompat=true').replace(/,.*/, '')}`)
const client = new Client({ connectionString: 'postgres://u@h.test/d?options=-c%20jit%3Doff', options: '-c search_path=own' })
console.log(client.connectionParameters.options)
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund pg@8.23.1
found=$(node modes.cjs 2> /dev/null)
printf '%s\n' "$found"
[ "$found" = "no mode: not encrypted
?sslmode=prefer: certificate checked, name checked
?sslmode=require: certificate checked, name checked
with uselibpqcompat certificate not checked
-c jit=off" ]
