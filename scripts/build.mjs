// Bundles the server, so that it starts fast and needs nothing installed: dist/main.js, and beside it in dist/chunks what
// only some calls load (HTTP client, command line, sample calls). Code that a start does not read costs it nothing.
import { chmod, rm } from 'node:fs/promises'
import { build } from 'esbuild'

export const options = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  // A native module, needed only where Node has no SQLite of its own.
  external: ['libsql'],
  target: 'node20.19',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
}

await rm('dist', { recursive: true, force: true })
await build({
  ...options,
  entryPoints: ['src/main.ts'],
  splitting: true,
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
})
await chmod('dist/main.js', 0o755)
