// Bundles the server, so that it starts fast and needs nothing installed: dist/main.js, and beside it in dist/chunks what
// only some calls load (HTTP client, command line, sample calls). Code that a start does not read costs it nothing.
import { chmod, readFile, rm } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { build } from 'esbuild'

export const options = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  // Native modules: one is needed only where Node has no SQLite of its own, the other never.
  external: ['libsql', 'pg-native'],
  // Its main file asks for the others in a way that no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  target: 'node20.19',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
}

/**
 * Code that a start needs and a later part shares would become a file for each such pairing, and to open twenty files
 * takes longer than to read one. So every later part is said to share all of it: then it is one file.
 */
const oneCore = {
  name: 'one-core',
  setup({ onLoad, onResolve, resolve }) {
    const later = new Set()
    onResolve({ filter: /^\.\.?\// }, async ({ path, kind, pluginData, ...from }) => {
      if (kind !== 'dynamic-import' || pluginData === oneCore) return
      const found = await resolve(path, { ...from, kind, pluginData: oneCore })
      later.add(found.path)
      return found
    })
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      if (!later.has(path)) return
      const core = CORE.map(file => `import ${JSON.stringify(resolvePath(file))}`)
      return { contents: `${await readFile(path, 'utf8')}\n${core.join('\n')}`, loader: 'ts' }
    })
  },
}

/** What `src/main.ts` imports at once. */
const CORE = ['src/settings.ts', 'src/terminal.ts', 'src/transport/stdio.ts']

await rm('dist', { recursive: true, force: true })
await build({
  ...options,
  entryPoints: ['src/main.ts'],
  splitting: true,
  plugins: [oneCore],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
})
await chmod('dist/main.js', 0o755)
