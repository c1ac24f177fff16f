import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { files, sources } from './support/house.ts'

/**
 * Which room may import which: a room is a folder of src, or a file directly in it. Arrows point down: a room imports
 * only rooms that stand below it. `(types)` allows `import type` only, which is gone at run time; `(lazily)` allows
 * `import()` too, for what a start does not need.
 */
const MAY_IMPORT: Record<string, string[]> = {
  // What runs in a browser shares charts and CSV with what runs in Node.
  views: ['charts', 'export', 'tools (types)'],
  main: ['background', 'cli (lazily)', 'settings (types)', 'terminal', 'transport'],
  transport: ['alerts (types)', 'app (types)', 'mirror (lazily)', 'protocol-words', 'resources', 'server'],
  cli: [
    ...[
      'api',
      'api-key',
      'app (types)',
      'archive',
      'background',
      'config',
      'domain',
      'error-answer',
      'errors',
      'export',
    ],
    ...['home', 'make-folder', 'npx'],
    'http (lazily)',
    'request-context (lazily)',
    'mirror (types)',
    'render',
    ...['settings', 'store-url', 'terminal', 'tools', 'version', 'written-path'],
  ],
  http: [
    ...[
      'api',
      'app (types)',
      'errors',
      'log (types)',
      'mirror',
      'read-settings',
      'request-context',
      'resources',
      'server',
      'settings',
      'version',
    ],
  ],
  background: ['app (types)', 'settings', 'watch (lazily)'],
  watch: [
    ...['alerts (types)', 'analysis', 'api', 'app (types)', 'archive', 'error-answer', 'errors', 'outgoing-url'],
    ...['tools', 'version'],
  ],
  server: ['app (types)', 'prompts', 'protocol-words', 'resources', 'tools', 'version'],
  'protocol-words': [],
  prompts: ['app (types)', 'render', 'resources', 'tools'],
  resources: ['alerts (types)', 'app (types)', 'domain', 'error-answer', 'errors', 'pieces', 'render', 'tools'],
  tools: [
    ...['agents-file (types)', 'analysis (lazily)', 'api', 'app (types)', 'archive (lazily)', 'domain'],
    ...['error-answer', 'errors'],
    ...[
      'charts',
      'explain (lazily)',
      'export (lazily)',
      'masked (lazily)',
      'mirror (types)',
      'nearest',
      'pieces',
      'query (lazily)',
      'redact (lazily)',
      'render',
      'search (lazily)',
      'triage (lazily)',
    ],
  ],
  terminal: ['app', 'config', 'error-answer', 'errors', 'log (types)', 'render', 'settings (types)'],
  app: [
    'agents-file (lazily)',
    'alerts',
    'api (lazily)',
    'api-key',
    'config',
    'demo (lazily)',
    'domain (lazily)',
    'errors',
    'log',
    'masked (lazily)',
    'mirror (lazily)',
    'random-hex',
    'redact (types)',
    'restricted (lazily)',
    'store-url',
    'tools (types)',
  ],
  'error-answer': ['app (types)', 'errors', 'random-hex', 'render'],
  config: [
    ...['api-key', 'domain (lazily)', 'errors', 'outgoing-url', 'read-settings', 'settings', 'store-url'],
    'written-path',
  ],
  'outgoing-url': ['errors'],
  'read-settings': ['errors', 'nearest', 'settings (types)', 'written-path'],
  settings: [],
  alerts: [],
  log: ['render'],
  // The demo is a second implementation of the API: it shares nothing with the one that reads it but words for people,
  // and that digits stay what they are.
  demo: ['errors', 'exact-json'],
  masked: ['api (types)', 'archive', 'domain (types)', 'errors', 'log (types)', 'mirror (types)', 'pieces', 'redact'],
  restricted: ['api', 'archive', 'domain (types)', 'errors', 'mirror (types)'],
  mirror: ['archive', 'domain (types)', 'errors', 'log (types)', 'pieces', 'request-context', 'sync'],
  sync: ['api', 'archive', 'domain', 'errors', 'log (types)', 'pieces'],
  explain: ['analysis', 'archive', 'domain', 'errors', 'pieces', 'words'],
  query: ['analysis', 'api', 'archive', 'domain', 'errors', 'nearest', 'pieces', 'words'],
  analysis: ['archive', 'domain', 'errors', 'pieces'],
  triage: ['archive', 'domain', 'errors', 'pieces', 'search'],
  export: [
    'api',
    'archive',
    'domain',
    'errors',
    'home',
    'make-folder',
    'nearest',
    'pieces',
    'redact (types)',
    'render',
  ],
  search: ['archive', 'domain', 'errors', 'pieces', 'words'],
  redact: ['api', 'domain', 'exact-json', 'pieces'],
  archive: [
    ...['api', 'domain', 'errors', 'home', 'make-folder', 'npx', 'pieces', 'request-context', 'store-url'],
    ...['version', 'words'],
  ],
  api: ['domain', 'errors', 'exact-json', 'pieces', 'version'],
  render: ['domain', 'pieces', 'random-hex'],
  domain: ['errors', 'pieces', 'words'],
  words: [],
  'agents-file': [],
  'api-key': ['errors'],
  'store-url': ['errors'],
  'written-path': ['errors (types)', 'home'],
  home: [],
  'request-context': [],
  'make-folder': [],
  npx: [],
  pieces: [],
  charts: [],
  nearest: [],
  'random-hex': [],
  errors: [],
  'exact-json': [],
  version: [],
}

/** Files of rooms that are loaded lazily, which a start may load all the same: they import nothing that does. */
const LIGHT = ['analysis/define/names.ts', 'http/settings.ts']

/** Which room may use which package; a driver or SDK that has one user can be replaced in one room. */
const MAY_USE: Record<string, string[]> = {
  transport: ['@modelcontextprotocol/server'],
  http: ['@hono/node-server', '@modelcontextprotocol/server', 'hono', 'jose', 'prom-client', 'zod'],
  cli: ['cli-progress', 'commander', 'jsonc-parser', 'string-width'],
  'protocol-words': ['@modelcontextprotocol/server'],
  server: ['@modelcontextprotocol/server'],
  prompts: ['@modelcontextprotocol/server', 'zod'],
  resources: ['@modelcontextprotocol/server'],
  tools: ['@modelcontextprotocol/server', 'diff', 'zod'],
  demo: ['@hono/node-server', 'fastest-levenshtein', 'hono', 'zod'],
  archive: ['pg', 'pgpass', 'zod'],
  api: ['undici', 'zod'],
  domain: ['fastest-levenshtein', 'libphonenumber-js', 'temporal-polyfill'],
  nearest: ['fastest-levenshtein'],
  explain: ['ml-hclust'],
  words: ['stemmer'],
}

interface Import {
  from: string
  to: string
  how: '' | ' (types)' | ' (lazily)'
}

const STATEMENT =
  /^(?:import|export)(?<types> type)? (?:[^;'"`]*? from )?'(?<path>[^']+)'|\bimport\('(?<lazy>[^']+)'\)/gm

const imports: Import[] = sources.flatMap(({ file, text }) =>
  [...text.matchAll(STATEMENT)].map(({ groups }) => {
    const path = groups!.path ?? groups!.lazy!
    const to = path.startsWith('.') ? normalize(join(dirname(file), path)).replaceAll('\\', '/') : path
    return { from: file, to, how: groups!.lazy ? ' (lazily)' : groups!.types ? ' (types)' : '' }
  }),
)

const room = (file: string): string => file.replace(/\.ts$/, '').split('/')[0]!

/** What is not in the table, as `room → what`. */
function missing(table: Record<string, string[]>, pairs: [room: string, has: string, ...or: string[]][]): string[] {
  const wrong = pairs.filter(([name, ...any]) => !any.some(has => table[name]?.includes(has)))
  return [...new Set(wrong.map(([name, has]) => `${name} → ${has}`))]
}

describe('imports', () => {
  test('are found', () => {
    expect(imports.length).toBeGreaterThan(sources.length)
    const unknown = imports.filter(({ to }) => to.endsWith('.ts') && !files.has(to))
    expect(unknown).toEqual([])
  })

  test('between rooms are those of the table', () => {
    const between = imports.filter(({ from, to }) => files.has(to) && room(from) !== room(to) && !LIGHT.includes(to))
    // Whoever may do more may do less.
    const strength: Import['how'][] = [' (types)', ' (lazily)', '']
    const edges = between.map(({ from, to, how }) => {
      const enough = strength.slice(strength.indexOf(how)).map(allowed => room(to) + allowed)
      return [room(from), ...enough] as [string, string, ...string[]]
    })
    expect(missing(MAY_IMPORT, edges)).toEqual([])
  })

  test('of light files are types, and files that import nothing', () => {
    const isLight = ({ to, how }: Import) => how === ' (types)' || MAY_IMPORT[room(to)]!.length === 0
    expect(imports.filter(one => LIGHT.includes(one.from) && !isLight(one))).toEqual([])
  })

  test('point down the table', () => {
    const order = Object.keys(MAY_IMPORT)
    const up = Object.entries(MAY_IMPORT).flatMap(([from, all]) =>
      all.filter(to => !to.includes('(') && order.indexOf(to) <= order.indexOf(from)).map(to => `${from} → ${to}`),
    )
    expect(up).toEqual([])
  })

  test('never go round in a circle, not even of types or of what is loaded later', () => {
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (path.includes(file) || done.has(file)) return
      for (const { from, to } of imports) if (from === file && files.has(to)) visit(to, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })

  test('of packages are those of the table', () => {
    const packages = imports.filter(({ to }) => !files.has(to) && !to.startsWith('node:') && !to.startsWith('..'))
    const name = (path: string) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/')
    expect(
      missing(
        MAY_USE,
        packages.map(({ from, to }) => [room(from), name(to)]),
      ),
    ).toEqual([])
  })

  test('of Node reach files and network only from the rooms whose work that is', () => {
    const io = imports.filter(({ to }) => /^node:(fs|net|https?|http2|tls|dgram|dns|child_process|sqlite)\b/.test(to))
    const rooms = {
      archive: ['node:fs', 'node:sqlite', 'node:tls'],
      'agents-file': ['node:fs', 'node:fs/promises'],
      'make-folder': ['node:fs'],
      npx: ['node:fs'],
      // `setup` writes the configuration of clients.
      cli: ['node:fs'],
      'read-settings': ['node:fs'],
      http: ['node:fs', 'node:http', 'node:net'],
      watch: ['node:fs'],
      // Its worker reads the module that it runs.
      query: ['node:fs/promises'],
      export: ['node:fs', 'node:fs/promises'],
      demo: ['node:fs', 'node:fs/promises', 'node:http', 'node:net'],
      // The built pages.
      resources: ['node:fs/promises'],
    }
    expect(
      missing(
        rooms,
        io.map(({ from, to }) => [room(from), to]),
      ),
    ).toEqual([])
  })
})
