import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import type { Answer } from '../../support/client.ts'
import { asking } from '../../support/desk.ts'
import { fewAndMany, withCalls } from '../../support/few-and-many.ts'
import { walk } from '../../support/reading.ts'
import { MORE } from '../../support/runs.ts'
import { naivePoints } from '../../triage/naive.ts'
import { bodiesOfWeek, callWith, idOf, isOver, WEEK } from './asked.ts'

const { few, many } = fewAndMany()
const bodies = bodiesOfWeek(many)
const { ask: triage } = asking('triage_conversations', few)

describe('scores', () => {
  const pages = () => walk(many.client, 'triage_conversations', { after: WEEK, page_size: 50, max_tokens: 20_000 })
  const rowsOf = (answers: Answer[]): Json[] => answers.flatMap(({ structured }) => structured.calls)

  test('and counts are those of the formula over the bodies of the API', MORE, async () => {
    const answers = await pages()
    const expected = new Map(
      [...bodies.values()].filter(isOver).map(body => [body.conversation_id as string, naivePoints(body)]),
    )
    const total = (points: Record<string, number>) =>
      Math.min(
        100,
        Object.values(points).reduce((sum, one) => sum + one, 0),
      )
    const flagged = [...expected].filter(([, points]) => total(points) > 0)
    const rows = rowsOf(answers)
    expect(Object.fromEntries(rows.map(row => [row.conversation_id, row.score]))).toEqual(
      Object.fromEntries(flagged.map(([id, points]) => [id, total(points)])),
    )
    for (const { conversation_id, reasons } of rows) {
      const points = reasons.map((reason: Json) => reason.points)
      expect(points.toSorted()).toEqual(Object.values(expected.get(conversation_id)!).toSorted())
    }
    const [{ structured }] = answers as [Answer]
    expect(structured.coverage.counts).toContain(`${expected.size} calls scored, ${flagged.length} with signals`)
    const counted = Object.fromEntries(
      Object.keys(structured.signals).map(signal => [
        signal,
        rows.filter(row => row.reasons.some(({ reason }: Json) => reason === signal)).length,
      ]),
    )
    expect(structured.signals).toEqual(counted)
    expect(rows.length).toBeGreaterThan(40)
  })

  test('decide the order, then the newer call; pages are parts of the whole', async () => {
    const rows = rowsOf(await pages())
    const keys = rows.map(({ conversation_id, score }) => [
      score,
      bodies.get(conversation_id)!.metadata.start_time_unix_secs,
    ])
    expect(keys).toEqual(keys.toSorted(([a, s], [b, t]) => b - a || t - s))
    const small = await walk(many.client, 'triage_conversations', { after: WEEK, page_size: 7 })
    expect(rowsOf(small).map(idOf)).toEqual(rows.map(idOf))
  })

  test('facts beside them are those of the API', async () => {
    for (const row of rowsOf(await pages())) {
      const { agent_name, metadata, analysis } = bodies.get(row.conversation_id)!
      expect(row).toMatchObject({
        agent: agent_name,
        outcome: analysis?.call_successful ?? 'unknown',
        duration_secs: metadata.call_duration_secs,
        started: new Date(metadata.start_time_unix_secs * 1000).toISOString().slice(0, 16).replace('T', ' '),
      })
    }
  })

  test('a second answer on a covered window costs no request', async () => {
    const input = { after: '2026-11-16', before: '2026-11-18' }
    const first = await triage(input, many.client)
    const before = many.world.api.requests.length
    expect((await triage(input, many.client)).structured).toEqual(first.structured)
    await triage({ ...input, sample: 5 }, many.client)
    expect(many.world.api.requests.length).toBe(before)
  })
})

describe('a reason', () => {
  interface Line {
    turn: number
    clock: string
    text: string
  }
  const linesOf = ({ lines }: Json): Line[] =>
    (lines as string)
      .split('\n')
      .filter(line => line !== '')
      .map(line => {
        const [, turn, clock, text] = /^(\d+) (-|\d+:\d\d) (.*)$/.exec(line) ?? []
        if (text === undefined) throw new Error(`not a line of a transcript: ${line}`)
        return { turn: Number(turn), clock: clock!, text }
      })
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

  test('quotes the turns that it names, exactly, with their time', async () => {
    const answers = await walk(many.client, 'triage_conversations', { after: WEEK, page_size: 50, max_tokens: 20_000 })
    let quoted = 0
    for (const row of answers.flatMap(({ structured }) => structured.calls)) {
      const transcript: Json[] = bodies.get(row.conversation_id)!.transcript
      const lines = linesOf(row)
      const named: number[][] = row.reasons.map((reason: Json) => reason.turns)
      // The first turn of each reason is there, and nothing that no reason names.
      const shown = new Set(lines.map(({ turn }) => turn))
      for (const [first] of named) if (first !== undefined) expect(shown).toContain(first)
      expect(named.flat()).toEqual(expect.arrayContaining([...shown]))
      for (const { turn, clock, text } of lines) {
        const said = transcript[turn]!
        const secs = said.time_in_call_secs
        expect(clock).toBe(`${Math.floor(secs / 60)}:${String(secs % 60).padStart(2, '0')}`)
        const [start] = text.split('… [')
        const words =
          said.tool_calls.length > 0 && text.startsWith('tool ')
            ? said.tool_calls.map((use: Json) => `${use.tool_name} ${plain(use.params_as_json)}`)
            : [plain(said.message ?? '')]
        const body = start!
          .replace(/^(tool(?: \([^)]*\))?|\w+(?: \([^)]*\))?:) /, '')
          .replace(/ \[(not said|guardrail|feedback)[: ].*$/, '')
        const isExact = words.some((one: string) => one.startsWith(body.split(' → ')[0]!) || body === '(no words)')
        expect([row.conversation_id, turn, body, isExact]).toEqual([row.conversation_id, turn, body, true])
        quoted++
      }
    }
    expect(quoted).toBeGreaterThan(80)
  })

  test('of a tool shows the call that failed, not a neighbour of it', async () => {
    const use = (request_id: string, tool_name: string) => ({
      request_id,
      tool_name,
      params_as_json: '{}',
      tool_has_been_called: true,
    })
    const result = (request_id: string, tool_name: string, is_error: boolean) => ({
      request_id,
      tool_name,
      result_value: is_error ? 'broken' : 'fine',
      is_error,
      tool_has_been_called: true,
    })
    const transcript = [
      { role: 'user', message: 'Hello', time_in_call_secs: 0 },
      {
        role: 'agent',
        message: 'One moment.',
        time_in_call_secs: 1,
        tool_calls: [use('a', 'good'), use('b', 'bad')],
        tool_results: [result('a', 'good', false), result('b', 'bad', true)],
      },
    ]
    await withCalls([callWith('conv_two_tools', transcript)], async client => {
      const { structured } = await triage({}, client)
      expect(structured.calls[0].lines).toBe('1 0:01 agent: One moment.\n1 0:01 tool bad {} → error: broken')
    })
  })

  test('of a caller who repeats themselves shows both turns', async () => {
    const words = 'I was charged twice for the same order'
    const turn = (role: string, message: string, at: number): Json => ({ role, message, time_in_call_secs: at })
    const transcript = [turn('user', words, 1), turn('agent', 'Please wait a moment.', 5), turn('user', words, 9)]
    await withCalls([callWith('conv_again', transcript)], async client => {
      const { structured } = await triage({}, client)
      expect(structured.calls[0].lines).toBe(`0 0:01 user: ${words}\n2 0:09 user: ${words}`)
      expect(structured.calls[0].reasons).toContainEqual({
        points: 8,
        reason: 'Caller repeats themselves',
        detail: 'turn 2 repeats turn 0',
        turns: [2, 0],
      })
    })
  })

  test('leads on: next reads the first call around its turn', async () => {
    const { structured, text } = await triage({ after: WEEK }, many.client)
    const [, tool, given] = /^(\w+) (.*)$/.exec(structured.next)!
    const [first] = structured.calls
    const read = await many.client.call(tool!, JSON.parse(given!))
    expect(read.isError).toBe(false)
    expect(read.structured.conversation_id).toBe(first.conversation_id)
    for (const line of first.lines.split('\n').slice(-1)) {
      if (!line.includes('bytes omitted]')) expect(read.structured.transcript).toContain(line)
    }
    expect(text).toContain(`Next: ${structured.next}`)
  })
})
