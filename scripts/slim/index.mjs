// Parts of packages that nobody here uses, a megabyte of them, and what stands in their place in the build. What is
// required there is found as from the original.
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const INSTEAD = [
  [/[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, 'zod-locales.mjs'],
  [/[\\/]undici[\\/]index\.js$/, 'undici.cjs'],
  [/[\\/]undici[\\/].*[\\/]llhttp_simd-wasm\.js$/, 'llhttp.cjs'],
  [/[\\/]undici[\\/].*[\\/]client-h2\.js$/, 'http2.cjs'],
  [/[\\/]undici[\\/].*[\\/]web[\\/]fetch[\\/]body\.js$/, 'fetch-body.cjs'],
  [/[\\/]@modelcontextprotocol[\\/].*[\\/]ajvProvider-[^\\/]*$/, 'json-schema-validator.mjs'],
  [/[\\/]prom-client[\\/]index\.js$/, 'prom-client.cjs'],
  [/[\\/]@opentelemetry[\\/]api[\\/]/, 'opentelemetry.cjs'],
  [/[\\/]cli-progress[\\/]node_modules[\\/]string-width[\\/]index\.js$/, 'ascii-width.cjs'],
  [/[\\/]pg[\\/]lib[\\/]native[\\/]index\.js$/, 'pg-native.cjs'],
  [/[\\/]ml-matrix[\\/]matrix\.mjs$/, 'ml-matrix.mjs'],
  [/[\\/](heap|ml-distance-matrix|ml-distance-euclidean)[\\/].*\.js$/, 'ml-hclust.mjs'],
]

/** Modules that are nothing but bytes or a table, written as text: compressed they are a third of it. */
const COMPRESSED = [
  [/[\\/]undici[\\/].*[\\/]llhttp-wasm\.js$/, parser => `module.exports = ${compressed(parser)}`],
  [
    /[\\/]libphonenumber-js[\\/]metadata\.min\.json\.js$/,
    plans => `export default JSON.parse(${compressed(JSON.stringify(withoutFormats(plans)))})`,
  ],
]

/** How numbers of a country are written takes half of what is known of them, and nobody here writes one. */
export function withoutFormats(plans) {
  const bare = structuredClone(plans)
  for (const plan of [...Object.values(bare.countries), ...Object.values(bare.nonGeographic)]) plan[FORMATS] &&= 0
  return bare
}
const FORMATS = 4

export const slim = {
  name: 'slim',
  setup({ onLoad }) {
    for (const [filter, file] of INSTEAD) {
      onLoad({ filter }, async ({ path }) => ({
        contents: await readFile(new URL(file, import.meta.url), 'utf8'),
        resolveDir: dirname(path),
      }))
    }
    for (const [filter, restore] of COMPRESSED) {
      onLoad({ filter }, async ({ path }) => ({ contents: restore((await import(path)).default) }))
    }
  },
}

function compressed(content) {
  const bytes = brotliCompressSync(content)
  return `require('node:zlib').brotliDecompressSync(Buffer.from('${bytes.toString('base64')}', 'base64'))`
}
