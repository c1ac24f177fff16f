import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { readWorldFile } from '../../src/demo/file.ts'
import { linesOf } from '../../src/demo/lines.ts'
import { ConfigurationError } from '../../src/errors.ts'
import { SMALL_WORLD_START, smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { get, serve, walk } from './client.ts'

const folder = mkdtempSync(join(tmpdir(), 'world-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const lines = smallWorld().conversations.map(call => JSON.stringify(call))
/** Who trims bodies keeps those of calls that are over. */
const calls = smallWorld().conversations.map(call => ({ ...call, status: call.status ?? 'done' }))
const LIST_ITEM = { conversation_id: 'a', start_time_unix_secs: 1_794_000_000, message_count: 3, status: 'done' }

describe('readWorldFile', () => {
  test.each([
    ['lines', lines.join('\n')],
    ['blank lines, carriage returns and a byte order mark', `\uFEFF\r\n${lines.join('\r\n\r\n')}\r\n\n`],
    ['an array', `[${lines}]`],
    ['an array over several lines', JSON.stringify(calls, null, 2)],
    ['a page', `\uFEFF${JSON.stringify({ conversations: calls }, null, 1)}`],
  ])('reads %s', async (name, content) => {
    expect((await readWorldFile(file(`${name}.jsonl`, content))).conversations).toEqual(calls)
  })

  test('reads the catalogue beside the file', async () => {
    const { agents, tags } = smallWorld()
    file('shop.catalog.json', JSON.stringify({ agents, tags, window: {} }))
    expect(await readWorldFile(file('shop.jsonl', lines.join('\n')))).toEqual({
      ...smallWorld(),
      conversations: calls,
      notes: [],
    })
  })

  test('reads topics and their calls from the catalogue', async () => {
    const topics = [{ topic_id: 'topic_refunds', agent_id: 'agent_billing', label: 'Refunds' }]
    file('topics.catalog.json', JSON.stringify({ topics, extras: smallWorldExtras() }))
    const world = await readWorldFile(file('topics.jsonl', lines.join('\n')))
    const server = await serve({ world, extras: undefined, now: () => (SMALL_WORLD_START + 86_400) * 1000 })
    expect((await get(server, 'agents/agent_billing/topics')).topics).toMatchObject([
      { topic_id: 'topic_refunds', label: 'Refunds', description: '', conversation_count: 2 },
    ])
    expect((await get(server, 'conversations?topic_ids=topic_refunds')).conversations).toHaveLength(2)
  })

  test('has no topics where the catalogue tells none', async () => {
    const world = await readWorldFile(file('untold.jsonl', lines.join('\n')))
    const server = await serve({ world, extras: undefined })
    expect(await get(server, 'agents/agent_billing/topics')).toMatchObject({ topics: [], has_more: false })
  })

  test('makes agents from the calls where there is no catalogue', async () => {
    const { agents, tags } = await readWorldFile(file('alone.jsonl', lines.join('\n')))
    expect(tags).toEqual([])
    expect(agents.map(agent => [agent.agent_id, agent.name])).toEqual([
      ['agent_billing', 'Billing'],
      ['agent_support', 'Support'],
      ['seng_reader', 'seng_reader'],
    ])
    expect(agents[0]).toMatchObject({
      created_at_unix_secs: 1_790_856_000,
      versions: [{ version_id: 'agtvrsn_1' }, { version_id: 'agtvrsn_2' }],
      criteria: [{ id: 'solved' }, { id: 'polite' }],
    })
    expect(Object.keys(agents[0]!.data_collection)).toEqual(['order_id', 'amount', 'gift'])
  })

  test.each([
    ['no id', `\n\n{"agent_id":"a"}`, 'line 3 is not a conversation (conversation_id is missing)'],
    ['an empty id', '{"conversation_id":""}', 'line 1 is not a conversation'],
    ['no JSON', '{"conversation_id":', 'line 1 is not valid JSON'],
    ['no object', '7', 'line 1 is not a JSON object'],
    ['an array without an id', '[{}]', 'element 1 is not a conversation'],
    ['a broken array', '[{', 'line 1 is not valid JSON'],
    [
      'a list',
      JSON.stringify({ conversations: [LIST_ITEM], has_more: false }),
      'element 1 is an item of the conversation list',
    ],
    [
      'items of a list',
      JSON.stringify(LIST_ITEM),
      'line 1 is an item of the conversation list, not a whole conversation',
    ],
    [
      'a recording',
      '{"type":"post_call_audio","data":{"full_audio":""}}',
      'line 1 is a webhook without a conversation',
    ],
    ['gzip', gzipSync('{}'), 'a compressed file. Unpack it first.'],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), 'not UTF-8 text. Save it as UTF-8.'],
  ])('refuses a file of %s', async (name, content, message) => {
    const path = file(`bad ${name}.jsonl`, content)
    const error = await readWorldFile(path).catch(reason => reason)
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toContain(path)
    expect(error.message).toContain(message)
    expect(error.message).not.toContain('\n')
  })

  test('leaves out and notes what is no call among calls', async () => {
    const odd = ['null', '{"conversation_id":', JSON.stringify(LIST_ITEM)]
    const { conversations, notes } = await readWorldFile(file('odd.jsonl', [lines[0], ...odd, lines[1]].join('\n')))
    expect(conversations).toEqual(calls.slice(0, 2))
    expect(notes).toEqual(['excluded: line 2 is not a JSON object, and 2 more entries are excluded'])
  })

  test('reads lines between the marks of files that were joined or cut', async () => {
    const marked = ['\uFEFF', '\uFEFF', '\x1e', '\u00a0', ''].map((mark, at) => mark + lines[at])
    const path = file('marked.jsonl', `${marked[0]}\r\n${marked[1]}\n${marked[2]}\n${marked[3]},\n${marked[4]}`)
    expect(await readWorldFile(path)).toMatchObject({ conversations: calls.slice(0, 5), notes: [] })
  })

  test('takes ids as they are meant', async () => {
    const content = [{ conversation_id: 7 }, { conversation_id: ' a\n', status: ' ' }, { conversation_id: 'a' }]
    const ids = await readWorldFile(file('ids.jsonl', content.map(one => JSON.stringify(one)).join('\n')))
    expect(ids.conversations).toEqual(['7', 'a'].map(conversation_id => ({ conversation_id, status: 'done' })))
    expect(ids.notes).toEqual(['1 conversation occurs twice: the newest counts'])
  })

  test.each(['', '\n \n', '[]', '{"conversations":[]}'])(
    'says of a file like %j that it has no calls',
    async content => {
      expect(await readWorldFile(file('none.jsonl', content))).toMatchObject({
        conversations: [],
        notes: ['it has none'],
      })
    },
  )

  test('keeps the newest of each call', async () => {
    const told = (id: string, over: object) => ({ conversation_id: id, ...over })
    const sent = (at: number, data: object) => ({ type: 'post_call_transcription', event_timestamp: at, data })
    const both = [
      [told('below', { v: 1 }), told('below', { v: 2 })],
      [told('over', { status: 'Done' }), told('over', { status: 'in-progress' })],
      [sent(9, told('sent', { v: 'late' })), sent(5, told('sent', { v: 'early' }))],
    ]
    const content = both.flat().map(entry => JSON.stringify(entry))
    const { conversations, notes } = await readWorldFile(file('twice.jsonl', content.join('\n')))
    expect(conversations).toMatchObject([{ v: 2 }, { status: 'Done' }, { v: 'late' }])
    expect(notes).toEqual(['3 conversations occur twice: the newest counts'])
  })

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

  test('serves bodies that are nested more deeply than the stack is', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const world = await readWorldFile(file('deep.jsonl', `{"conversation_id":"a","unknown":${deep}}`))
    expect(await get(await serve({ world, extras: undefined }), 'conversations/a')).toMatchObject({
      unknown: { a: {} },
    })
  })

  test('refuses a file or catalogue that cannot be read', async () => {
    await expect(readWorldFile(join(folder, 'nowhere.jsonl'))).rejects.toThrow('nowhere.jsonl: no such file')
    await expect(readWorldFile(folder)).rejects.toThrow(
      `${folder}: a directory, not a file. Name one of the files in it`,
    )
    file('broken.catalog.json', '{')
    await expect(readWorldFile(file('broken.jsonl', ''))).rejects.toThrow('broken.catalog.json: not valid JSON')
  })

  test.each([
    ['[]', 'it must be an object'],
    ['{"topics":"x"}', 'topics must be an array'],
    ['{"topics":{"a":1}}', 'topics must be an array'],
    ['{"topics":[{"topic_id":"t"}]}', 'topics[0].agent_id must be a string'],
    ['{"tags":[{"id":1}]}', 'tags[0].tag_id must be a string'],
    ['{"agents":[{"agent_id":"a"},{"agent_id":"b","tags":[7]}]}', 'agents[1].tags[0] must be a string'],
    ['{"agents":[null]}', 'agents[0] must be an object'],
    ['{"agents":[{"agent_id":"a","name":5}]}', 'agents[0].name must be a string'],
    ['{"extras":{"conv_1":{"topic_ids":"t"}}}', 'extras.conv_1.topic_ids must be an array'],
    ['{"extras":[]}', 'extras must be an object'],
  ])('refuses the catalogue %s, and says where', async (catalogue, wrong) => {
    const path = file('odd.catalog.json', catalogue)
    const error = await readWorldFile(file('odd.jsonl', '{"conversation_id":"a"}')).catch(reason => reason)
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toBe(`${path}: ${wrong}`)
  })

  test('serves a catalogue that leaves things out, or has more', async () => {
    const sparse = {
      agents: [{ agent_id: 'a', name: null, more: 1 }],
      tags: [{ tag_id: 't' }],
      topics: null,
      extras: null,
    }
    file('sparse.catalog.json', JSON.stringify(sparse))
    const world = await readWorldFile(file('sparse.jsonl', '{"conversation_id":"c","agent_id":"a"}'))
    const server = await serve({ world, extras: undefined })
    expect((await get(server, 'agents')).agents).toMatchObject([{ agent_id: 'a', name: 'a' }])
    expect((await get(server, 'agents/a/topics')).topics).toEqual([])
    expect((await get(server, 'tags')).conversation_tags).toMatchObject([{ tag_id: 't' }])
    expect((await get(server, 'conversations?topic_ids=t')).conversations).toEqual([])
  })

  test('trimmed bodies are served everywhere', async () => {
    const world = await readWorldFile(
      file('bare.jsonl', '{"conversation_id":"a"}\n{"conversation_id":"b","metadata":{},"analysis":null}'),
    )
    const server = await serve({ world, extras: undefined })
    const pages = await walk(server, 'conversations?page_size=1&summary_mode=include')
    expect(pages.map(page => page.conversations[0].conversation_id)).toEqual(['b', 'a'])
    expect(await get(server, 'conversations/a')).toEqual({ conversation_id: 'a', status: 'done' })
    expect((await get(server, 'conversations/messages/text-search?text_query=x')).results).toEqual([])
    expect((await get(server, 'conversations/messages/smart-search?text_query=x')).results).toEqual([])
    expect((await get(server, 'agents')).agents).toEqual([])
  })
})

test('lines come out whole wherever the file is cut into pieces', async () => {
  const text = '{"a":"\u00fc\u2028\ud83d\ude00"}\r\n\n"é"\n'
  const bytes = Buffer.from(text)
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    )
    const found: string[] = []
    for await (const line of linesOf(Readable.from(pieces))) found.push(line)
    expect(found).toEqual(text.split('\n'))
  }
})
