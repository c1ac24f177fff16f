import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { type Config, readConfig } from '../src/config.ts'
import { ConfigurationError } from '../src/errors.ts'
import { exportFolder } from '../src/export/files/folder.ts'
import { type RawSettings, SETTINGS, type Setting, type SettingName } from '../src/settings.ts'
import { UNEXPANDED } from './support/built.ts'

const settings = Object.entries(SETTINGS) as [SettingName, Setting][]

test('without flags and environment', () => {
  expect(readConfig({}, {})).toMatchInlineSnapshot(`
    {
      "agentConfig": true,
      "agentsFolder": undefined,
      "apiKey": undefined,
      "archive": "read-through",
      "audio": false,
      "baseUrl": undefined,
      "checksFile": undefined,
      "concurrency": 4,
      "dataDir": undefined,
      "dataFile": undefined,
      "demo": false,
      "exportDir": undefined,
      "insecureHttp": false,
      "keepFreshSecs": undefined,
      "logLevel": "warn",
      "maxConcurrency": 32,
      "now": undefined,
      "output": "both",
      "profile": "default",
      "redact": false,
      "redactVariables": [],
      "retentionDays": undefined,
      "store": undefined,
      "timeoutMs": 30000,
      "timezone": undefined,
      "webhook": undefined,
    }
  `)
})

test('a box that a client shows for a switch', () => {
  const ticked = readConfig({}, { CONVERSATIONS_MCP_REDACT: 'true', CONVERSATIONS_MCP_AUDIO: 'false' })
  expect(ticked).toMatchObject({ redact: true, audio: false })
  expect(() => readConfig({}, { CONVERSATIONS_MCP_REDACT: 'yes' })).toThrow('it must be one of on, off')
  expect(() => readConfig({}, { CONVERSATIONS_MCP_OUTPUT: 'true' })).toThrow('it must be one of both, text, structured')
})

/** Two values of every setting that can come from a flag and from the environment, and what they are read as. */
const VALUES: Partial<Record<SettingName, [member: keyof Config, one: [string, unknown], other: [string, unknown]]>> = {
  insecureHttp: ['insecureHttp', ['on', true], ['off', false]],
  timezone: ['timezone', ['Asia/Tokyo', 'Asia/Tokyo'], ['UTC', 'UTC']],
  output: ['output', ['text', 'text'], ['structured', 'structured']],
  audio: ['audio', ['on', true], ['off', false]],
  concurrency: ['concurrency', ['1', 1], ['32', 32]],
  maxConcurrency: ['maxConcurrency', ['2', 2], ['16', 16]],
  timeout: ['timeoutMs', ['1', 1_000], ['300', 300_000]],
  archive: ['archive', ['read-through', 'read-through'], ['off', 'off']],
  dataDir: ['dataDir', ['/data', '/data'], ['~/here', join(homedir(), 'here')]],
  store: [
    'store',
    ['postgres://a/b', 'postgres://a/b'],
    ['postgresql://u@a:1/b?sslmode=verify-full', 'postgresql://u@a:1/b?sslmode=verify-full'],
  ],
  profile: ['profile', ['sales', 'sales'], ['support', 'support']],
  retentionDays: ['retentionDays', ['1', 1], ['3650', 3650]],
  keepFresh: ['keepFreshSecs', ['5m', 300], ['2h', 7200]],
  checks: ['checksFile', ['a.json', 'a.json'], ['~', homedir()]],
  exportDir: ['exportDir', ['/exports', '/exports'], ['~', homedir()]],
  agentConfig: ['agentConfig', ['on', true], ['off', false]],
  agentsFolder: ['agentsFolder', ['/project', '/project'], ['~', homedir()]],
  redact: ['redact', ['on', true], ['off', false]],
  redactVariables: ['redactVariables', ['plan, city', ['plan', 'city']], ['plan', ['plan']]],
  logLevel: ['logLevel', ['debug', 'debug'], ['error', 'error']],
  demo: ['demo', ['on', true], ['off', false]],
  data: ['dataFile', ['a.jsonl', 'a.jsonl'], ['b.jsonl', 'b.jsonl']],
  now: ['now', ['2026-11-22T12:00:00Z', 1795348800], ['1970-01-01T00:01:00Z', 60]],
}

describe('flag over environment over default', () => {
  test('is tried for every setting with a flag', () => {
    expect(Object.keys(VALUES)).toEqual(settings.flatMap(([name, { flag }]) => (flag ? [name] : [])))
  })

  test.each(Object.entries(VALUES))('%s', (name, [member, one, other]) => {
    const { env } = SETTINGS[name as SettingName]
    // The moment is only taken with sample calls, checks only beside readings.
    const base: RawSettings = { ...(name === 'now' && { demo: 'on' }), ...(name === 'checks' && { keepFresh: '5m' }) }
    const read = (flag?: string, variable?: string) =>
      readConfig({ ...base, [name]: flag }, variable === undefined ? {} : { [env!]: variable })[member]
    const fallback = readConfig(base, {})[member]
    expect(read()).toEqual(fallback)
    for (const [[first, wanted], [second]] of [
      [one, other],
      [other, one],
    ] as const) {
      expect(read(first)).toEqual(wanted)
      expect(read(undefined, ` ${first} `)).toEqual(wanted)
      expect(read(first, second)).toEqual(wanted)
      for (const unset of ['', '  ', UNEXPANDED]) {
        expect(read(unset, first)).toEqual(wanted)
        expect(read(undefined, unset)).toEqual(fallback)
      }
    }
  })
})

test.each([
  ['on', true], ['1', true], ['true', true], ['yes', true],
  ['off', false], ['0', false], ['FALSE', false], ['no', false],
] as const)('CONVERSATIONS_MCP_DEMO=%s', (value, demo) => {
  expect(readConfig({}, { CONVERSATIONS_MCP_DEMO: value }).demo).toBe(demo)
}) // biome-ignore format: a list of pairs

test('words may be in capitals, and an instant without a zone is in UTC', () => {
  const env = { CONVERSATIONS_MCP_REDACT: 'On', CONVERSATIONS_MCP_AUDIO: 'TRUE', CONVERSATIONS_MCP_KEEP_FRESH: '5M' }
  expect(readConfig({}, { ...env, CONVERSATIONS_MCP_LOG_LEVEL: 'WARN' })).toMatchObject({
    ...{ redact: true, audio: true, keepFreshSecs: 300, logLevel: 'warn' },
  })
  for (const now of ['2026-11-22T12:00', '2026-11-22t12:00:00.5z', '2026-11-22T13:00:00+01:00']) {
    expect(readConfig({ demo: 'on', now }, {}).now).toBe(1_795_348_800)
  }
  expect(readConfig({ demo: 'on', now: '2026-11-22' }, {}).now).toBe(1_795_305_600)
})

test.each(['11/22/2026', 'Nov 22 2026', '1', '2026', '2026-02-30', '+058819-08-01T00:00:00Z', '２０２６-11-22'])(
  'the moment %s is refused: computers read it differently, or there is none',
  now => {
    expect(() => readConfig({ demo: 'on', now }, {})).toThrow(/it must be an ISO 8601 instant/)
  },
)

describe('address of the API', () => {
  test.each([
    [{}, undefined],
    [{ ELEVENLABS_API_RESIDENCY: 'us' }, 'https://api.us.elevenlabs.io'],
    [{ ELEVENLABS_API_RESIDENCY: 'eu' }, 'https://api.eu.residency.elevenlabs.io'],
    [{ ELEVENLABS_API_RESIDENCY: 'in' }, 'https://api.in.residency.elevenlabs.io'],
    [{ ELEVENLABS_API_RESIDENCY: 'sg' }, 'https://api.sg.residency.elevenlabs.io'],
    [{ ELEVENLABS_BASE_URL: 'http://127.0.0.1:8080//' }, 'http://127.0.0.1:8080'],
    [{ ELEVENLABS_BASE_URL: 'https://proxy.example/eleven/' }, 'https://proxy.example/eleven'],
    [{ ELEVENLABS_BASE_URL: UNEXPANDED, ELEVENLABS_API_RESIDENCY: '' }, undefined],
  ])('%o', (env, url) => {
    expect(readConfig({}, env).baseUrl).toBe(url)
  })
})

test.each([
  ['http://localhost:80', true],
  ['http://api.localhost', true],
  ['http://127.1.2.3', true],
  ['http://[::1]:8080', true],
  ['http://2130706433', true],
  ['http://api.example', false],
  ['http://localhost.example', false],
  ['http://127.0.0.1.example', false],
  ['http://10.0.0.1', false],
  ['HTTP://API.EXAMPLE', false],
])('%s needs no setting of its own: %s', (url, isHere) => {
  const env = { ELEVENLABS_BASE_URL: url }
  if (isHere) expect(readConfig({}, env).baseUrl).toBe(url)
  else expect(() => readConfig({}, env)).toThrow(/--insecure-http on/)
  expect(readConfig({ insecureHttp: 'on' }, env).baseUrl).toBe(url)
})

test.skipIf(process.platform === 'win32')('a home folder that is empty or relative is none', () => {
  for (const home of ['', 'here']) {
    vi.stubEnv('HOME', home)
    // The system may know the user all the same.
    expect(readConfig({ dataDir: '~/data' }, {}).dataDir).toMatch(/^\/.*\/data$/)
    expect(readConfig({ dataDir: '~/data' }, {}).dataDir).not.toBe(join(process.cwd(), 'data'))
    expect(exportFolder(undefined)).toMatch(/^\/.*conversations-exports$/)
    expect(exportFolder(undefined)).not.toContain(process.cwd())
  }
  vi.unstubAllEnvs()
})

test('every wrong setting is named, with what it takes', () => {
  const wrong: [RawSettings, NodeJS.ProcessEnv?][] = [
    [{ output: 'bth' }],
    [{}, { CONVERSATIONS_MCP_OUTPUT: 'everything' }],
    [{ audio: 'maybe' }],
    [{ logLevel: 'warning' }],
    [{}, { ELEVENLABS_API_RESIDENCY: 'europe' }],
    [{ concurrency: '0' }],
    [{ concurrency: '33' }],
    [{ concurrency: '2.5' }],
    [{ concurrency: '0x4' }],
    [{ concurrency: '4e0' }],
    [{}, { CONVERSATIONS_MCP_DEMO: 'null' }],
    [{ timeout: '301' }],
    [{ timeout: '5s' }],
    [{}, { ELEVENLABS_BASE_URL: 'api.elevenlabs.io' }],
    [{}, { ELEVENLABS_BASE_URL: 'ftp://api.elevenlabs.io' }],
    [{}, { ELEVENLABS_BASE_URL: 'http://api.example' }],
    [{}, { ELEVENLABS_BASE_URL: 'https://api.elevenlabs.io/?key=1' }],
    [{}, { ELEVENLABS_BASE_URL: 'https://api.elevenlabs.io', ELEVENLABS_API_RESIDENCY: 'eu' }],
    [{ demo: 'on', now: 'yesterday' }],
    [{ now: '2026-11-22T12:00:00Z' }],
    [{ demo: 'on', data: 'calls.jsonl' }],
    [{ output: 'x'.repeat(500) }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a client did not expand it
    [{ dataDir: '${HOME}/calls' }],
    [{}, { CONVERSATIONS_MCP_EXPORT_DIR: '%APPDATA%\\calls' }],
    [{ exportDir: '$HOME/exports' }],
    [{ dataDir: '"/calls"' }],
    [{ profile: '%X%' }],
  ]
  const messages = wrong.map(([flags, env = {}]) => {
    try {
      return `accepted: ${JSON.stringify([flags, env, readConfig(flags, env)])}`
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError)
      return (error as Error).message
    }
  })
  expect(`\n${messages.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    --output or CONVERSATIONS_MCP_OUTPUT is "bth"; it must be one of both, text, structured. Did you mean "both"?
    --output or CONVERSATIONS_MCP_OUTPUT is "everything"; it must be one of both, text, structured.
    --audio or CONVERSATIONS_MCP_AUDIO is "maybe"; it must be one of on, off.
    --log-level or CONVERSATIONS_MCP_LOG_LEVEL is "warning"; it must be one of error, warn, info, debug. Did you mean "warn"?
    ELEVENLABS_API_RESIDENCY is "europe"; it must be one of us, eu, in, sg.
    --concurrency or CONVERSATIONS_MCP_CONCURRENCY is "0"; it must be a whole number from 1 to 32.
    --concurrency or CONVERSATIONS_MCP_CONCURRENCY is "33"; it must be a whole number from 1 to 32.
    --concurrency or CONVERSATIONS_MCP_CONCURRENCY is "2.5"; it must be a whole number from 1 to 32.
    --concurrency or CONVERSATIONS_MCP_CONCURRENCY is "0x4"; it must be a whole number from 1 to 32.
    --concurrency or CONVERSATIONS_MCP_CONCURRENCY is "4e0"; it must be a whole number from 1 to 32.
    --demo or CONVERSATIONS_MCP_DEMO is "null"; it must be true or false.
    --timeout or CONVERSATIONS_MCP_TIMEOUT is "301"; it must be a whole number from 1 to 300.
    --timeout or CONVERSATIONS_MCP_TIMEOUT is "5s"; it must be a whole number from 1 to 300.
    ELEVENLABS_BASE_URL takes an http or https URL without credentials and query.
    ELEVENLABS_BASE_URL takes an http or https URL without credentials and query.
    ELEVENLABS_BASE_URL is an http:// URL of another computer: the API key and the calls would travel unencrypted. Use https://, or allow it with --insecure-http on (CONVERSATIONS_MCP_INSECURE_HTTP=on).
    ELEVENLABS_BASE_URL takes an http or https URL without credentials and query.
    Set ELEVENLABS_BASE_URL or ELEVENLABS_API_RESIDENCY, not both.
    --now or CONVERSATIONS_MCP_NOW is "yesterday"; it must be an ISO 8601 instant such as 2026-11-22T12:00:00Z.
    --now works only with --demo or --data; the live API has its own clock.
    Use --demo or --data, not both.
    --output or CONVERSATIONS_MCP_OUTPUT is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; it must be one of both, text, structured.
    --data-dir or CONVERSATIONS_MCP_DATA_DIR is "\${HOME}/calls"; it must be written out in full: variables are not expanded here, nor quotation marks removed.
    --export-dir or CONVERSATIONS_MCP_EXPORT_DIR is "%APPDATA%\\calls"; it must be written out in full: variables are not expanded here, nor quotation marks removed.
    --export-dir or CONVERSATIONS_MCP_EXPORT_DIR is "$HOME/exports"; it must be written out in full: variables are not expanded here, nor quotation marks removed.
    --data-dir or CONVERSATIONS_MCP_DATA_DIR is ""/calls""; it must be written out in full: variables are not expanded here, nor quotation marks removed.
    --profile or CONVERSATIONS_MCP_PROFILE is "%X%"; it must be written out in full: variables are not expanded here, nor quotation marks removed.
    "
  `)
})
