import { describe, expect, test } from 'vitest'
import { isCrowded, MOST_VALUES } from '../../src/transport/crowded.ts'
import { IdFinder } from '../../src/transport/id-finder.ts'
import { MOST_BYTES } from '../../src/transport/lines.ts'
import { serveRaw, start } from '../support/built.ts'
import { DEMO } from '../support/demo.ts'
import { MORE, some } from '../support/runs.ts'

const text = (id: unknown, method: string, params?: unknown) => JSON.stringify({ jsonrpc: '2.0', id, method, params })

/** Names that every object has. */
const INHERITED = ['constructor', 'toString', 'hasOwnProperty', '__proto__']

/** Members of `_meta` that are wrong. */
const ENVELOPES: [id: string, more: object, words: string][] = [
  ['e1', { 'io.modelcontextprotocol/protocolVersion': 7 }, 'protocolVersion must be a string (got a number)'],
  [
    'e2',
    { 'io.modelcontextprotocol/clientCapabilities': undefined },
    'clientCapabilities must be an object (got nothing)',
  ],
  [
    'e3',
    { 'io.modelcontextprotocol/clientCapabilities': { roots: 'x' } },
    'clientCapabilities.roots must be an object (got a string)',
  ],
  ['e4', { 'io.modelcontextprotocol/clientInfo': { name: 'x' } }, 'clientInfo.version must be a string (got nothing)'],
  [
    'e5',
    { 'io.modelcontextprotocol/logLevel': 'loud' },
    'logLevel: expected one of "debug"|"info"|"notice"|"warning"|"error"|"critical"|"alert"|"emergency"',
  ],
]

describe.each(some(['2026', '2025'] as const, 2))('the built server, protocol of %s', era => {
  test('answers or names what it cannot take, and continues', MORE, async () => {
    const server = await serveRaw(era, DEMO)
    await server.request('tools/list')
    const { _meta } = era === '2026' ? { _meta: META } : {}
    const meta = (more: object = {}) => (era === '2026' ? { _meta: { ..._meta, ...more } } : { _meta: more })
    const call = (more: object) => ({ name: 'list_filter_values', ...more })
    const x = 'x'.repeat(MOST_BYTES)

    /** Lines with the answer that they get; `null`: served. */
    const answered: [line: string, id: unknown, code: number | null, words?: string][] = [
      [text('a1', 'prompts/list', { ...meta(), cursor: null }), 'a1', null],
      [
        text('a2', 'tools/call', { ...meta({ progressToken: null }), ...call({ arguments: { kind: 'agents' } }) }),
        'a2',
        null,
      ],
      [text('a3', 'tools/call', { ...meta(), name: 'list_conversations', arguments: null }), 'a3', null],
      [text('a4', 'tools/call', { ...meta(), name: 'list_conversations', arguments: [] }), 'a4', null],
      [text('a5', 'ping', 'x'), 'a5', -32602, 'params must be an object (got a string)'],
      [text('a6', 'tools/call', meta()), 'a6', -32602, 'params.name must be a string (got nothing)'],
      [
        text('a7', 'tools/call', { ...meta(), ...call({ arguments: 'x' }) }),
        'a7',
        -32602,
        'params.arguments must be an object (got a string)',
      ],
      [text('a8', 'resources/read', { ...meta(), uri: 7 }), 'a8', -32602, 'params.uri must be a string (got a number)'],
      [
        text('d1', 'prompts/get', { ...meta(), name: 'weekly_report', arguments: { agent: 7, period: true } }),
        'd1',
        -32602,
        'params.arguments.agent must be a string (got a number); params.arguments.period must be a string (got a boolean).',
      ],
      [
        text('d2', 'prompts/get', { ...meta(), name: 'weekly_report', arguments: { agent: '' } }),
        'd2',
        -32602,
        'Prompt weekly_report: agent is empty: give an agent name or id; period is required: a period, such as last week.',
      ],
      ...(era === '2026' ? ENVELOPES : []).map(([id, more, words]): [string, string, number, string] => [
        text(id, 'tools/list', meta(more)),
        id,
        -32602,
        `Invalid request: params._meta.io.modelcontextprotocol/${words}.`,
      ]),
      [text('a9', 'tools/list', meta({ progressToken: {} })), 'a9', -32600, 'progressToken'],
      ...INHERITED.flatMap((name): [string, string, number | null, string?][] => {
        const argument = { name, value: '' }
        const complete = (ref: object, argument: object) => ({ ...meta(), ref, argument })
        return [
          [text(`c1${name}`, 'tools/call', { ...meta(), name }), `c1${name}`, -32602, `Tool ${name} not found`],
          [text(`c2${name}`, 'prompts/get', { ...meta(), name }), `c2${name}`, -32602, `Prompt ${name} not found`],
          [
            text(`c3${name}`, 'completion/complete', complete({ type: 'ref/prompt', name }, argument)),
            `c3${name}`,
            -32602,
            `Prompt ${name} not found`,
          ],
          [
            text(`c4${name}`, 'completion/complete', complete({ type: 'ref/resource', uri: name }, argument)),
            `c4${name}`,
            -32602,
            `Resource template ${name} not found`,
          ],
          ...[
            { type: 'ref/prompt', name: 'weekly_report' },
            { type: 'ref/resource', uri: 'conversation://{conversation_id}' },
          ].map((ref): [string, string, null] => {
            const id = `c5${ref.type}${name}`
            return [text(id, 'completion/complete', complete(ref, argument)), id, null]
          }),
        ]
      }),
      [
        text('c7', 'tools/call', { ...meta(), name: `x\n\nNext:\u202e${x.slice(0, 999)}` }),
        'c7',
        -32602,
        'Tool x Next: xxx',
      ],
      [
        text('c6', 'tools/call', { ...meta(), ...call({ arguments: { ['__proto__']: 'x', kind: 'agents' } }) }),
        'c6',
        -32602,
        'must not have a member "__proto__"',
      ],
      ['{"jsonrpc":"2.0","id":"b1","method":"ping",}', 'b1', -32700, 'is not JSON'],
      ['{"jsonrpc":"1.0","id":"b2","method":"ping"}', 'b2', -32600, 'jsonrpc must be "2.0"'],
      ['{"jsonrpc":"2.0","id":"b3"}', 'b3', -32600, 'method must be a string (got nothing)'],
      ['{"jsonrpc":"2.0","id":null,"method":"ping"}', null, -32600, 'id must be a string or a whole number'],
      ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', 1.5, -32600, 'id must be a string or a whole number'],
      [`[${text('b4', 'ping')}]`, 'b4', -32600, 'send each message on its own line'],
      [
        `{"params":{"a":"${x}","id":1},"jsonrpc":"2.0","id":"b5","method":"ping"}`,
        'b5',
        -32600,
        `must be at most ${MOST_BYTES} bytes`,
      ],
      [
        text('b6', 'tools/call', { ...meta(), ...call({ arguments: many(MOST_VALUES) }) }),
        'b6',
        -32600,
        `at most ${MOST_VALUES} values`,
      ],
      [`{"jsonrpc":"2.0","id":"b7","method":"ping","params":${'['.repeat(2 ** 21)}`, 'b7', -32600, 'values'],
    ]
    const logged: [line: string, words: string][] = [
      ['no JSON', 'a line of 7 characters is not JSON'],
      ['x', 'a line of 1 character is not JSON'],
      ['[]', 'an empty batch was ignored'],
      ['7', 'a message is a number, not an object'],
      ['{"jsonrpc":"2.0"}', 'method must be a string (got nothing)'],
      ['{"jsonrpc":"2.0","id":99,"result":{}}', 'a response without a matching request was ignored'],
      ['{"jsonrpc":"2.0","method":"notifications/cancelled","params":3}', 'params must be an object (got a number)'],
      [`{"jsonrpc":"2.0","method":"x","params":{"id":1,"a":"${x}"}}`, 'the message must be at most'],
    ]
    for (const [line] of [...answered, ...logged]) server.write(line)
    expect((await server.request('tools/list')).result.tools.length).toBeGreaterThan(0)
    server.child.stdin.end()
    const { code, stderr } = await server.ended
    expect(code).toBe(0)
    const answers = server.lines.map(line => JSON.parse(line))
    for (const [line, id, expected, words = ''] of answered) {
      const mine = answers.filter(answer => answer.id === id)
      expect(mine, line.slice(0, 200)).toHaveLength(1)
      if (expected === null) expect(mine[0].result, line).toBeDefined()
      else {
        expect(mine[0].error).toMatchObject({ code: expected, message: expect.stringContaining(words) })
        expect(mine[0].error.message).not.toMatch(/[[{\n]/)
      }
    }
    const warnings = stderr.trim().split('\n')
    expect(warnings.map(line => line.replace(/^\S+ warn stdio: /, ''))).toEqual(
      logged.map(([, words]) => expect.stringContaining(words)),
    )
  })
})

const many = (size: number) => Object.fromEntries(Array.from({ length: size }, (_, at) => [`argument_${at}`, at]))

test('what counts as many values', () => {
  const list = (size: number) => JSON.stringify({ text: '\\",[{'.repeat(MOST_VALUES), list: Array(size).fill('a,b\\') })
  // The message, its list, and the comma between its two members.
  expect(isCrowded(list(MOST_VALUES - 2))).toBe(false)
  expect(isCrowded(list(MOST_VALUES - 1))).toBe(true)
  expect(isCrowded(`"${','.repeat(2 * MOST_VALUES)}`)).toBe(false)
})

test('two requests under one id at a time: the second is refused, the first is served', async () => {
  const { child, ended } = start(DEMO)
  const list = text(7, 'tools/list')
  child.stdin.end(`${list}\n${list}\n`)
  const answers = (await ended).stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers.filter(({ result }) => result)).toHaveLength(1)
  expect(answers).toContainEqual({
    jsonrpc: '2.0',
    id: 7,
    error: { code: -32600, message: 'Invalid request: another request with this id is not answered yet.' },
  })
})

test('several messages on one line are each answered, and so is what is broken behind them', async () => {
  const { child, ended } = start(DEMO)
  child.stdin.end(`${text('a}"{', 'ping')}${text(2, 'ping')} ${text(3, 'tools/call')},{"id":4,"method":"ping"\n`)
  const answers = (await ended).stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const told = answers.map(({ id, error }) => [id, error?.code ?? null])
  expect(told.sort()).toEqual([
    [2, null],
    [3, -32602],
    [4, -32700],
    ['a}"{', null],
  ])
})

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
}

test('a mark before the first message, "nothing" as null or [], many messages that are long together, no last line end', async () => {
  const { child, ended } = start(DEMO)
  child.stdin.write(`\uFEFF${text(0, 'tools/list', null)}\n${text(1, 'tools/list', [])}\r\n\n`)
  const padding = 'x'.repeat(MOST_BYTES / 100)
  for (let id = 2; id < 112; id += 1) child.stdin.write(`${text(id, 'ping', { padding, _meta: null })}\n`)
  child.stdin.end(text(112, 'ping'))
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const answers = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers.map(({ id }) => id).sort((a, b) => a - b)).toEqual(Array.from({ length: 113 }, (_, id) => id))
  expect(answers.filter(({ result }) => result === undefined)).toEqual([])
})

test.each([
  ['{"a":"\\\\","id":"q\\"x"}', '"q\\"x"'],
  ['{"a\\"b":{"id":3},"id" : 7 ,"c":"\\\\\\""}', '7'],
  ['{"id":1,"id":2}', '2'],
  ['{"params":{"id":9},"x":"\\"id\\":5,"}', null],
  ['[{"id":1}]', null],
  ['{"id":{"x":1},"m":2}', null],
  ['{"id":4', null],
])('the id in %s is found, wherever it is cut', (json, id) => {
  const bytes = Buffer.from(json)
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const finder = new IdFinder()
    finder.read(bytes.subarray(0, cut))
    finder.read(bytes.subarray(cut))
    expect(finder.id).toBe(id)
  }
})
