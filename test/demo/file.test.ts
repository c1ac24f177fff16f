import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readWorldFile } from '../../src/demo/file.ts'
import { linesOf } from '../../src/demo/lines.ts'
import { ConfigurationError } from '../../src/errors.ts'
import { get, serve, walk } from './client.ts'
import { calls, lines, worldFiles } from './world-files.ts'

const LIST_ITEM = { conversation_id: 'a', start_time_unix_secs: 1_794_000_000, message_count: 3, status: 'done' }

const { folder, file } = worldFiles()

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

  test('reads what is not UTF-8 as Western text, and says so', async () => {
    const text = '{"conversation_id":"a","agent_name":"Zoë \u0080"}\n'
    const { conversations, notes } = await readWorldFile(file('western.jsonl', Buffer.from(text, 'latin1')))
    expect(conversations).toMatchObject([{ agent_name: 'Zoë €' }])
    expect(notes).toEqual(['what is not UTF-8 is read as Windows-1252'])
    // One byte of a letter is missing: the others are right as they are.
    const damaged = Buffer.concat([Buffer.from('{"conversation_id":"Zoë'), Buffer.from([0xc3]), Buffer.from('"}')])
    expect(await readWorldFile(file('damaged.jsonl', damaged))).toMatchObject({
      conversations: [{ conversation_id: 'Zoë\uFFFD' }],
      notes: [],
    })
  })

  test('reads numbers that Python writes and JSON does not have', async () => {
    const line = '{"conversation_id":"NaN","cost":NaN,"n":[-Infinity,Infinity]}'
    expect((await readWorldFile(file('python.jsonl', line))).conversations).toMatchObject([
      { conversation_id: 'NaN', cost: null, n: ['[number too large]', '[number too large]'] },
    ])
  })

  test('takes ids as they are meant', async () => {
    const content = [{ conversation_id: 7 }, { conversation_id: ' a\n\u202e', status: ' ' }, { conversation_id: 'a' }]
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

  test('serves bodies that are nested more deeply than the stack is', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const world = await readWorldFile(file('deep.jsonl', `{"conversation_id":"a","unknown":${deep},"n":1e400}`))
    expect(await get(await serve({ world, extras: undefined }), 'conversations/a')).toMatchObject({
      unknown: { a: {} },
      n: '[number too large]',
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
