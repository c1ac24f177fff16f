import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { copyArchive } from '../../src/archive/copy/copy.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { all, run as change } from '../../src/archive/engine/work.ts'
import { archivePath } from '../../src/archive/place/files.ts'
import { addDetail, newPath } from '../archive/mirror.ts'
import { run } from '../support/built.ts'
import { connect, unmarked } from '../support/client.ts'
import { MORE } from '../support/runs.ts'
import { smallWorld } from '../support/small-world.ts'
import { API_KEY, startWorld } from '../support/world.ts'

/* What masking changes of a call is kept beside its body, from its arrival or from its first reading. */

const ids = smallWorld().conversations.map(call => String(call.conversation_id))
const { signal } = new AbortController()
/** Of them, those that need not be asked for again. */
const SETTLED = 10
const isKept = (patch: unknown) => typeof patch === 'string'

const patchesIn = async (archive: Archive): Promise<unknown[]> =>
  (
    await archive.read(
      all(sql`SELECT masked FROM bodies JOIN conversations ON id = conversation ORDER BY conversation_id`),
    )
  ).map(({ masked }) => masked)

async function world(redact = true) {
  const server = await startWorld(smallWorld, { redact })
  onTestFinished(() => server.close())
  const start = async (settings = {}) => {
    const app = createApp({ ...server.app.config, redact: true, ...settings })
    const client = await connect(app)
    onTestFinished(async () => {
      await client.close()
      await app.close()
    })
    const { archive } = await (await app.mirror()).open()
    const read = async () => {
      const answers: unknown[] = []
      for (const conversation_id of ids) answers.push(await client.call('get_conversation', { conversation_id }))
      const words = { query: 'charged OR refund OR call', after: '2020', page_size: 50 }
      answers.push(await client.call('search_conversations', words))
      answers.push(await client.call('list_conversations', { after: '2020', fields: ['title', 'summary'] }))
      return unmarked(JSON.stringify(answers))
    }
    return { archive, read }
  }
  const filling = await server.app.mirror()
  await server.app.toolContext(signal)
  await filling.ensure({ filter: {}, window: undefined, details: true }, { signal })
  return { server, start, archive: (await filling.open()).archive }
}

test('calls that arrived with --redact on are answered by what was kept, and the same as masked anew', async () => {
  const { start, archive } = await world()
  const kept = await patchesIn(archive)
  expect(kept.filter(isKept)).toHaveLength(kept.length)
  const first = await (await start()).read()
  expect(first).toMatch(/\[phone-\w{8}\]/)
  expect(await patchesIn(archive)).toEqual(kept)
  await archive.write(change(sql`UPDATE bodies SET masked = NULL`))
  const anew = await start()
  expect(await anew.read()).toBe(first)
  // Whoever read them has kept it again, but for those that were asked for anew.
  await expect.poll(async () => (await patchesIn(archive)).filter(isKept).length).toBe(SETTLED)
  for (const [at, patch] of (await patchesIn(archive)).entries()) expect([null, kept[at]]).toContain(patch)
})

test('calls that were there before are masked by the first reading, and with other settings anew', async () => {
  const { start, archive } = await world(false)
  expect(new Set(await patchesIn(archive))).toEqual(new Set([null]))
  const first = await (await start()).read()
  await expect.poll(async () => (await patchesIn(archive)).filter(isKept).length).toBe(SETTLED)
  const kept = await patchesIn(archive)
  expect(await (await start()).read()).toBe(first)
  expect(await patchesIn(archive)).toEqual(kept)
  const other = await (await start({ redactVariables: ['customer_name', 'plan'] })).read()
  expect(other).not.toBe('')
  const isOld = (patch: unknown) => isKept(patch) && kept.includes(patch)
  await expect.poll(async () => (await patchesIn(archive)).filter(isOld)).toEqual([])
})

test('nothing is kept of a body that is there no longer, or of a call that is gone', async () => {
  const archive = await openArchive(newPath())
  onTestFinished(() => archive.close())
  const [body] = smallWorld().conversations
  const id = String(body!.conversation_id)
  const read = () => archive.readCopy(id).next()
  expect(read().done).toBe(false)
  await addDetail(archive, body!, 1_000)
  const [{ detail }] = (await archive.read(all(sql`SELECT detail FROM bodies`))) as [{ detail: Uint8Array }]
  expect(await archive.keepPatch(id, detail, 'a patch')).toBe(1)
  expect(await patchesIn(archive)).toEqual(['a patch'])
  await addDetail(archive, { ...body!, user_id: 'another' }, 2_000)
  expect(await patchesIn(archive)).toEqual([null])
  // Somebody who has masked the older one comes late.
  expect(await archive.keepPatch(id, detail, 'a patch')).toBe(0)
  await archive.tombstone(id, 3_000)
  expect(await archive.keepPatch(id, detail, 'a patch')).toBe(0)
  expect(await patchesIn(archive)).toEqual([])
})

test('a copy masks for itself, and is as whole as one without', async () => {
  const { archive } = await world()
  const target = await openArchive(newPath())
  onTestFinished(() => target.close())
  const { transcripts, digest } = await copyArchive(archive, target, { signal })
  expect(await patchesIn(target)).toEqual(Array.from({ length: transcripts }, () => null))
  await archive.write(change(sql`UPDATE bodies SET masked = NULL`))
  const again = await openArchive(newPath())
  onTestFinished(() => again.close())
  expect((await copyArchive(archive, again, { signal })).digest).toBe(digest)
})

test('a call whose masking fails arrives all the same', async () => {
  const server = await startWorld(smallWorld)
  onTestFinished(() => server.close())
  const mirror = await server.app.mirror()
  const { archive } = await mirror.open()
  archive.masks = () => Promise.reject(new Error('no'))
  const { report } = await mirror.ensure({ filter: {}, window: undefined, details: true }, { signal })
  expect(report.complete).toBe(true)
  expect(await patchesIn(archive)).not.toHaveLength(0)
})

test('what one process has kept another one reads by', MORE, async () => {
  const server = await startWorld(smallWorld)
  onTestFinished(() => server.close())
  const { dataDir, baseUrl, profile } = server.app.config
  const env = { ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: baseUrl!, CONVERSATIONS_MCP_REDACT: 'on' }
  const kept: unknown[][] = []
  for (const args of ['sync', ...ids.slice(0, 2).map(id => `get_conversation ${id}`)]) {
    const { code, stderr } = await run([...args.split(' '), '--data-dir', dataDir!], { env })
    expect([args, code, stderr]).toEqual([args, 0, expect.anything()])
    const archive = await openArchive(archivePath({ dataDir, host: new URL(baseUrl!).host, profile }))
    kept.push(await patchesIn(archive))
    await archive.close()
  }
  const [first, ...later] = kept
  expect(first!.filter(isKept)).toHaveLength(first!.length)
  expect(later).toEqual([first, first])
})
