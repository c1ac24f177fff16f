import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { whereOf } from '../src/archive/select/select.ts'
import type { Json } from '../src/demo/world.ts'
import { connect, stable } from './support/client.ts'
import { smallWorld } from './support/small-world.ts'
import { startWorld } from './support/world.ts'
import { freshOver, worldOfTests } from './support/world-of-tests.ts'

/* The archive as tools use it: what it spares, what it says while it fills, and that it is in nobody's way. */

const server = worldOfTests(smallWorld)
const fresh = freshOver(server, { retryBaseMs: 1 })

const requestsOf = async (act: () => Promise<unknown>): Promise<string[]> => {
  const before = server.api.requests.length
  await act()
  return server.api.requests.slice(before).map(({ path }) => path.replace('/v1/convai/', ''))
}

describe('a finished call that is synced', () => {
  test('is shown without a request, and as what it is', async () => {
    await fresh(async client => {
      const get = (more: Json = {}) => client.call('get_conversation', { conversation_id: 'conv_refund', ...more })
      const live = await get({ include: ['raw'] })
      expect(live.structured.coverage).toContain('Source: the live API')
      await client.call('search_conversations', { query: 'refund' })
      const requests = await requestsOf(async () => {
        const { structured, text } = await get({ include: ['raw'] })
        expect(structured.coverage).toContain('Source: local archive of the live API, last synced 2026-11-22 12:00')
        expect({ ...structured, coverage: '' }).toEqual({ ...live.structured, coverage: '' })
        expect(text).toContain(structured.coverage)
      })
      // Only the title of its tag is asked for.
      expect(requests).toEqual(['tags'].filter(path => requests.includes(path)))
    })
  })

  test('is read again while it is in progress, and where it was never read in full', async () => {
    await fresh(async client => {
      await client.call('search_conversations', { query: 'refund' })
      const requests = await requestsOf(() => client.call('get_conversation', { conversation_id: 'conv_running' }))
      expect(requests).toContain('conversations/conv_running')
      expect((await client.call('get_conversation', { conversation_id: 'conv_none' })).isError).toBe(true)
    })
  })
})

describe('a question that needs more than there is time for', () => {
  test('is answered from what is there, with what is left to do, and the sync continues by itself', async () => {
    await fresh(
      async client => {
        // The lists first: how far those are read in so short a time nobody knows.
        await expect
          .poll(async () => (await client.call('analyze_conversations', { metrics: ['count'] })).text)
          .not.toContain('INCOMPLETE')
        server.api.faults.always(/conversations\/conv_/, { delayMs: 150 })
        const early = await client.call('search_conversations', { query: 'refund' })
        expect(early.isError).toBe(false)
        const [note, howToGoOn] = early.structured.coverage.notes
        expect(note).toMatch(
          /^INCOMPLETE: numbers and ranking will change; do not report them\. Read so far: \d+ of 13 calls, newest first\./,
        )
        expect(note).toMatch(/ Time left at the current rate: about \d+ s\.$/)
        expect(howToGoOn).toMatch(/Sync continues in the background; repeat the request later\.$/)
        expect(early.text).toContain(note)
        // It goes on although nobody asks.
        let late = early
        await expect
          .poll(async () => {
            late = await client.call('search_conversations', { query: 'refund' })
            return late.structured.coverage.notes
          })
          .toBeUndefined()
        expect(late.structured.coverage.counts).toContain('3 conversations match')
      },
      { patienceMs: 120, concurrency: 2 },
    )
  })

  test('tells the client how far it is, if the client wants to know', async () => {
    await fresh(async ({ client }) => {
      server.api.faults.always(/conversations\/conv_/, { delayMs: 60 })
      const told: Json[] = []
      const params = { name: 'search_conversations', arguments: { query: 'refund' } }
      await client.callTool(params, { onprogress: (progress: Json) => told.push(progress) })
      expect(told.length).toBeGreaterThan(0)
      const done = told.map(({ progress }) => progress)
      expect(done).toEqual([...done].sort((a, b) => a - b))
      expect(told.at(-1)!.message).toMatch(/^Syncing (the list of calls|transcripts)/)
    })
  })
})

describe('where the API fails', () => {
  test('and nothing is synced, its words are the answer', async () => {
    await fresh(async client => {
      server.api.faults.always(/^/, { status: 503 })
      const { text, isError } = await client.call('search_conversations', { query: 'refund' })
      expect(isError).toBe(true)
      expect(stable(text)).toMatchInlineSnapshot(
        `"HOST failed (HTTP 503) while reading the list of conversations, after 4 tries. Try again in a minute or later. (request id REQ)"`,
      )
    })
  })

  test('while others are read, the answer rests on those and says so', async () => {
    await fresh(async client => {
      server.api.faults.always(/conversations\/conv_refund$/, { status: 500 })
      const { structured, isError } = await client.call('search_conversations', { query: 'refund' })
      expect(isError).toBe(false)
      expect(structured.coverage.notes.map(stable).join('\n')).toMatchInlineSnapshot(
        `"1 call cannot be read and is excluded where transcripts are needed: HOST failed (HTTP 500) while reading conversation conv_refund, after 4 tries. Next retry from 2026-11-22 12:01."`,
      )
      expect(structured.hits.map((hit: Json) => hit.conversation_id)).not.toContain('conv_refund')
    })
  })
})

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is not made by a start, by live tools, or where the archive is off', async () => {
    for (const settings of [{}, { archive: 'off' as const }]) {
      const dataDir = join(folder, 'none')
      const own = await startWorld(smallWorld, { dataDir, ...settings })
      const client = await connect(own.app)
      await client.call('list_conversations')
      await client.call('get_conversation', { conversation_id: 'conv_refund' })
      if (settings.archive === 'off') await client.call('search_conversations', { query: 'refund' })
      expect(existsSync(dataDir)).toBe(false)
      await client.close()
      await own.close()
    }
  })

  test('that is damaged stops what needs it, with words, and nothing else', async () => {
    const dataDir = join(folder, 'damaged')
    const own = await startWorld(smallWorld, { dataDir })
    const client = await connect(own.app)
    const path = (await own.app.mirror()).place.name!
    await client.call('search_conversations', { query: 'refund' })
    await (await own.app.mirror()).close()
    writeFileSync(path, 'this is no database, and long enough to be looked at as one'.repeat(20))
    for (const file of readdirSync(join(path, '..'))) if (/-(wal|shm)$/.test(file)) rmSync(join(path, '..', file))
    const { text, isError } = await client.call('search_conversations', { query: 'refund' })
    expect(isError).toBe(true)
    expect(text.replace(path, 'PATH')).toMatchInlineSnapshot(
      `"The archive PATH is not a database. Move that file away, or choose another directory with --data-dir (CONVERSATIONS_MCP_DATA_DIR). The tools that read the live API (list_conversations, get_conversation, search_conversations with mode semantic or fuzzy) still work."`,
    )
    expect((await client.call('get_conversation', { conversation_id: 'conv_refund' })).isError).toBe(false)
    expect((await client.call('list_filter_values', { kind: 'agents' })).structured.rows).toHaveLength(3)
    await client.close()
    await own.close()
  })
})

test('a question that is given up reads no more of the archive, and the next one does', async () => {
  const mirror = await server.app.mirror()
  const stop = new AbortController()
  const { archive } = await mirror.ensure({ filter: {}, details: false }, stop)
  expect(await archive.countOutdated(whereOf({}))).toBe(0)
  stop.abort(new Error('given up'))
  await expect(archive.countOutdated(whereOf({}))).rejects.toThrow('given up')
  const next = await mirror.ensure({ filter: {}, details: false }, new AbortController())
  expect(await next.archive.countOutdated(whereOf({}))).toBe(0)
})
