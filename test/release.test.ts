// @module-tag more
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import * as z from 'zod/v4'
import described from '../package.json' with { type: 'json' }

/* scripts/release.mjs, on a small project of its own with the real bundle script. */

// @ts-expect-error: it is plain JavaScript
const { checkChangelog, checkRelease } = await import('../scripts/release.mjs')
// @ts-expect-error: it is plain JavaScript
const { list, listingOf, namespaceOf } = await import('../scripts/listing.mjs')

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'conversations-mcp-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Versions {
  package?: string
  lock?: string
  server?: string
  changelog?: string
  plugin?: string
  registry?: { name: string; version: string; packages: { identifier: string; version: string }[] }
}

/** A project in which every place names its version: 1.2.3 where nothing else is said. */
async function problemsOf(given: Versions): Promise<string[]> {
  const all = {
    package: '1.2.3',
    lock: '1.2.3',
    server: '1.2.3',
    plugin: '1.2.3',
    changelog: '## [Unreleased]\n\n## [1.2.3] - 2026-11-22\n\n- x',
    registry: registry(described.mcpName, given.package),
    ...given,
  }
  const folder = mkdtempSync(join(root, 'project-'))
  const put = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  for (const name of ['bin', 'dist', 'dist/chunks', '.claude-plugin']) mkdirSync(join(folder, name))
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
  cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true })
  put('dist/main.js', `process.stdout.write('${all.server}\\n')`)
  put('dist/chunks/query-worker.js', '')
  put('package.json', { ...described, version: all.package })
  put('package-lock.json', { version: all.lock, packages: { '': { version: all.lock } } })
  put('.claude-plugin/plugin.json', { version: all.plugin })
  put('gemini-extension.json', { version: all.plugin })
  put('CHANGELOG.md', `# Changelog\n\n${all.changelog}\n`)
  put('server.json', all.registry)
  const log = vi.spyOn(console, 'log').mockReturnValue()
  const { problems } = await checkRelease(folder)
  log.mockRestore()
  return problems
}

const registry = (name: string, version = '1.2.3', packed = version) => ({
  ...{ name, version, packages: [{ identifier: 'conversations-mcp', version: packed }] },
})

test('nothing is wrong where everything agrees', async () => {
  expect(await problemsOf({})).toEqual([])
})

test('each place that names another version is named', async () => {
  const other = { lock: '1.2.2', plugin: '1.2.2', server: '1.2.2', changelog: '## [1.2.3] - 2026-11-22' }
  expect(await problemsOf({ ...other, registry: registry('com.example/other', '1.2.2', '1.2.1') })).toEqual([
    'package-lock.json (run npm install): 1.2.2 instead of 1.2.3.',
    'package-lock.json, packages (run npm install): 1.2.2 instead of 1.2.3.',
    '.claude-plugin/plugin.json: 1.2.2 instead of 1.2.3.',
    'gemini-extension.json: 1.2.2 instead of 1.2.3.',
    'CHANGELOG.md: the first section must be [Unreleased].',
    'server.json (run npm run listing): 1.2.2 instead of 1.2.3.',
    'server.json, conversations-mcp (run npm run listing): 1.2.1 instead of 1.2.3.',
    `server.json: the name is com.example/other, but mcpName in package.json is ${described.mcpName}.`,
    'the built server (run npm run build): 1.2.2 instead of 1.2.3.',
  ])
})

const DATED = 'CHANGELOG.md: the section below [Unreleased] must be "[1.2.3] - YYYY-MM-DD".'

test.each<[string, string[]]>([
  ['## [Unreleased]\n\n## [1.2.3] - 2026-11-22\n\n- x', []],
  [
    '## [Unreleased]\n\n- new\n\n## [1.2.2] - 2026-11-01',
    ['CHANGELOG.md: move what is under [Unreleased] to [1.2.3].', DATED],
  ],
  ['## [1.2.3] - 2026-11-22', ['CHANGELOG.md: the first section must be [Unreleased].']],
  ['## [Unreleased]\n\n## [1.2.3]', [DATED]],
])('of the changelog %j: %j', (changelog, problems) => {
  expect(checkChangelog(`# Changelog\n\n${changelog}\n`, '1.2.3')).toEqual(problems)
})

test('a version that is none is refused, whatever else agrees', async () => {
  const problems = await problemsOf({
    package: '1.2',
    lock: '1.2',
    server: '1.2',
    plugin: '1.2',
    changelog: '## [Unreleased]\n\n## [1.2] - 2026-11-22',
  })
  expect(problems).toEqual(['package.json: 1.2 is not a version such as 1.2.3.'])
})

test('the lock file tells of the version of package.json', () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  expect([lock.version, lock.packages[''].version]).toEqual([described.version, described.version])
})

/* What the registry's published schema (2025-12-11) asks of the members that the listing has. */

const text = (max: number) => z.string().min(1).max(max)
const exact = z.string().regex(/^\d+\.\d+\.\d+$/)
const Variable = z.strictObject({
  name: z.string(),
  description: z.string(),
  isRequired: z.boolean(),
  isSecret: z.boolean(),
  format: z.enum(['string', 'number', 'boolean', 'filepath']),
})
const Listing = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: text(100),
  description: text(100),
  version: exact,
  packages: z.tuple([
    z.strictObject({
      registryType: z.literal('npm'),
      identifier: z.literal(described.name),
      version: exact,
      runtimeHint: z.literal('npx'),
      transport: z.strictObject({ type: z.literal('stdio') }),
      environmentVariables: z.array(Variable),
    }),
  ]),
})

const readIn = (folder: string) => (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))

test('server.json is as the schema of the registry wants it, and tells of this package', () => {
  const listing = Listing.parse(readIn(ROOT)('server.json'))
  expect(listing).toEqual(listingOf(described, namespaceOf(described)))
  expect(listing.name).toBe(described.mcpName)
  const asked = listing.packages[0].environmentVariables
  expect(asked.filter(({ isSecret }) => isSecret)).toMatchObject([{ name: 'ELEVENLABS_API_KEY', isRequired: true }])
})

test('whoever publishes it under another name gives both files that name, which stays at the next version', async () => {
  const folder = mkdtempSync(join(root, 'listed-'))
  const read = readIn(folder)
  const put = (content: unknown) => writeFileSync(join(folder, 'package.json'), JSON.stringify(content))
  put(described)
  const name = 'com.example/conversations-mcp'
  expect(await list(folder, 'com.example')).toBe(name)
  expect(read('package.json')).toEqual({ ...described, mcpName: name })
  put({ ...read('package.json'), version: '1.2.3' })
  expect(await list(folder)).toBe(name)
  expect(Listing.parse(read('server.json'))).toMatchObject({ name, version: '1.2.3', packages: [{ version: '1.2.3' }] })
})

test('a namespace that is none is refused', () => {
  for (const none of ['', 'example', 'com.example/x', 'com..example']) {
    expect(() => listingOf(described, none)).toThrow('is no namespace such as io.github.OWNER')
  }
})
