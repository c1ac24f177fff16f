import { createHmac } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { receiver } from '../../src/http/webhook/receive.ts'
import { conversationUri } from '../../src/resources/uri.ts'
import { PATIENT } from '../support/patient.ts'
import { smallWorld } from '../support/small-world.ts'
import { connectHttp, post, serve } from '../support/team.ts'
import { keptLog, teamServerOfTests } from '../support/team-of-tests.ts'
import { NOW, startWorld } from '../support/world.ts'
import { worldOfTests } from '../support/world-of-tests.ts'

/** Deliveries are signed by the clock of the computer; calls are of the moment of the tests. */
const now = (): number => Math.floor(Date.now() / 1000)
const SECRET = 'wsec_0123456789abcdef0123456789abcdef'

keptLog()
const world = worldOfTests(smallWorld())
const server = teamServerOfTests(world, { postCallSecret: SECRET })

const sign = (body: string, at: number, secret = SECRET): string =>
  `t=${at},v0=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`

interface Sent {
  at?: number
  signature?: string | null
  url?: string
}

async function deliver(event: unknown, { at = now(), signature, url = server.url }: Sent = {}) {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const header = signature === undefined ? sign(body, at) : signature
  const answer = await post(url, {
    path: '/webhooks/post-call',
    body,
    headers: header === null ? {} : { 'elevenlabs-signature': header },
  })
  return [answer.status, ((await answer.json()) as { status?: string }).status]
}

/** A finished call that the platform tells of, and the API as well once it is in the world. */
function newCall(id: string, said: string, more: Json = {}): Json {
  const [like] = world.api.world.conversations as [Json]
  const turn = { role: 'user', message: said, time_in_call_secs: 1, tool_calls: [], tool_results: [] }
  return {
    ...structuredClone(like),
    conversation_id: id,
    status: 'done',
    transcript: [turn],
    metadata: { ...like.metadata, start_time_unix_secs: NOW - 120, call_duration_secs: 60 },
    ...more,
  }
}

const told = (data: Json, type = 'post_call_transcription', at = NOW): Json => ({
  type,
  event_timestamp: at,
  data,
})

async function search(query: string): Promise<string[]> {
  const client = await connectHttp(server.url)
  const { structured } = await client.call('search_conversations', { query })
  await client.close()
  return structured.hits.map((hit: Json) => hit.conversation_id)
}

describe('a delivery', () => {
  test('makes the call searchable at once, without a request for it', async () => {
    expect(await search('xylophone')).toEqual([])
    const call = newCall('conv_hooked', 'My xylophone is out of tune.')
    world.api.world.conversations.unshift(call)
    const before = world.api.requests.length
    expect(await deliver(told(call))).toEqual([200, 'stored'])
    expect(await search('xylophone')).toEqual(['conv_hooked'])
    expect(world.api.requests.slice(before).filter(({ path }) => path.includes('conv_hooked'))).toEqual([])
  })

  test('that comes again changes nothing', async () => {
    const call = newCall('conv_twice', 'The zither again.')
    expect(await deliver(told(call))).toEqual([200, 'stored'])
    expect(await deliver(told(call))).toEqual([200, 'known'])
    const older = newCall('conv_twice', 'What was told before.')
    expect(await deliver(told(older, undefined, NOW - 60))).toEqual([200, 'known'])
    const { archive } = await (await world.app.mirror()).open()
    expect((await archive.conversation('conv_twice'))?.turns.map(turn => turn.message)).toEqual(['The zither again.'])
  })

  test.each([
    ['turns', { transcript: [] }],
    ['a transcript', { transcript: undefined }],
    ['an analysis', { analysis: null }],
  ])('without %s blanks nothing: the call is read by its id', async (what, less) => {
    const id = `conv_without_${what.replaceAll(' ', '_')}`
    const whole = newCall(id, 'The harpsichord stays.')
    world.api.world.conversations.unshift(whole)
    expect(await deliver(told(whole, undefined, NOW - 30))).toEqual([200, 'stored'])
    expect(await deliver(told({ ...whole, ...less }))).toEqual([200, 'reading'])
    const { archive } = await (await world.app.mirror()).open()
    await vi.waitFor(() => expect(world.api.requests.some(({ path }) => path.endsWith(id))).toBe(true), PATIENT)
    expect((await archive.conversation(id))?.turns.map(turn => turn.message)).toEqual(['The harpsichord stays.'])
  })

  test('of a call that could not be started has it read by its id', async () => {
    const failed = newCall('conv_busy', '', { status: 'failed', transcript: [] })
    world.api.world.conversations.unshift(failed)
    const data = { agent_id: failed.agent_id, conversation_id: 'conv_busy', failure_reason: 'busy' }
    expect(await deliver(told(data, 'call_initiation_failure'))).toEqual([200, 'reading'])
    const { archive } = await (await world.app.mirror()).open()
    await vi.waitFor(async () => expect((await archive.conversation('conv_busy'))?.status).toBe('failed'), PATIENT)
  })

  test('of another kind, with audio or without redaction, is acknowledged and not kept', async () => {
    const call = newCall('conv_ignored', 'The unredacted oboe.')
    for (const type of ['unredacted_transcript', 'post_call_audio', 'agent_qa', 'post_call_transcription_otel']) {
      expect(await deliver(told(call, type))).toEqual([200, 'ignored'])
    }
    const { archive } = await (await world.app.mirror()).open()
    expect(await archive.summary('conv_ignored')).toBeNull()
  })

  test('of a call that is older than what is kept is not kept, whether it comes whole or is read by its id', async () => {
    const brief = await startWorld(smallWorld(), { retentionDays: 7 })
    const own = await serve(brief.app, { postCallSecret: SECRET })
    const [like] = brief.api.world.conversations as [Json]
    const of = (id: string, daysAgo: number): Json => ({
      ...newCall(id, 'The serpent.'),
      metadata: { ...like.metadata, start_time_unix_secs: NOW - daysAgo * 86_400 },
    })
    const send = (call: Json) => deliver(told(call), { url: own.url })
    const [old, late, young] = [of('conv_old', 8), of('conv_old_late', 8), of('conv_young', 6)]
    brief.api.world.conversations.unshift(late)
    expect(await send(old)).toEqual([200, 'ignored'])
    expect(await send({ ...late, metadata: {}, transcript: [] })).toEqual([200, 'reading'])
    await vi.waitFor(
      () => expect(brief.api.requests.some(({ path }) => path.endsWith('conv_old_late'))).toBe(true),
      PATIENT,
    )
    expect(await send(young)).toEqual([200, 'stored'])
    await own.close()
    const { archive } = await (await brief.app.mirror()).open()
    const kept = await Promise.all([old, late, young].map(call => archive.summary(call.conversation_id)))
    expect(kept.map(summary => summary?.id ?? null)).toEqual([null, null, 'conv_young'])
    await brief.close()
  })

  test('is told to those who listen and may see it', async () => {
    const client = await connectHttp(server.url)
    const heard: string[] = []
    client.client.setNotificationHandler('notifications/resources/updated', ({ params }: Json) => {
      heard.push(params.uri)
    })
    const uri = conversationUri('conv_heard')
    const listening = await client.client.listen({ resourceSubscriptions: [uri, 'conversations://recent'] })
    await deliver(told(newCall('conv_heard', 'The bassoon.')))
    await vi.waitFor(() => expect(heard).toEqual(expect.arrayContaining([uri, 'conversations://recent'])), PATIENT)
    await listening.close()
    await client.close()
  })

  test('that the archive cannot take is to be tried again', async () => {
    const off = await startWorld(smallWorld(), { archive: 'off' })
    const own = await serve(off.app, { postCallSecret: SECRET })
    const body = JSON.stringify(told(newCall('conv_off', 'Nothing keeps this.')))
    const headers = { 'elevenlabs-signature': sign(body, now()) }
    expect((await post(own.url, { path: '/webhooks/post-call', body, headers })).status).toBe(503)
    await own.close()
    await off.close()
  })
})

describe('a delivery is refused', () => {
  const forgery = () => told(newCall('conv_forged', 'Forged words.'))

  test('unsigned, or signed with another secret or over other bytes', async () => {
    const body = JSON.stringify(forgery())
    expect((await deliver(body, { signature: null }))[0]).toBe(401)
    for (const signature of [
      '',
      't=1',
      `v0=${'0'.repeat(64)}`,
      `t=${now()},v0=${'0'.repeat(64)}`,
      `t=x,v0=${'0'.repeat(64)}`,
    ]) {
      expect([signature, (await deliver(body, { signature }))[0]]).toEqual([signature, 401])
    }
    expect((await deliver(body, { signature: sign(body, now(), 'another secret') }))[0]).toBe(401)
    expect((await deliver(`${body} `, { signature: sign(body, now()) }))[0]).toBe(401)
    const at = now()
    const moved = sign(body, at).replace(`t=${at}`, `t=${at + 1}`)
    expect((await deliver(body, { signature: moved }))[0]).toBe(401)
  })

  test('too old, or of the future', async () => {
    expect((await deliver(forgery(), { at: now() - 46 * 60 }))[0]).toBe(401)
    expect((await deliver(forgery(), { at: now() + 6 * 60 }))[0]).toBe(401)
    expect((await deliver(told(newCall('conv_late', 'A late try.')), { at: now() - 41 * 60 }))[0]).toBe(200)
  })

  test('where it is larger than 32 MB, and the rest is not read', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const { receive } = receiver(SECRET, world.app, () => {})
    const headers = { 'elevenlabs-signature': sign('', now()) }
    const init = { method: 'POST', body: endless, headers, duplex: 'half' }
    expect((await receive(new Request('http://localhost/', init as RequestInit))).status).toBe(413)
    expect(sent).toBeLessThan(40)
  })

  test('where it is no event, however well signed', async () => {
    for (const event of [
      '',
      'null',
      '[]',
      '{',
      '"text"',
      { type: 'post_call_transcription' },
      told({ conversation_id: 7 }),
    ]) {
      expect([event, (await deliver(event))[0]]).toEqual([event, 400])
    }
  })

  test('and none of them left anything in the archive', async () => {
    const { archive } = await (await world.app.mirror()).open()
    expect(await archive.summary('conv_forged')).toBeNull()
  })

  test('where no secret is set: there is no such route', async () => {
    const own = await serve(world.app)
    expect((await post(own.url, { path: '/webhooks/post-call' })).status).toBe(404)
    await own.close()
  })
})
