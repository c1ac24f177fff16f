import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LONG_CALL_SERIAL, SPECIAL } from '../../src/demo/data/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { type Answer, costs } from '../support/client.ts'
import { expectedLines, linesOf, readAll, turnNumbers } from '../support/reading.ts'
import { firstOf, MORE, runs, some } from '../support/runs.ts'
import { rich } from './conversation/calls.ts'
import { bodies, callDesk, lines, long, others } from './conversation/desk.ts'

const desk = callDesk()
const { ok, refusal } = desk

describe('windows', () => {
  const shown = async (input: Json, id: string = 'conv_numbers') => (await ok(id, input)).structured.turns.shown

  // conv_numbers: turns 0 to 23; 21 calls a tool, 22 has its result, 23 is the last.
  test.each([
    [{ from_turn: 3, to_turn: 5 }, '3-5'],
    [{ from_turn: 20 }, '20-23'],
    [{ to_turn: 1 }, '0-1'],
    [{ from_turn: 7, to_turn: 7 }, '7'],
    [{ from_turn: 22, to_turn: 22 }, '21-22'],
    [{ from_turn: 20, to_turn: 999 }, '20-23'],
    [{ around_turn: 10 }, '5-15'],
    [{ around_turn: 0 }, '0-5'],
    [{ around_turn: 23 }, '17-23'],
    [{ around_turn: 22 }, '16-23'],
    [{ match: 'filler 10' }, '9-13'],
    [{ match: 'nowhere' }, 'none'],
    [{ match: 'filler', from_turn: 4, to_turn: 6 }, '4-6'],
    [{ match: 'filler 10', to_turn: 8 }, 'none'],
  ])('%j shows %s', async (input, wanted) => {
    expect(await shown(input)).toBe(wanted)
  })

  // conv_rich: the times of turns 3, 4, 5 are 0:09, 0:11, 0:12; turn 22 is at 1:02:03.
  test.each([
    [{ from_time: '0:09', to_time: '0:12' }, [3, 4, 5]],
    [{ from_time: '9', to_time: '0:11' }, [3, 4]],
    [{ from_time: '1:02:03' }, [22]],
    [{ to_time: '0:05' }, [0, 1]],
    [{ from_time: '5:00', to_time: '6:00' }, []],
  ])('%j holds the turns spoken then', async (input, wanted) => {
    const timed = new Set(rich.transcript.flatMap((each: Json, at: number) => (each.time_in_call_secs > 0 ? [at] : [])))
    const found = lines(await ok('conv_rich', input)).map(line => line.turn)
    expect(found.filter(at => timed.has(at) || at === 0)).toEqual(wanted)
  })

  test('match looks through words, tools and plans, whatever the accents, the case and the commas', async () => {
    const matched = async (match: string, id = 'conv_numbers') =>
      /turns? ([\d, ]+)\./.exec((await ok(id, { match })).structured.coverage)?.[1]
    expect(await matched('CAFE')).toBe('0')
    expect(await matched('5000')).toBe('0, 21')
    expect(await matched('charge_card ok')).toBe('21')
    expect(await matched('thousand five')).toBe('23')
    expect(await matched('voucher', 'conv_rich')).toBe('2')
    expect(await matched(LONG_CALL_SERIAL, SPECIAL.long)).toMatch(/^\d+$/)
    expect(await matched('zebra')).toBeUndefined()
  })

  test('a match shows the found line between its neighbours', async () => {
    expect((await ok('conv_numbers', { match: 'five thousand' })).structured.transcript).toMatchInlineSnapshot(`
      "20 0:00 agent: Filler 19
      21 0:00 tool charge_card {"amount":5000} → ok 1.24 s: ok
      23 0:00 user: Five thousand, fine."
    `)
  })

  test('times in a refusal stand as they were given', async () => {
    const text = await refusal('conv_numbers', { from_time: '1:00', to_time: '0:30' })
    expect(text).toContain('from_time (1:00) is after to_time (0:30)')
  })

  test('mixed, upside down, or outside the call they are refused', async () => {
    const inputs: Json[] = [
      { around_turn: 1, match: 'x' },
      { around_turn: 1, to_turn: 3 },
      { from_time: '0:10', around_turn: 2 },
      { from_turn: 5, to_turn: 3 },
      { from_time: '1:00', to_time: '0:30' },
      { from_turn: 24 },
      { around_turn: 1000 },
      { from_turn: -1 },
      { from_turn: 1.5 },
      { from_time: 'start' },
      { to_time: '1:75' },
      { include: ['everything'] },
      { conversation_id: '' },
    ]
    const texts = await Promise.all(
      inputs.map(async input => `${JSON.stringify(input)} → ${await refusal('conv_numbers', input)}`),
    )
    expect([...texts, await refusal('conv_live', { from_turn: 0 })].join('\n')).toMatchInlineSnapshot(`
      "{"around_turn":1,"match":"x"} → Choose one window: from_turn/to_turn (with or without match), around_turn, or from_time/to_time. Omit the others.
      {"around_turn":1,"to_turn":3} → Choose one window: from_turn/to_turn (with or without match), around_turn, or from_time/to_time. Omit the others.
      {"from_time":"0:10","around_turn":2} → Choose one window: from_turn/to_turn (with or without match), around_turn, or from_time/to_time. Omit the others.
      {"from_turn":5,"to_turn":3} → from_turn (5) is after to_turn (3). Swap them.
      {"from_time":"1:00","to_time":"0:30"} → from_time (1:00) is after to_time (0:30). Swap them.
      {"from_turn":24} → from_turn is 24, but the last turn of this transcript is 23 (turns count from 0).
      {"around_turn":1000} → around_turn is 1000, but the last turn of this transcript is 23 (turns count from 0).
      {"from_turn":-1} → from_turn must be at least 0 (got -1).
      {"from_turn":1.5} → from_turn must be a whole number (got 1.5).
      {"from_time":"start"} → from_time: "start" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
      {"to_time":"1:75"} → to_time: "1:75" does not exist: seconds after the colon range from 00 to 59. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
      {"include":["everything"]} → Each entry of include must be one of metrics, costs, variables, rag, raw (got "everything").
      {"conversation_id":""} → conversation_id is empty.
      from_turn is 0, but this transcript has no turns."
    `)
  })
})

describe('what does not fit', () => {
  test('a long call shows its beginning and its end, and says what is missing', async () => {
    const { structured } = await ok(SPECIAL.long)
    const shown = turnNumbers(structured.turns.shown)
    const [, from, to] = /^Turns (\d+)-(\d+) did not fit into max_tokens 4000\. /.exec(structured.coverage)!
    const missing = turnNumbers(`${from}-${to}`)
    expect([...shown, ...missing].sort((a, b) => a - b)).toEqual(long.transcript.map((_: Json, at: number) => at))
    expect(shown[0]).toBe(0)
    expect(shown.at(-1)).toBe(long.transcript.length - 1)
    expect(structured.transcript).toContain(`\n… turns ${from}-${to} omitted\n`)
    expect(structured.next).toBe(
      `get_conversation {"conversation_id":"${SPECIAL.long}","from_turn":${from},"to_turn":${to}}`,
    )
    expect(structured.turns.total).toBe(long.transcript.length)
  })

  const spoken = (body: Json): [number, string][] =>
    (body.transcript as Json[]).flatMap((each, at): [number, string][] =>
      each.message ? [[at, each.message.replace(/\s+/g, ' ').trim()]] : [],
    )

  /** Nothing lost, nothing twice, nothing of another turn. */
  function checkComplete(body: Json, answers: Answer[]): void {
    const all = answers.flatMap(lines).sort((a, b) => a.turn - b.turn)
    expect(all.map(line => line.turn)).toEqual(expectedLines(body))
    for (const [at, message] of spoken(body)) {
      expect(
        all.some(line => line.turn === at && line.text.includes(message)),
        `${at} ${message}`,
      ).toBe(true)
    }
    for (const [at, each] of (body.transcript as Json[]).entries()) {
      for (const use of each.tool_calls ?? []) {
        const text = `${use.tool_name} ${use.params_as_json}`
        expect(
          all.some(line => line.turn === at && line.text.includes(text)),
          text,
        ).toBe(true)
      }
    }
    for (const { structured } of answers) {
      const shown = turnNumbers(structured.turns.shown)
      for (const line of linesOf(structured.transcript)) expect(shown).toContain(line.turn)
    }
  }

  const WAYS: Json[] = [{ max_tokens: 20_000, max_tool_bytes: 2000, include: ['metrics', 'costs'] }, {}]
  for (const [when, ways] of firstOf(WAYS))
    test.each(ways)('following next through the long call shows every turn exactly once: %j', when, async input => {
      const answers = await readAll(desk.client, { conversation_id: SPECIAL.long, ...input })
      expect(answers.length).toBeGreaterThan(1)
      checkComplete(long, answers)
      for (const answer of answers) {
        const { text, structured } = costs(answer)
        expect(Math.max(text, structured)).toBeLessThanOrEqual(input.max_tokens ?? 4000)
      }
    })

  test('so it does for any call, budget and window', async () => {
    const ids = others
      .filter(body => body.transcript.length > 0 && body.transcript.length < 200)
      .map(body => body.conversation_id)
      .filter(id => id !== SPECIAL.hostile)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ids),
        fc.integer({ min: 800, max: 1500 }),
        fc.subarray(['metrics', 'costs', 'rag', 'variables']),
        async (id, max_tokens, include) => {
          const options = { max_tokens, max_tool_bytes: 1000, ...(include.length > 0 && { include }) }
          checkComplete(bodies.get(id)!, await readAll(desk.client, { conversation_id: id, ...options }))
        },
      ),
      { numRuns: runs(20) },
    )
  })

  test('a chosen window that does not fit continues to its own end only', async () => {
    const answers = await readAll(desk.client, {
      conversation_id: SPECIAL.long,
      from_turn: 300,
      to_turn: 380,
      max_tokens: 2000,
    })
    const found = answers.flatMap(lines).map(line => line.turn)
    const wanted = expectedLines(long).filter(at => at >= 300 && at <= 380)
    // The range may begin with a result; then its call is shown with it.
    expect(found.filter(at => at >= 300)).toEqual(wanted)
    expect(found.filter(at => at < 300).length).toBeLessThanOrEqual(1)
  })

  // The JSON of turn 0 is larger than the largest budget there is.
  test('a turn whose JSON never fits does not end the way to the others', async () => {
    const answers = await readAll(desk.client, { conversation_id: 'conv_long_turn', include: ['raw'] })
    expect(answers.flatMap(lines).map(line => line.turn)).toEqual([0, 1])
  })

  test('calls that overlap are shown once each', async () => {
    const { structured } = await ok('conv_interleaved')
    expect(structured.transcript).toMatchInlineSnapshot(`
      "0 0:00 user: Both, please.
      1 0:00 tool slow {"n":1} → ok 1.24 s: first
      2 0:00 tool fast {"n":2} → ok 1.24 s: second
      3 0:00 agent: One moment.
      6 0:00 agent: Done."
    `)
  })

  test('many tools in one turn', async () => {
    checkComplete(
      bodies.get('conv_parallel')!,
      await readAll(desk.client, { conversation_id: 'conv_parallel', max_tokens: 20_000 }),
    )
  })

  test.each([
    ['conv_quotes', { max_tokens: 500, max_tool_bytes: 80_000 }],
    ['conv_quotes', { max_tokens: 20_000, max_tool_bytes: 80_000 }],
    ['conv_names', { max_tokens: 500 }],
  ])('each next shows something new: %s %j', shownAll)

  async function shownAll(id: string, input: Json): Promise<void> {
    const answers = await readAll(desk.client, { conversation_id: id, ...input })
    expect(new Set(answers.flatMap(lines).map(line => line.turn))).toEqual(new Set(expectedLines(bodies.get(id)!)))
  }

  test('calls that overlap are shown once each, also over several answers', async () => {
    for (const max_tokens of some([800, 850, 900, 950], 2)) {
      checkComplete(
        bodies.get('conv_pairs')!,
        await readAll(desk.client, { conversation_id: 'conv_pairs', max_tokens }),
      )
    }
  })

  test('many tools in one turn, on a small budget', async () => {
    const answers = await readAll(desk.client, { conversation_id: 'conv_parallel', max_tokens: 500 })
    expect(answers.flatMap(lines).map(line => line.turn)).toEqual(expectedLines(bodies.get('conv_parallel')!))
  })

  test('all turns that match can be reached', MORE, async () => {
    const input = { conversation_id: SPECIAL.long, match: 'Coffee', max_tokens: 1500 }
    const answers = await readAll(desk.client, input)
    expect(answers.length).toBeGreaterThan(2)
    const found = new Set(answers.flatMap(lines).map(line => line.turn))
    const wanted = (long.transcript as Json[]).flatMap((each, at) => (/coffee/i.test(each.message ?? '') ? [at] : []))
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter(at => !found.has(at))).toEqual([])
  })
})
