import { chownSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { CLIENTS, type ClientName, type Place } from '../src/cli/setup/clients.ts'
import { entryFor } from '../src/cli/setup/entry.ts'
import { setUp } from '../src/cli/setup/setup.ts'
import type { RawSettings } from '../src/settings.ts'
import { LIBSQL } from '../src/version.ts'
import { MAIN, NODE, run } from './support/built.ts'
import { command } from './support/command.ts'
import { DEMO } from './support/demo.ts'
import { whoAnswers } from './support/entry.ts'
import { some } from './support/runs.ts'
import { attempt, beside, computers, fileOf, NAMES, put, read } from './support/set-up.ts'
import { API_KEY } from './support/world.ts'

/* `setup`, in home folders of its own. */

const { root, place } = computers()

describe('the file', () => {
  const windows = { platform: 'win32', home: 'C:\\People\\ada', folder: 'D:\\calls', env: {} } as const
  const mac = { platform: 'darwin', home: '/people/ada', folder: '/calls' } as const
  const linux = { platform: 'linux', home: '/people/ada', folder: '/calls' } as const
  test.each<[ClientName, Partial<Place>, string]>([
    ['claude-desktop', mac, '/people/ada/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', windows, 'C:\\People\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json'],
    ['claude-desktop', { ...windows, env: { APPDATA: 'E:\\r' } }, 'E:\\r\\Claude\\claude_desktop_config.json'],
    ['claude-desktop', linux, '/people/ada/.config/Claude/claude_desktop_config.json'],
    ['claude-desktop', { ...linux, env: { XDG_CONFIG_HOME: '/c' } }, '/c/Claude/claude_desktop_config.json'],
    [
      'claude-desktop',
      { ...linux, env: { XDG_CONFIG_HOME: 'c' } },
      '/people/ada/.config/Claude/claude_desktop_config.json',
    ],
    ['claude-code', { ...linux, home: undefined }, '/calls/.mcp.json'],
    ['claude-code', windows, 'D:\\calls\\.mcp.json'],
    ['cursor', mac, '/people/ada/.cursor/mcp.json'],
    ['cursor', windows, 'C:\\People\\ada\\.cursor\\mcp.json'],
    ['vscode', mac, '/people/ada/Library/Application Support/Code/User/mcp.json'],
    ['vscode', windows, 'C:\\People\\ada\\AppData\\Roaming\\Code\\User\\mcp.json'],
    ['vscode', linux, '/people/ada/.config/Code/User/mcp.json'],
  ])('of %s, given %o, is %s', (client, at, path) => {
    expect(fileOf(client, place(at))).toBe(path)
  })

  test('needs a home directory, and says so', async () => {
    expect((await attempt('cursor', place({ home: undefined }))).failed).toMatch(/^ConfigurationError: .*Set HOME/)
  })
})

describe('the entry', () => {
  const entry = (at: Partial<Place>, settings = {}, client: ClientName = 'cursor', name = 'conversations') =>
    entryFor(CLIENTS[client], name, settings, place(at))

  test('starts the file that runs now, by the Node that runs it', () => {
    expect(entry({}).entry).toMatchObject({ command: '/usr/bin/node', args: ['/opt/mcp/main.js'] })
  })

  test.each<[string, Partial<Place>, string, string[]]>([
    ['npx', { platform: 'darwin' }, 'npx', ['-y', 'conversations-mcp']],
    ['npx on Windows', { platform: 'win32' }, 'cmd', ['/c', 'npx', '-y', 'conversations-mcp']],
  ])('of a program that %s started asks npx again', (_, at, command, args) => {
    const slash = at.platform === 'win32' ? '\\' : '/'
    const file = ['', 'cache', '_npx', 'ec6f43d064516143', 'node_modules', 'conversations-mcp', 'main.js'].join(slash)
    expect(entry({ ...at, file }).entry).toMatchObject({ command, args })
  })

  test('of a packed file that npx started names that file', () => {
    const folder = join(root, '_npx', '0a1b')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"dependencies":{"conversations-mcp":"file:../../packed-1.0.0.tgz"}}')
    const file = join(folder, 'node_modules/conversations-mcp/bin/conversations-mcp.cjs')
    const packed = join(root, 'packed-1.0.0.tgz')
    expect(entry({ file }).entry).toMatchObject({ command: 'npx', args: ['-y', '-p', packed, 'conversations-mcp'] })
    const dependencies = { 'conversations-mcp': 'file:../../packed-1.0.0.tgz', libsql: LIBSQL.replace('libsql@', '^') }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies }))
    expect(entry({ file }).entry.args).toEqual(['-y', '-p', packed, '-p', LIBSQL, 'conversations-mcp'])
  })

  test('brings the driver of the archive along where Node has none, or says how', async () => {
    const noArchive = 'The archive needs SQLite.'
    const file = '/cache/_npx/ec6f43d064516143/node_modules/conversations-mcp/main.js'
    expect(entry({ file, noArchive }).entry.args).toEqual([
      '-y',
      '-p',
      'conversations-mcp',
      '-p',
      LIBSQL,
      'conversations-mcp',
    ])
    expect((await attempt('cursor', place({ file, noArchive }), { print: true })).said).not.toContain(noArchive)
    expect((await attempt('cursor', place({ noArchive }), { print: true })).said).toContain(noArchive)
  })

  test('carries the settings, with whole paths', () => {
    const settings = { timezone: 'Europe/Zurich', data: 'calls.jsonl', exportDir: '~/out', redact: 'on' }
    expect(entry({}, { data: '~/calls.jsonl' }).entry.args).toContain(join(process.env.HOME!, 'calls.jsonl'))
    const at = place({ folder: '/calls' })
    const { args } = entryFor(CLIENTS.cursor, 'conversations', settings, at).entry
    const exports = join(process.env.HOME!, 'out')
    expect(args.slice(1)).toEqual([
      '--timezone',
      'Europe/Zurich',
      '--data',
      '/calls/calls.jsonl',
      '--export-dir',
      exports,
      '--redact',
      'on',
    ])
  })

  test('is refused where the server would refuse a setting', async () => {
    const nobody = { say: () => {}, ask: undefined }
    const add = (settings: RawSettings) =>
      setUp({ client: 'cursor', name: 'conversations', print: true }, settings, place(), nobody)
    await expect(add({ timezone: 'Mars/Olympus' })).rejects.toThrow('Unknown time zone "Mars/Olympus".')
    await expect(add({ profile: 'a', concurrency: '99' })).rejects.toThrow('--concurrency')
  })

  test('carries the residency, and the names of files that hold the key and the URL of the store, in whose place no key is needed', () => {
    writeFileSync(join(root, 'key'), API_KEY)
    writeFileSync(join(root, 'store'), 'postgres://ada:secret@db.test/calls')
    const env = {
      ELEVENLABS_API_RESIDENCY: 'eu',
      ELEVENLABS_API_KEY_FILE: join(root, 'key'),
      CONVERSATIONS_MCP_STORE_FILE: join(root, 'store'),
    }
    expect(entry({ env: { ELEVENLABS_API_RESIDENCY: 'eu' } }).entry.env).toEqual({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the client expands it
      ELEVENLABS_API_KEY: '${env:ELEVENLABS_API_KEY}',
      ELEVENLABS_API_RESIDENCY: 'eu',
    })
    expect(entry({ env }, {}, 'vscode')).toMatchObject({ entry: { env }, input: null, needsKey: false })
    vi.stubEnv('HOME', root)
    const inHome = { ...env, ELEVENLABS_API_KEY_FILE: '~/key', CONVERSATIONS_MCP_STORE_FILE: '~/store' }
    expect(entry({ env: inHome }).entry.env).toEqual(env)
    vi.unstubAllEnvs()
  })

  test('of the sample calls needs no key', () => {
    const { entry: demo, needsKey } = entry({}, { demo: 'on' }, 'vscode')
    expect({ demo, needsKey }).toEqual({
      demo: { type: 'stdio', command: '/usr/bin/node', args: ['/opt/mcp/main.js', '--demo'] },
      needsKey: false,
    })
  })

  test('is refused with a wrong setting', () => {
    expect(() => entry({}, { redact: 'yes' })).toThrow('--redact or CONVERSATIONS_MCP_REDACT is "yes"')
  })
})

describe('a file', () => {
  test('that is a link of the user’s own stays one', async () => {
    const at = place()
    const real = join(at.home!, 'dotfiles.json')
    writeFileSync(real, '{}', { mode: 0o644 })
    mkdirSync(join(at.home!, '.cursor'))
    symlinkSync(real, fileOf('cursor', at))
    await attempt('cursor', at, { yes: true })
    expect(lstatSync(fileOf('cursor', at)).isSymbolicLink()).toBe(true)
    expect(JSON.parse(readFileSync(real, 'utf8')).mcpServers).toHaveProperty('conversations')
    expect(statSync(real).mode & 0o777).toBe(0o644)
  })

  test('that changes while a person thinks is not overwritten', async () => {
    const at = place()
    put('cursor', at, '{}')
    const answer = () => {
      put('cursor', at, '{ "late": true }')
      return true
    }
    expect((await attempt('cursor', at, { answer })).failed).toMatch(
      /changed meanwhile. Nothing was written; run this again/,
    )
    expect(read('cursor', at)).toBe('{ "late": true }')
    expect(beside('cursor', at).filter(name => name.endsWith('.part'))).toEqual([])
  })

  test('in another encoding is left alone', async () => {
    const at = place()
    put('cursor', at, '')
    const latin1 = Buffer.from('{ "a": "\u00fc" }', 'latin1')
    writeFileSync(fileOf('cursor', at), latin1)
    expect((await attempt('cursor', at, { yes: true })).failed).toMatch(/is not UTF-8. Nothing was written/)
    expect(readFileSync(fileOf('cursor', at)).equals(latin1)).toBe(true)
  })

  test('that is a folder, a device or a socket is told of, and stays', async () => {
    for (const make of [(path: string) => mkdirSync(path), (path: string) => symlinkSync('/dev/null', path)]) {
      const at = place()
      mkdirSync(dirname(fileOf('cursor', at)), { recursive: true })
      make(fileOf('cursor', at))
      expect((await attempt('cursor', at, { yes: true })).failed).toMatch(/is not a file. Nothing was written/)
      expect(statSync(fileOf('cursor', at)).isFile()).toBe(false)
    }
  })

  test.runIf(process.geteuid?.() === 0)('of another user is left alone', async () => {
    const at = place()
    put('cursor', at, '{}')
    chownSync(fileOf('cursor', at), 12345, 12345)
    expect((await attempt('cursor', at, { yes: true })).failed).toMatch(/belongs to another user/)
    expect(read('cursor', at)).toBe('{}')
  })
})

describe('an install link', () => {
  test('holds the entry that would be written: for Cursor as base64, for VS Code with the question for the key', async () => {
    const { entry, input } = entryFor(CLIENTS.vscode, 'calls', {}, place())
    const { type, ...plain } = entry
    const cursor = new URL((await attempt('cursor', place(), { link: true, name: 'calls' })).said)
    expect([cursor.protocol, cursor.host, cursor.pathname, cursor.searchParams.get('name')]).toEqual(
      ['cursor:', 'anysphere.cursor-deeplink', '/mcp/install', 'calls'], // biome-ignore format: one line
    )
    expect(JSON.parse(Buffer.from(cursor.searchParams.get('config')!, 'base64').toString())).toEqual({
      ...plain,
      env: { ELEVENLABS_API_KEY: CLIENTS.cursor.key },
    })
    const { said: vscode } = await attempt('vscode', place(), { link: true, name: 'calls' })
    const [, config] = /^vscode:mcp\/install\?(.*)$/.exec(vscode)!
    expect(JSON.parse(decodeURIComponent(config!))).toEqual({ name: 'calls', ...plain, type, inputs: [input] })
  })

  test('is unknown to other clients, which have ways of their own', async () => {
    for (const client of ['claude-desktop', 'claude-code'] as const) {
      const { said, failed } = await attempt(client, place(), { link: true })
      expect({ said, failed }).toEqual({
        said: '',
        failed: expect.stringMatching(/^UserInputError: .*cursor and vscode only/),
      })
    }
  })
})

test.each(['', '../x', '__proto__', 'a b'])('%j is no name', async name => {
  expect((await attempt('cursor', place(), { name, yes: true })).failed).toMatch(
    /^UserInputError: --name takes letters/,
  )
})

describe('as a command', () => {
  const env = { HOME: join(root, 'ada'), XDG_CONFIG_HOME: '' }

  // What each client is written is tried above.
  test.each(some(NAMES, 4))('writes an entry that starts this server, for %s', async client => {
    mkdirSync(env.HOME, { recursive: true })
    const { code, stdout, stderr } = await run([...DEMO, 'setup', '--client', client, '--yes'], { env, cwd: env.HOME })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [, path] = /Written to (.*)\.\n/.exec(stdout)!
    const content = JSON.parse(readFileSync(path!, 'utf8'))
    const entry = Object.values(content)[0] as { conversations: { command: string; args: string[] } }
    expect(entry.conversations).toMatchObject({ command: NODE, args: [MAIN, ...DEMO] })
    const { server, code: end } = await whoAnswers(entry.conversations)
    expect({ name: server.name, end }).toEqual({ name: 'conversations-mcp', end: 0 })
  })

  test('without a person needs --yes', async () => {
    const { code, stdout, stderr } = await command(['setup', '--client', 'cursor', '--name', 'new'], { env })
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: Nothing was written. Confirm with --yes.\n' })
    expect(stdout).toContain('"new": {')
  })

  test('names the clients that there are', async () => {
    const { code, stderr } = await command(['setup', '--client', 'emacs'], { env })
    expect(code).toBe(2)
    expect(stderr).toContain('Allowed choices are claude-desktop, claude-code, cursor, vscode.')
    expect(await command(['setup'], { env })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'error: Name the client: --client claude-desktop | claude-code | cursor | vscode.\n',
    })
  })
})
