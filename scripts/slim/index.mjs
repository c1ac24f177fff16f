// Parts of packages that nobody here uses, a megabyte of them, and what stands in their place in the build. What is
// required there is found as from the original.
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const INSTEAD = [
  [/[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, 'zod-locales.mjs'],
  [/[\\/]undici[\\/]index\.js$/, 'undici.cjs'],
  [/[\\/]undici[\\/].*[\\/]llhttp_simd-wasm\.js$/, 'llhttp.cjs'],
  [/[\\/]undici[\\/].*[\\/]client-h2\.js$/, 'http2.cjs'],
  [/[\\/]undici[\\/].*[\\/]web[\\/]fetch[\\/]body\.js$/, 'fetch-body.cjs'],
  [/[\\/]@modelcontextprotocol[\\/].*[\\/]ajvProvider-[^\\/]*$/, 'json-schema-validator.mjs'],
]

export const slim = {
  name: 'slim',
  setup({ onLoad }) {
    for (const [filter, file] of INSTEAD) {
      onLoad({ filter }, async ({ path }) => ({
        contents: await readFile(new URL(file, import.meta.url), 'utf8'),
        resolveDir: dirname(path),
      }))
    }
  },
}
