import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect, type TestClient } from '../support/client.ts'
import { ALL_RUNS } from '../support/runs.ts'
import { longCall as wholeCall } from '../support/sample.ts'
import { smallWorld } from '../support/small-world.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/* What the page of a call reads; what it draws of it is in test/views. */

const small = smallWorld()
/** Of more rows than two windows hold, and more sound than two pieces: its beginning. */
const longCall: Json = ALL_RUNS
  ? wholeCall
  : {
      ...wholeCall,
      transcript: wholeCall.transcript.slice(0, 600),
      metadata: { ...wholeCall.metadata, call_duration_secs: 100 },
    }
const refund = small.conversations[0]!
const say = (role: string, message: string | null, time_in_call_secs: number, more: Json = {}): Json => ({
  ...{ role, message, time_in_call_secs },
  ...more,
})
const used = { request_id: 'r', tool_name: 'lookup' }
const felt = (secs: number) => ({
  conversation_turn_metrics: { metrics: { convai_ttf_audio_since_silence: { elapsed_time: secs } } },
})
const told: Json = {
  ...refund,
  conversation_id: 'conv_told',
  has_audio: true,
  transcript: [
    say('agent', 'Hello there.', 0),
    say('user', 'Where is my order, please?', 3, {
      analysis: { user_sentiment_score: -0.5, user_frustration_score: 0.2 },
    }),
    say('agent', null, 6, { tool_calls: [{ ...used, params_as_json: '{"id":7}', tool_has_been_called: true }] }),
    say('agent', null, 6, {
      tool_results: [
        { ...used, result_value: 'down', is_error: true, tool_has_been_called: true, tool_latency_secs: 1.5 },
      ],
    }),
    say('agent', 'I will look...', 9, { ...felt(2.5), interrupted: true, original_message: 'I will look it up.' }),
    say('user', 'Call me on +44 20 7946 0958.', 30),
  ],
}

describe('view_conversation', () => {
  let world: TestWorld
  let client: TestClient
  const view = async (input: Json, as = client): Promise<Json> => {
    const { structured, text, isError } = await as.call('view_conversation', input)
    if (isError) throw new Error(text)
    return structured
  }
  const other = async (settings: Parameters<typeof startWorld>[1], run: (as: TestClient) => Promise<void>) => {
    const own = await startWorld({ ...small, conversations: [told] }, settings)
    const as = await connect(own.app)
    await run(as).finally(async () => {
      await as.close()
      await own.close()
    })
  }

  beforeAll(async () => {
    world = await startWorld({ ...small, conversations: [told, refund, longCall] }, { audio: true })
    client = await connect(world.app)
  })
  afterAll(async () => {
    await client.close()
    await world.close()
  })

  test('tells where everything lies in time', async () => {
    const { call } = await view({ conversation_id: 'conv_told' })
    expect(call.timeline).toEqual({
      turn: [0, 1, 2, 4, 5],
      at: [0, 3, 6, 9, 30],
      who: 'autau',
      // Words (digits each by itself) at 2.5 a second; the tool took 1.5 s.
      secs: [0.8, 2, 1.5, 1.2, expect.any(Number)],
      size: [12, 26, 6, 14, 28],
      interrupted: [3],
      failed: [2],
      silences: [[4, 19.5]],
      felt: [[3, 2.5]],
      sentiment: [[1, -0.5]],
    })
    expect(call.recording).toBe('available')
  })

  test('tells each row: who said what, what a tool was given and gave', async () => {
    const { rows } = await view({ conversation_id: 'conv_told' })
    expect(rows.slice(1, 4)).toEqual([
      { row: 1, turn: 1, at: 3, who: 'user', text: 'Where is my order, please?' },
      {
        ...{ row: 2, turn: 2, at: 6, who: 'tool' },
        tool: { name: 'lookup', arguments: '{"id":7}', result: 'down', state: 'error', secs: 1.5 },
      },
      {
        ...{ row: 3, turn: 4, at: 9, who: 'agent', felt: 2.5, marks: ['interrupted'] },
        ...{ text: 'I will look...', notes: ['[not said: it up.]'] },
      },
    ])
  })

  test('comes in windows, which together are the whole transcript', async () => {
    const { call, rows: first } = await view({ conversation_id: longCall.conversation_id })
    const all = [...first]
    while (all.length < call.timeline.turn.length) {
      const { rows, ...rest } = await view({ conversation_id: longCall.conversation_id, from_row: all.length })
      expect(rest.call).toBeUndefined()
      expect(rows.length).toBeLessThanOrEqual(250)
      all.push(...rows)
    }
    expect(all.map(({ row }) => row)).toEqual(all.map((_, at) => at))
    const said = longCall.transcript.filter(({ message }: Json) => message).map(({ message }: Json) => message)
    const spoken = all.filter(({ text }) => text).map(({ text }) => text)
    expect(spoken.map(text => text.replaceAll(/\s+/g, ' '))).toEqual(
      said.map((text: string) => text.replaceAll(/\s+/g, ' ').trim()),
    )
    expect((await view({ conversation_id: 'conv_told', from_row: 100 })).rows).toEqual([])
  })

  test('gives the recording in pieces, which cost the API one request', async () => {
    const before = world.api.requests.length
    const pieces: Buffer[] = []
    let size = 1
    for (let byte = 0; byte < size; byte += pieces.at(-1)!.length) {
      const { recording } = await view({ conversation_id: longCall.conversation_id, audio_byte: byte })
      expect(recording).toMatchObject({ type: 'audio/wav', byte })
      expect(recording.data.length).toBeLessThanOrEqual(512 * 1024)
      pieces.push(Buffer.from(recording.data, 'base64'))
      size = recording.size
      // The rest is like the beginning.
      if (pieces.length === 3) break
    }
    const whole = await fetch(`${world.api.url}/v1/convai/conversations/${longCall.conversation_id}/audio`, {
      headers: { 'xi-api-key': world.app.config.apiKey! },
    })
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(size).toBe(bytes.length)
    expect(Buffer.concat(pieces).equals(bytes.subarray(0, Buffer.concat(pieces).length))).toBe(true)
    expect(world.api.requests.slice(before).filter(({ path }) => path.endsWith('/audio'))).toHaveLength(2)
  })

  test('keeps recordings where they are off', async () => {
    await other({ audio: false }, async as => {
      expect((await view({ conversation_id: 'conv_told' }, as)).call.recording).toBe('off')
      await expect(view({ conversation_id: 'conv_told', audio_byte: 0 }, as)).rejects.toThrow('--audio on')
    })
  })

  test('masks what all answers mask, and is there where answers are text only', async () => {
    await other({ redact: true, output: 'text' }, async as => {
      const answer = JSON.stringify(await view({ conversation_id: 'conv_told' }, as))
      expect(answer).toContain('Where is my order')
      expect(answer).not.toContain('7946')
    })
  })

  test('names a call that is not there', async () => {
    await expect(view({ conversation_id: 'conv_nobody' })).rejects.toThrow('conv_nobody')
  })

  test('without the built page the tools work, and the page is said to be missing', async () => {
    // These sources are not the built file: there is no page beside them.
    await expect(client.client.readResource({ uri: 'ui://conversations/call' })).rejects.toMatchObject({ code: -32602 })
    await expect(client.client.readResource({ uri: 'ui://conversations/..%2Fpackage' })).rejects.toMatchObject({
      code: -32602,
    })
    expect((await client.call('get_conversation', { conversation_id: 'conv_told' })).isError).toBe(false)
  })
})
