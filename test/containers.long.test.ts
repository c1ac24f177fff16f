import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startDemoServer } from '../src/demo/server.ts'
import { composed, image } from './support/containers.ts'
import { environment } from './support/environment.ts'
import { PATIENT } from './support/patient.ts'
import { POSTGRES_BIN, startCluster } from './support/postgres.ts'
import { smallWorld } from './support/small-world.ts'
import { connectHttp } from './support/team.ts'
import { API_KEY, NOW } from './support/world.ts'

/* The server as its container would run it: its files, its command, its variables, as a user who may write nothing else. */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
const TOKEN = 'the-token-of-the-whole-team'
/** The image's Node has a SQLite of its own; the one of the tests may need this. */
const SQLITE = ['libsql', '@libsql', '@neon-rs', 'detect-libc'].map(name => join('node_modules', name))

function readOnly(path: string): void {
  if (lstatSync(path).isSymbolicLink()) return
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) readOnly(join(path, name))
  chmodSync(path, lstatSync(path).isDirectory() || path.endsWith('.node') ? 0o555 : 0o444)
}

async function runContainer(command: readonly string[], variables: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'container-'))
  const [app, data, tmp] = ['app', 'data', 'tmp'].map(name => join(folder, name)) as [string, string, string]
  onTestFinished(() => {
    execFileSync('chmod', ['-R', 'u+w', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  for (const path of [...image.files, ...SQLITE.filter(name => existsSync(join(ROOT, name)))]) {
    cpSync(join(ROOT, path), join(app, path), { recursive: true, dereference: true })
  }
  for (const path of [data, tmp]) {
    mkdirSync(path, { mode: 0o700 })
    if (NOBODY.uid) chownSync(path, NOBODY.uid, NOBODY.gid)
  }
  readOnly(app)
  chmodSync(folder, 0o555)
  const api = await startDemoServer({ world: smallWorld(), apiKey: API_KEY, now: () => NOW * 1000 })
  onTestFinished(api.close)

  const env = environment({
    ...image.env,
    ...variables,
    ...{ CONVERSATIONS_MCP_DATA_DIR: data, CONVERSATIONS_MCP_HTTP_PORT: '0', ELEVENLABS_BASE_URL: api.url },
    ...{ HOME: app, TMPDIR: tmp },
  })
  expect(image.entrypoint[0]).toBe('node')
  const options = { ...NOBODY, cwd: app, env }
  const child = spawn(process.execPath, [...image.entrypoint.slice(1), ...command], { ...options, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stderr.on('data', text => {
    said += text
  })
  const port = await vi.waitFor(() => {
    const found = /Serving MCP at http:\/\/0\.0\.0\.0:(\d+)\/mcp/.exec(said)?.[1]
    if (found === undefined && child.exitCode === null) throw new Error('not yet')
    return found
  }, PATIENT)
  if (port === undefined) throw new Error(said)

  const probe = image.healthcheck.slice(1).map(part => part.replace('8484', port))
  execFileSync(process.execPath, probe, options)
  const client = await connectHttp(`http://127.0.0.1:${port}`, TOKEN)
  const { text, isError } = await client.call('analyze_conversations', { after: '2026-10-01', metrics: ['turns'] })
  expect([isError, text]).toEqual([false, expect.stringMatching(/^11 calls/)])
  await client.close()
  child.kill('SIGTERM')
  expect([await once(child, 'exit'), said]).toEqual([
    [0, null],
    expect.not.stringMatching(/EROFS|EACCES|"(warn|error)"/),
  ])
  return { data: readdirSync(data, { recursive: true }) }
}

test('the image alone keeps its archive in its volume, and writes nowhere else', async () => {
  const given = { ELEVENLABS_API_KEY: API_KEY, CONVERSATIONS_MCP_HTTP_TOKEN: TOKEN }
  const { data } = await runContainer(image.command, { ...given, CONVERSATIONS_MCP_HTTP_URL: 'http://127.0.0.1' })
  expect(data.filter(name => String(name).endsWith('.sqlite'))).toHaveLength(1)
})

test.skipIf(POSTGRES_BIN === null)('as compose.yaml starts it nothing is written at all', async () => {
  const cluster = await startCluster()
  onTestFinished(() => cluster.stop())
  const { command, environment: set } = composed({
    ...{ ELEVENLABS_API_KEY: API_KEY, STORE_PASSWORD: 'unused', TEAM_URL: 'http://127.0.0.1', TEAM_TOKEN: TOKEN },
  }).services.server
  // The only thing that differs: where the database is.
  const { data } = await runContainer(command!, { ...set, CONVERSATIONS_MCP_STORE: cluster.url })
  expect(data).toEqual([])
})
