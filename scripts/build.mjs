// Bundles the server, so that it starts fast and needs nothing installed: dist/main.js, and beside it in dist/chunks what
// only some calls load (HTTP client, command line, sample calls). Code that a start does not read costs it nothing.
import { createHash } from 'node:crypto'
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve as resolvePath } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { load } from './load.mjs'
import { again } from './slim/again.mjs'
import { slim } from './slim/index.mjs'
import { withoutUncalled } from './slim/wasm.mjs'
import { buildViews } from './views.mjs'

/** Another one where anything is built otherwise: what an older build kept of masking counts no more. */
const digest = createHash('sha256').update(await readFile('package-lock.json'))
for (const file of (await readdir('src', { recursive: true })).sort())
  if (file.endsWith('.ts')) digest.update(await readFile(join('src', file)))

export const options = {
  bundle: true,
  define: { BUILD: JSON.stringify(digest.digest('base64').slice(0, 8)) },
  platform: 'node',
  format: 'esm',
  // Native modules: one is needed only where Node has no SQLite of its own, the other never.
  external: ['libsql', 'pg-native'],
  // The first one's main file asks for the others in a way that no bundler sees; of the second, all would be taken.
  alias: {
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    'fastest-levenshtein': 'fastest-levenshtein/esm/mod.js',
  },
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  plugins: [slim, again],
  banner: {
    // Where nothing asks for it, the minifier drops it.
    js: "import { createRequire as __createRequire } from 'node:module';const require = /* @__PURE__ */ __createRequire(import.meta.url);",
  },
}

/**
 * Code that a start needs and a later part shares would become a file for each such pairing, and to open twenty files
 * takes longer than to read one. So every later part is said to share all of it: then it is one file, and so is what the
 * first question loads.
 */
const oneCore = {
  name: 'one-core',
  async setup({ onLoad }) {
    const later = await loadedLater()
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      if (!later.has(path)) return
      const parts = ARCHIVED.test(path) ? [...CORE, 'src/mirror/mirror.ts'] : CORE
      const core = parts.map(file => `import ${JSON.stringify(resolvePath(file))}`)
      return { contents: `${await readFile(path, 'utf8')}\n${core.join('\n')}`, loader: 'ts' }
    })
  },
}

/** Known before the first file is loaded: some are also a part of the core, and which import comes first is chance. */
async function loadedLater() {
  const files = await sourcesIn('src')
  const texts = await Promise.all(files.map(async file => [file, await readFile(file, 'utf8')]))
  const paths = texts.flatMap(([file, text]) =>
    [...text.matchAll(/\bimport\('(\..*?)'\)/g)].map(([, path]) => resolvePath(dirname(file), path)),
  )
  return new Set(paths)
}

const sourcesIn = async folder =>
  (await readdir(folder, { recursive: true })).filter(file => file.endsWith('.ts')).map(file => join(folder, file))

/** What `src/main.ts` imports at once, and what the first question loads. */
const CORE = [
  'src/background.ts',
  'src/settings.ts',
  'src/terminal.ts',
  'src/transport/stdio.ts',
  'src/tools/run-named.ts',
]

/** What only a question to the archive loads, which has loaded the mirror before. */
const ARCHIVED = /[\\/]src[\\/](analysis|archive|explain|export|masked|query|restricted|search|triage)[\\/]/

/** What clients see of tools is data: with it a start reads neither their code nor their schemas. */
const shownTools = {
  name: 'shown-tools',
  async setup({ onLoad }) {
    const { SHOWN } = await load("export { SHOWN } from './src/tools/shown.ts'")
    const json = JSON.stringify(JSON.stringify(SHOWN))
    onLoad({ filter: /[\\/]src[\\/]tools[\\/]shown\.ts$/ }, () => ({
      contents: `export const SHOWN = JSON.parse(${json})`,
    }))
  },
}

await rm('dist', { recursive: true, force: true })
await build({
  ...options,
  entryPoints: { main: 'src/main.ts' },
  splitting: true,
  plugins: [...options.plugins, shownTools, oneCore],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
})
await shortenNames()
// Run by other threads; each by itself, so that it shares no file with what a start reads.
const threads = {
  'query-worker': 'src/query/worker/worker.ts',
  'archive-reader': 'src/archive/sqlite/readers/worker.ts',
}
await build({ ...options, entryPoints: threads, outdir: 'dist/chunks', logLevel: 'warning' })
await chmod('dist/main.js', 0o755)
await buildViews()
await buildEngine()

/**
 * Hashes in the names of files, which stand in each of the imports, would be 5 kB of what is downloaded. Small files first,
 * since those alike, side by side in the package, are compressed together; in the order of hashes its size would be luck.
 */
async function shortenNames() {
  const sized = (await readdir('dist/chunks')).map(async file => [file, (await stat(join('dist/chunks', file))).size])
  const files = (await Promise.all(sized))
    .sort(([a, size], [b, other]) => size - other || (a < b ? -1 : 1))
    .map(([file]) => file)
  // All of two digits, so that names have the same order.
  const nameOf = (file, at) =>
    `${(at + 360).toString(36)}${file.startsWith('chunk-') ? '' : `-${file.slice(0, -12)}`}.js`
  const names = new Map(files.map((file, at) => [file, nameOf(file, at)]))
  for (const file of ['../main.js', ...files]) {
    const code = await readFile(join('dist/chunks', file), 'utf8')
    const short = code.replace(/[\w-]+-[A-Z0-9]{8}\.js/g, name => names.get(name) ?? name)
    await rm(join('dist/chunks', file))
    await writeFile(join('dist/chunks', names.get(file) ?? file), short)
  }
}

/** SQLite, with the parts of it that are called from src/query/worker. */
async function buildEngine() {
  const sqlite = await readFile('node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm')
  const texts = await Promise.all((await sourcesIn('src/query/worker')).map(file => readFile(file, 'utf8')))
  const called = new Set(texts.join('\n').match(/\bsqlite3_\w+|\b__(wasm_call_ctors|indirect_function_table)\b/g))
  // Less than gzip would leave in the package.
  await writeFile('dist/chunks/sqlite3.wasm.br', brotliCompressSync(withoutUncalled(sqlite, [...called])))
}
