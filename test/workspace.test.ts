import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { ApiClient } from '../src/api/client.ts'
import { createApp } from '../src/app.ts'
import { openArchive } from '../src/archive/archive.ts'
import { type Sql, sql } from '../src/archive/engine/sql.ts'
import { all } from '../src/archive/engine/work.ts'
import { placeOf } from '../src/archive/place/place-of.ts'
import { readConfig } from '../src/config.ts'
import { type DemoServer, startDemoServer } from '../src/demo/server.ts'
import type { Json, World } from '../src/demo/world.ts'
import { createLog } from '../src/log.ts'
import { Mirror } from '../src/mirror/mirror.ts'
import { connect } from './support/client.ts'
import { NOW } from './support/world.ts'
import { calls } from './sync/calls.ts'

/* An archive holds the calls of one workspace, whatever keys come. */

const WEEK = { filter: {}, details: true }

const workspace = (name: string, conversations: Json[] = calls(6, NOW - 900, 600, name)): World => ({
  conversations,
  agents: [{ agent_id: `agent_of_${name}`, name }],
  tags: [{ tag_id: `tag_of_${name}`, workspace_id: `ws_${name}`, title: 'VIP', created_at_unix_secs: 1 }],
})

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'workspace-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function serve(world: World, apiKey: string): Promise<DemoServer> {
  const server = await startDemoServer({ world, apiKey, now: () => NOW * 1000 })
  onTestFinished(() => server.close())
  return server
}

/** Each test has an archive of its own: a folder is one, and stands for one in a database. */
function settingsOf(dataDir: string) {
  const store = inject('store') ?? undefined
  return { dataDir, store, host: 'api.test', profile: store === undefined ? 'default' : basename(dataDir) }
}

/** Deletes the archive, as another process does. */
const remove = (dataDir: string): Promise<void> => placeOf(settingsOf(dataDir)).remove()

/** A process of its own with this key. */
function open(server: DemoServer, dataDir: string, apiKey: string): Mirror {
  const source = new ApiClient({ baseUrl: server.url, apiKey, retryBaseMs: 1 })
  const place = { ...settingsOf(dataDir), apiKey }
  const log = createLog('error', [])
  const mirror = new Mirror({ source, place, isOff: false, now: () => NOW, log })
  onTestFinished(async () => {
    await mirror.close()
    await source.close()
  })
  return mirror
}

const ensure = (mirror: Mirror) => mirror.ensure(WEEK, { signal: new AbortController().signal })
const paths = ({ requests }: DemoServer): string[] => requests.map(({ path }) => path.replace('/v1/convai/', ''))

/** All that the archive holds of calls and of its owner. */
async function contents(dataDir: string) {
  const archive = await openArchive(placeOf(settingsOf(dataDir)))
  const rows = (table: Sql) => archive.read(all(sql`SELECT * FROM ${table} ORDER BY 1`))
  const [calls, covered, meta] = [await rows(sql`conversations`), await rows(sql`covered`), await rows(sql`meta`)]
  await archive.close()
  return { calls, covered, meta }
}

describe('a second key for the same archive', () => {
  async function filled(): Promise<string> {
    const dataDir = folder()
    const server = await serve(workspace('first'), 'key-of-the-first')
    const mirror = open(server, dataDir, 'key-of-the-first')
    expect((await ensure(mirror)).report).toMatchObject({ complete: true, listed: { calls: 6 } })
    await mirror.close()
    return dataDir
  }

  test('of another workspace is refused, and nothing is touched', async () => {
    const dataDir = await filled()
    const before = await contents(dataDir)
    const server = await serve(workspace('second'), 'key-of-the-second')
    const mirror = open(server, dataDir, 'key-of-the-second')
    await expect(ensure(mirror)).rejects.toThrow(/contains the calls of another workspace.*--profile NAME/)
    // Known calls are asked for; nothing of the other workspace is read that could be mixed in.
    expect(paths(server).filter(path => path === 'conversations')).toEqual([])
    expect(await mirror.freshCopy('first_00001')).toBeNull()
    await mirror.close()
    expect(await contents(dataDir)).toEqual(before)
  })

  test('of the same workspace is accepted, and then is known', async () => {
    const dataDir = await filled()
    const server = await serve(workspace('first'), 'rotated-key')
    const mirror = open(server, dataDir, 'rotated-key')
    expect(await mirror.freshCopy('first_00001')).toBeNull()
    expect((await ensure(mirror)).report.complete).toBe(true)
    expect(paths(server)).toEqual(['conversations/first_00000', 'tags'])
    expect((await mirror.freshCopy('first_00001'))?.call.id).toBe('first_00001')
    await mirror.close()
    // Both keys are known now: neither costs a request.
    for (const key of ['rotated-key', 'key-of-the-first']) {
      const asked = server.requests.length
      await ensure(open(server, dataDir, key))
      expect(server.requests).toHaveLength(asked)
    }
  })

  test('is recognized where all known calls were deleted, by what the API calls the workspace', async () => {
    const dataDir = await filled()
    const server = await serve({ ...workspace('first', []), agents: [] }, 'rotated-key')
    expect((await ensure(open(server, dataDir, 'rotated-key'))).report.listed.calls).toBe(6)
  })

  test('is not used while the API cannot be asked', async () => {
    const dataDir = await filled()
    const before = await contents(dataDir)
    const server = await serve(workspace('first'), 'rotated-key')
    server.faults.always(/^/, { status: 503 })
    const mirror = open(server, dataDir, 'rotated-key')
    await expect(ensure(mirror)).rejects.toThrow(/could not be checked.*HTTP 503.*It was neither used nor changed/s)
    await mirror.close()
    expect(await contents(dataDir)).toEqual(before)
  })
})

test('an archive without calls belongs to whoever comes, and to one only', async () => {
  const dataDir = folder()
  const empty = await serve(workspace('first', []), 'first-key')
  const first = open(empty, dataDir, 'first-key')
  await ensure(first)
  const server = await serve(workspace('second'), 'second-key')
  expect((await ensure(open(server, dataDir, 'second-key'))).report.listed.calls).toBe(6)
  // The first one has still got it open, and its workspace is empty.
  await expect(ensure(first)).rejects.toThrow(/another workspace/)
})

test.skipIf(inject('store') !== null)('no key stands in the file', async () => {
  const dataDir = folder()
  const server = await serve(workspace('first'), 'key-that-must-not-be-kept')
  await ensure(open(server, dataDir, 'key-that-must-not-be-kept'))
  const at = join(dataDir, 'api.test')
  for (const file of readdirSync(at)) expect(readFileSync(join(at, file), 'latin1')).not.toContain('must-not-be-kept')
})

test.skipIf(process.platform === 'win32')('an archive that is deleted under a server is begun anew', async () => {
  const dataDir = folder()
  const server = await serve(workspace('first'), 'key')
  const mirror = open(server, dataDir, 'key')
  await ensure(mirror)
  await remove(dataDir)
  const { report, archive } = await ensure(mirror)
  expect(report).toMatchObject({ complete: true, listed: { calls: 6 } })
  expect(archive.isInPlace).toBe(true)
  await mirror.close()
  expect((await contents(dataDir)).calls).toHaveLength(6)
})

test.skipIf(process.platform === 'win32' || inject('store') !== null)(
  'a file that is deleted while it fills is not claimed to be full',
  async () => {
    const dataDir = folder()
    const server = await serve(workspace('first'), 'key')
    const mirror = open(server, dataDir, 'key')
    server.faults.always(url => {
      if (url.pathname.endsWith('first_00002')) rmSync(join(dataDir, 'api.test'), { recursive: true, force: true })
      return false
    }, {})
    await expect(ensure(mirror)).rejects.toThrow(/was deleted or replaced while in use/)
    server.faults.clear()
    expect((await ensure(mirror)).report).toMatchObject({ complete: true, listed: { calls: 6 } })
  },
)

test('answers name the profile where there are several', async () => {
  const dataDir = folder()
  const server = await serve(workspace('first'), 'key')
  const { store } = settingsOf(dataDir)
  // In a database, an earlier test may have had the port by which they are named.
  const host = new URL(server.url).host
  for (const profile of ['default', 'sales']) await placeOf({ dataDir, store, host, profile }).remove()
  const ask = async (profile: string): Promise<string> => {
    const settings = { apiKey: 'key', baseUrl: server.url, timezone: 'UTC', dataDir, store, now: NOW, profile }
    const app = createApp({ ...readConfig({}, {}), ...settings })
    const client = await connect(app)
    const { structured } = await client.call('analyze_conversations', { metrics: ['count'] })
    await client.close()
    await app.close()
    return structured.coverage.read
  }
  expect(await ask('default')).toMatch(/^Source: local archive of the live API, last synced/)
  expect(await ask('sales')).toMatch(/^Source: local archive of the live API \(profile sales\), last synced/)
  expect(await ask('default')).toMatch(/\(profile default\)/)
})
