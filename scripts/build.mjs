// Bundles the server into one file, so that it starts fast and needs nothing installed.
import { chmod } from 'node:fs/promises'
import { build } from 'esbuild'

export const options = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  banner: { js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);" },
}

await build({ ...options, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', logLevel: 'warning' })
await chmod('dist/main.js', 0o755)
