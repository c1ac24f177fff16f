import { describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import type { Json } from '../../src/demo/world.ts'
import { tokens } from '../../src/render/text.ts'
import { conversationAnswer } from '../../src/tools/conversation/answer.ts'
import { getConversation } from '../../src/tools/get-conversation.ts'
import { fenced } from '../support/client.ts'
import { some } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { bigArguments, bigResult, rich } from './conversation/calls.ts'
import { callDesk, lines } from './conversation/desk.ts'

const desk = callDesk()
const { ok } = desk

describe('tool texts', () => {
  const bytes = (text: string) => Buffer.byteLength(text)
  const lineOf = async (input: Json) => lines(await ok('conv_big_tool', input))[1]!.text

  test.each(some([0, 1, 100, 599, 600, 601, 2500, 5000], 2))(
    'of which %i bytes are shown say how many are left out',
    async max => {
      const line = await lineOf({ max_tool_bytes: max, max_tokens: 20_000 })
      const [, shownArguments, shownResult] = /^tool lookup (.*) → ok 1\.24 s: (.*)$/.exec(line)!
      for (const [shown, whole] of [
        [shownArguments!, bigArguments],
        [shownResult!, bigResult],
      ] as const) {
        const [, start, left, of] = /^(.*)… \[([\d,]+) of ([\d,]+) bytes omitted\]$/.exec(shown) ?? [
          null,
          shown,
          '0',
          '0',
        ]
        expect(whole.startsWith(start!)).toBe(true)
        expect(bytes(start!)).toBeLessThanOrEqual(max)
        const count = (text: string) => Number(text.replaceAll(',', ''))
        if (bytes(whole) > max) {
          expect([count(left!), count(of!)]).toEqual([bytes(whole) - bytes(start!), bytes(whole)])
          // Whole characters only, but as many as fit.
          expect(bytes(start!)).toBeGreaterThan(max - 4)
        } else expect(start).toBe(whole)
      }
    },
  )

  test('shown whole where they fit', async () => {
    const line = await lineOf({ max_tool_bytes: 80_000, max_tokens: 20_000 })
    expect(line).toBe(`tool lookup ${bigArguments} → ok 1.24 s: ${bigResult}`)
  })

  test('the answer says that texts are cut, and how to see more', async () => {
    const { structured } = await ok('conv_big_tool')
    expect(structured.coverage).toContain('Tool texts over 600 bytes are truncated; raise max_tool_bytes.')
    expect(
      (await ok('conv_big_tool', { max_tool_bytes: 80_000, max_tokens: 20_000 })).structured.coverage,
    ).not.toContain('truncated')
  })

  test('of words that are cut, max_tokens is named as the limit', async () => {
    const { structured } = await ok('conv_long_turn')
    expect(structured.transcript).toContain('bytes omitted]')
    expect(structured.coverage).toContain('Turns over 4,000 bytes are truncated; raise max_tokens.')
    expect(structured.coverage).not.toContain('max_tool_bytes')
  })

  test('nothing is said to be cut where only line breaks went', async () => {
    const { structured } = await ok('conv_pretty')
    expect(structured.transcript).not.toContain('omitted')
    expect(structured.coverage).not.toContain('truncated')
  })

  test('where max_tokens is the limit, max_tool_bytes is not offered', async () => {
    const { structured } = await ok('conv_big_tool', { max_tool_bytes: 80_000, max_tokens: 1000 })
    expect(structured.coverage).toContain('truncated')
    expect(structured.coverage).not.toContain('raise max_tool_bytes')
  })
})

describe('include', () => {
  test('metrics, costs and knowledge lookups stand in the lines they belong to', async () => {
    const plain = lines(await ok('conv_rich'))
    const added = lines(await ok('conv_rich', { include: ['metrics', 'costs', 'rag'] })).flatMap(
      ({ turn, text }, at) => (text === plain[at]!.text ? [] : [`${turn} +${text.slice(plain[at]!.text.length)}`]),
    )
    expect(added.join('\n')).toMatchInlineSnapshot(`
      "0 + [TTS 0.081 s]
      1 + [ASR 0.20 s]
      2 + [felt 2.50 s, LLM 0.60 s] [gemini-2.5-flash 1,500 tokens in, 20 out, USD 0.00130]
      15 + [knowledge base: 2 documents in 0.12 s for "double charge"]"
    `)
  })

  test('of many variables as many as fit, beside all else, with advice that can be followed', async () => {
    const long = 'x'.repeat(100)
    const variables = Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`crm_${at}`, `${at} ${long}`]))
    const analysis = {
      evaluation_criteria_results: { greet: { result: 'failure', rationale: 'No greeting.' } },
      data_collection_results: { order: { data_collection_id: 'order', value: 'A-100' } },
    }
    const body = {
      ...{ conversation_id: 'conv_many', agent_id: 'agent_1', status: 'done', analysis },
      conversation_initiation_client_data: { dynamic_variables: variables },
      transcript: [{ role: 'user', message: 'Hello?' }],
    }
    const parts = {
      call: toConversation(body, ''),
      tags: [],
      definitions: null,
      agentNames: new Map(),
      versionNames: new Map(),
    }
    const at = { timezone: 'UTC', now: () => NOW, origin: () => 'the live API', mayWriteFiles: true }
    for (const [max_tokens, said] of [
      [1000, /^1\d of 700 variables are shown, values truncated at 120 bytes; raise max_tokens\. /],
      [4000, /^[6-9]\d of 700 variables are shown, values truncated at 120 bytes; raise max_tokens\. /],
      [20_000, /^Variable values are truncated at 60 bytes\. export_conversations writes all of them/],
    ] as const) {
      const request = getConversation.input.parse({ conversation_id: 'x', include: ['variables'], max_tokens })
      const answer = await conversationAnswer(request, parts, at)
      expect(answer.coverage).toMatch(said)
      expect(answer.transcript).toContain('Hello?')
      expect(answer.analysis).toMatchObject({
        criteria: [{ rationale: 'No greeting.' }],
        collected: { order: 'A-100' },
      })
      expect(tokens(JSON.stringify(answer))).toBeLessThanOrEqual(max_tokens)
      // Over HTTP there is no such tool.
      const served = await conversationAnswer(request, parts, { ...at, mayWriteFiles: false })
      expect(served.coverage).toBe(answer.coverage.replace(/ export_conversations writes[^.]*\./, ''))
    }
  })

  test('JSON that is too large for any answer, with and without files', async () => {
    const variables = { crm: 'x '.repeat(100_000) }
    const body = {
      ...{ conversation_id: 'conv_vast', agent_id: 'agent_1', status: 'done' },
      conversation_initiation_client_data: { dynamic_variables: variables },
      transcript: [{ role: 'user', message: 'Hello?' }],
    }
    const none = { tags: [], definitions: null, agentNames: new Map(), versionNames: new Map() }
    const parts = { call: toConversation(body, ''), raw: body, ...none }
    const request = getConversation.input.parse({ conversation_id: 'x', include: ['raw'] })
    const told = async (mayWriteFiles: boolean) => {
      const at = { timezone: 'UTC', now: () => NOW, origin: () => 'the live API', mayWriteFiles }
      return (await conversationAnswer(request, parts, at)).coverage
    }
    const then = 'With from_turn and to_turn, raw covers those turns only.'
    const way = 'use export_conversations with format jsonl'
    expect(await told(true)).toContain(`raw is too large for any answer; ${way}. ${then}`)
    expect(await told(false)).toContain(`raw is too large for any answer. ${then}`)
  })

  test('variables', async () => {
    const { structured, text } = await ok('conv_rich', { include: ['variables'] })
    expect(structured.variables).toMatchInlineSnapshot(`
      {
        "cart": "{"items":["lamp"]}",
        "customer": "Ada Lovelace",
        "nothing": "",
        "seats": "3",
        "system__timezone": "Europe/Berlin",
        "vip": "true",
      }
    `)
    expect(fenced(text).said).toContain('\nvariable cart: {"items":["lamp"]}\n')
    expect((await ok('conv_rich')).structured).not.toHaveProperty('variables')
  })

  test('raw holds the JSON of the shown turns, and only of them', async () => {
    const { structured } = await ok('conv_rich', { include: ['raw'], from_turn: 3, to_turn: 4, max_tokens: 20_000 })
    expect(JSON.parse(structured.raw)).toEqual({
      conversation_id: 'conv_rich',
      transcript: rich.transcript.slice(3, 5),
    })
    const whole = (await ok('conv_rich', { include: ['raw'], max_tokens: 20_000 })).structured
    expect(JSON.parse(whole.raw).metadata).toEqual(rich.metadata)
    const { coverage } = (await ok('conv_rich', { include: ['raw'], max_tokens: 500 })).structured
    const [, enough] = /raw needs max_tokens of at least (\d+)\. With from_turn and to_turn/.exec(coverage)!
    expect((await ok('conv_rich', { include: ['raw'], max_tokens: Number(enough) })).structured).toHaveProperty('raw')
    const window = (await ok('conv_rich', { include: ['raw'], from_turn: 0, to_turn: 1, max_tokens: 1000 })).structured
    expect(JSON.parse(window.raw).transcript).toEqual(rich.transcript.slice(0, 2))
  })

  test('raw costs no second request', async () => {
    const before = desk.world.api.requests.length
    await ok('conv_rich', { include: ['raw'] })
    const asked = desk.world.api.requests.slice(before).filter(({ path }) => path.endsWith('/conversations/conv_rich'))
    expect(asked).toHaveLength(1)
  })
})
