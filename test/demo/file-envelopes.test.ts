import { describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { readWorldFile } from '../../src/demo/file.ts'
import type { Json } from '../../src/demo/world.ts'
import { calls, worldFiles } from './world-files.ts'

const { file } = worldFiles()

describe('readWorldFile', () => {
  test('takes bodies out of the envelopes of webhooks', async () => {
    const whole = { type: 'post_call_transcription', event_timestamp: 5, data: calls[0] }
    const busy = {
      type: 'call_initiation_failure',
      event_timestamp: 1_794_000_000,
      data: {
        agent_id: 'agent_billing',
        conversation_id: 'conv_busy',
        failure_reason: 'busy',
        metadata: { type: 'twilio', body: { From: '+15550100001', To: '+15550100002', CallStatus: 'busy' } },
      },
    }
    const content = [whole, busy].map(entry => JSON.stringify(entry)).join('\n')
    const { conversations } = await readWorldFile(file('webhooks.jsonl', content))
    expect(conversations[0]).toEqual(calls[0])
    expect(toConversation(conversations[1], '')).toMatchObject({
      ...{ id: 'conv_busy', agentId: 'agent_billing', status: 'failed', startedAt: 1_794_000_000, ending: 'busy' },
      phone: { type: 'twilio', direction: 'outbound', agentNumber: '+15550100001', externalNumber: '+15550100002' },
      error: { reason: 'busy' },
    })
    // However it was passed on.
    const sentAt = new Date(busy.event_timestamp * 1000).toISOString()
    const { conversations: others } = await readWorldFile(
      file(
        'failed-starts.jsonl',
        [
          { ...busy, data: JSON.stringify(busy.data) },
          { ...busy, type: 'Call_Initiation_Failure', event_timestamp: busy.event_timestamp * 1000 },
          { type: busy.type, event_timestamp: sentAt, ...busy.data },
          JSON.stringify(JSON.stringify({ ...busy.data, event_timestamp: sentAt })),
        ]
          .map((entry, at) => JSON.stringify(entry).replace('conv_busy', `conv_${at}`))
          .join('\n'),
      ),
    )
    const calm = toConversation(conversations[1], '')
    expect(others.map(body => toConversation(body, ''))).toEqual(others.map((_, at) => ({ ...calm, id: `conv_${at}` })))
  })

  test('takes bodies out of the envelopes of whoever passed them on', async () => {
    const hook = (data: object, at: unknown = 5) => ({ type: 'post_call_transcription', event_timestamp: at, data })
    const content = [
      { headers: {}, body: hook(calls[0]!) },
      { body: JSON.stringify({ detail: hook(calls[1]!) }) },
      [{ json: { body: hook(calls[2]!) } }, null],
      JSON.stringify(calls[3]),
      { conversations: [calls[4]] },
      { type: 'call.ended', data: calls[5] },
      { payload: { headers: {} } },
      { body: 'nothing' },
      [],
    ].map(entry => JSON.stringify(entry))
    const { conversations, notes } = await readWorldFile(file('envelopes.jsonl', content.join('\n')))
    expect(conversations).toEqual(calls.slice(0, 6))
    expect(notes).toEqual(['excluded: line 3 is not a JSON object, and 3 more entries are excluded'])
    // Queues hand out several messages at a time.
    const batches = [
      {
        Records: [
          { messageId: 'm', body: JSON.stringify(hook(calls[0]!)) },
          { Sns: { Message: JSON.stringify(calls[1]) } },
        ],
      },
      { Messages: [{ Body: JSON.stringify(hook(calls[2]!)) }] },
    ]
    // Gateways and streams pass on bytes.
    const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
    const bytes = [
      { isBase64Encoded: true, body: base64(hook(calls[0]!)) },
      { message: { data: base64(calls[1]), messageId: '1' }, subscription: 's' },
      { Records: [{ kinesis: { data: base64([calls[2]]) } }] },
      { body: base64('nothing') },
    ]
    const passed = await readWorldFile(file('bytes.jsonl', bytes.map(one => JSON.stringify(one)).join('\n')))
    expect(passed.conversations).toEqual(calls.slice(0, 3))
    expect(passed.notes).toEqual(['excluded: line 4 is not a conversation (conversation_id is missing)'])
    const queued = await readWorldFile(file('queues.jsonl', batches.map(one => JSON.stringify(one)).join('\n')))
    expect(queued.conversations).toEqual(calls.slice(0, 3))
    // Programs that pass bodies on write times as text, too.
    const late = [hook({ conversation_id: 'a', v: 'late' }, '9'), hook({ conversation_id: 'a', v: 'early' }, '5')]
    const twice = await readWorldFile(file('text-times.jsonl', late.map(one => JSON.stringify(one)).join('\n')))
    expect(twice.conversations).toMatchObject([{ v: 'late' }])
  })

  test('takes bodies out of whatever databases, logs and recordings keep them in', async () => {
    const [first, second] = calls as unknown as [Json, Json]
    const text = JSON.stringify(first)
    const kept: unknown[] = [
      { log: `${text}\n`, stream: 'stdout' },
      { logEvents: [{ id: '1', message: text }] },
      { log: { entries: [{ response: { headers: [{ name: 'a' }], content: { text } } }] } },
      { item: [{ response: [{ code: 200, body: text }] }] },
      { hits: { total: 1, hits: [{ _source: first }] } },
      { [first.conversation_id]: first },
      { conversation_id: first.conversation_id, fetched_at: '2026', raw: first },
      { ...first, metadata: JSON.stringify(first.metadata), transcript: JSON.stringify(first.transcript) },
      `2026-11-06T21:30:00Z INFO ${text}`,
      `data: ${text}`,
      JSON.stringify(first, null, 2),
    ]
    for (const [at, entry] of kept.entries()) {
      const lines = [entry, second].map(one => (typeof one === 'string' ? one : JSON.stringify(one)))
      const { conversations, notes } = await readWorldFile(file(`kept-${at}.jsonl`, lines.join('\n')))
      expect(conversations, `entry ${at}`).toEqual([first, second])
      expect(notes).toEqual([])
    }
    // A mention of a call is none.
    const mention = { level: 'info', context: { conversation_id: 'conv_9', attempt: 2 } }
    const { conversations, notes } = await readWorldFile(file('log.jsonl', `${JSON.stringify(mention)}\n${text}`))
    expect(conversations).toEqual([first])
    expect(notes).toEqual(['excluded: line 1 is only the id of a conversation'])
  })

  test('reads bodies with the names of the JavaScript SDK', async () => {
    const sent = {
      conversation_id: 'conv_1',
      status: 'done',
      metadata: { start_time_unix_secs: 5, phone_call: { external_number: '+1' } },
      analysis: { evaluation_criteria_results: { isPolite: { criteria_id: 'isPolite' } } },
      conversation_initiation_client_data: { dynamic_variables: { customerName: { firstName: 'Ana' } } },
      transcript: [{ role: 'user', time_in_call_secs: 0, tool_calls: [{ request_id: 'r' }] }],
    }
    const given = {
      conversationId: 'conv_1',
      status: 'done',
      metadata: { startTimeUnixSecs: 5, phoneCall: { externalNumber: '+1' } },
      analysis: { evaluationCriteriaResults: { isPolite: { criteriaId: 'isPolite' } } },
      conversationInitiationClientData: { dynamicVariables: { customerName: { firstName: 'Ana' } } },
      transcript: [{ role: 'user', timeInCallSecs: 0, toolCalls: [{ requestId: 'r' }] }],
    }
    const { conversations } = await readWorldFile(file('camel.json', JSON.stringify([given])))
    expect(conversations).toEqual([sent])
  })
})
