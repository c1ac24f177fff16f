// @module-tag more
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { LIBSQL } from '../src/version.ts'
import { environment, run, serveRaw } from './support/built.ts'
import { DEMO } from './support/demo.ts'
import { whoAnswers } from './support/entry.ts'
import { ALL_RUNS } from './support/runs.ts'

/* What people get from the package registry: packed, installed without a network, started. */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const execute = promisify(execFile)

let folder: string
let packed: { filename: string; size: number; files: { path: string; mode: number }[] }
/** The installed package. */
let installed: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conversations-mcp-'))
  const npm = async (cwd: string, ...args: string[]) =>
    (await execute('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd, env: environment() })).stdout
  // Scripts are ignored: they would build, under the hands of tests that run the built file.
  packed = JSON.parse(await npm(ROOT, 'pack', '--json', '--pack-destination', folder))[0]
  await writeFile(join(folder, 'package.json'), '{ "private": true }')
  await npm(folder, 'install', '--offline', '--omit=optional', `./${packed.filename}`)
  installed = join(folder, 'node_modules', manifest.name)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('holds what is needed and nothing else', () => {
  const names = packed.files.map(({ path }) =>
    path.replace(/(?<=^dist\/chunks\/)[0-9a-z]{2}(?:-[\w-]+)?(?=\.js$)/, '*'),
  )
  expect([...new Set(names)].sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin/conversations-mcp.cjs',
    'dist/chunks/*.js',
    'dist/chunks/archive-reader.js',
    'dist/chunks/query-worker.js',
    'dist/chunks/sqlite3.wasm.br',
    'dist/main.js',
    'dist/views.json.br',
    'package.json',
  ])
})

test('needs no other package, at most 1 MB to download and 4 MB on the disk', async () => {
  const modules = await readdir(join(folder, 'node_modules'))
  expect(modules.filter(name => !name.startsWith('.'))).toEqual([manifest.name])
  const files = await readdir(installed, { recursive: true })
  const sizes = await Promise.all(files.map(async file => (await stat(join(installed, file))).size))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4e6)
  expect(packed.size).toBeLessThanOrEqual(1e6)
})

test('a start reads neither tools, nor dates, nor what makes schemas of them', async () => {
  let text = ''
  for (let files = ['dist/main.js']; files.length > 0; ) {
    const file = files.pop()!
    const own = await readFile(join(installed, file), 'utf8')
    text += own
    files = files.concat([...own.matchAll(/\bfrom"(\.[^"]+)"/g)].map(([, path]) => join(file, '..', path!)))
  }
  // What its client is shown is there, what the tool does is not.
  expect(text).toContain('get_conversation')
  expect(text).not.toMatch(/ZonedDateTime|omits turns/)
  expect(text.length).toBeLessThan(420_000)
})

describe('the installed command', () => {
  test('runs by its name', async () => {
    const { stdout } = await execute(join(folder, 'node_modules/.bin', manifest.name), ['--version'])
    expect(stdout).toBe(`${manifest.version}\n`)
  })

  test('serves over standard input and output', async () => {
    const file = join(installed, manifest.bin[manifest.name as keyof typeof manifest.bin])
    const server = await serveRaw('2026', DEMO, { file, cwd: folder })
    const call = { name: 'list_conversations', arguments: { page_size: 3 } }
    const { result } = await server.request('tools/call', call)
    expect(result.structuredContent.rows).toHaveLength(3)
    server.child.stdin.end()
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('says so when its code is missing', async () => {
    await rm(join(installed, 'dist'), { recursive: true })
    const { code, stdout, stderr } = await run(['--version'], { file: join(installed, 'bin/conversations-mcp.cjs') })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^conversations-mcp cannot start: Cannot find module .*\n$/)
  })
})

describe('npx with the packed file', () => {
  // A cache of its own, so that nothing that lies about helps.
  const env = () => ({ npm_config_cache: join(folder, 'cache'), npm_config_offline: 'true', HOME: folder })

  // npm takes as long as all other tests of this file; .ci/run tries it, too.
  test.runIf(ALL_RUNS)(
    'starts the server in an empty folder, and `setup` writes an entry that does it again',
    async () => {
      const empty = await mkdtemp(join(folder, 'empty-'))
      const args = ['-y', '-p', join(folder, packed.filename), manifest.name]
      const own = { env: environment(env()), cwd: empty }
      const { stdout } = await execute('npx', [...args, ...DEMO, 'setup', '--client', 'claude-code', '--yes'], own)
      expect(stdout).toContain(`For Claude Code, in ${join(empty, '.mcp.json')}:`)
      const { mcpServers } = JSON.parse(await readFile(join(empty, '.mcp.json'), 'utf8'))
      // The child's Node has no libsql beside the package, whatever stands beside the tests.
      const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
      const brought = major >= 24 || (major === 22 && minor >= 16) ? [] : ['-p', LIBSQL]
      const named = [...args.slice(0, -1), ...brought, manifest.name, ...DEMO]
      expect(mcpServers.conversations).toEqual({ command: 'npx', args: named })
      expect(await readdir(empty)).toEqual(['.mcp.json'])
      // No libsql can be had offline, and no live tool needs it.
      const offline = { command: 'npx', args: [...args, ...DEMO] }
      const { server, code } = await whoAnswers(offline, { env: env(), cwd: empty })
      expect({ server, code }).toMatchObject({ server: { version: manifest.version }, code: 0 })
    },
  )
})

describe('on a Node.js of version', () => {
  /** Runs the bin file with a process of the given version; `end` stands for the end of that process. */
  async function shim(node: string): Promise<{ said: string; code: number | undefined }> {
    const source = await readFile(join(ROOT, 'bin/conversations-mcp.cjs'), 'utf8')
    let said = ''
    let code: number | undefined
    const end = new Error('ended')
    const fake = {
      versions: { node },
      execPath: '/opt/node/bin/node',
      stderr: { write: (text: string) => (said += text) },
      exit: (value: number) => {
        code = value
        throw end
      },
    }
    // A module that begins to load has passed the check of the version.
    const require = () => {
      throw end
    }
    try {
      new Function('process', 'require', source.replace(/^#!.*/, ''))(fake, require)
    } catch (error) {
      if (error !== end) throw error
    }
    return { said, code }
  }

  test.each(['0.12.18', '16.20.2', '18.20.8', '20.18.3'])('%s it says what it needs', async version => {
    expect(await shim(version)).toEqual({
      said: `conversations-mcp needs Node.js 20.19 or newer; this is ${version} at /opt/node/bin/node\n`,
      code: 1,
    })
  })

  test.each(['20.19.0', '22.0.0', '24.21.0', '100.0.0'])('%s it starts', async version => {
    expect(await shim(version)).toEqual({ said: '', code: undefined })
  })

  test('the one that package.json asks for, it starts', async () => {
    const [, least] = /^>=(\d+\.\d+)$/.exec(manifest.engines.node)!
    expect(await shim(`${least}.0`)).toEqual({ said: '', code: undefined })
  })
})
