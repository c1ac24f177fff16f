// @module-tag more
import { describe, expect, test } from 'vitest'
import { conversationBody } from '../../src/api/conversation-body.ts'
import { MOST_NESTED, MOST_PARTS, nestedIn, sizeOfTurn } from '../../src/api/turn-size.ts'
import { unreadInPieces } from '../../src/api/unread.ts'
import { atOnce, type Pieces, TURNS_A_PIECE } from '../../src/pieces.ts'
import { MORE } from '../support/runs.ts'

/* How much of a call is read, and that what is left out is said. */

const list = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at))
const use = (at: number) => ({ request_id: `r${at}`, tool_name: 'look_up', result_value: '' })
const workflow = (steps: unknown[]) => ({ ...use(0), result: { result_type: 'workflow', steps } })
const step = (uses: number) => ({ requests: list(uses, use), results: list(uses, use) })
const body = (transcript: unknown[]) => ({
  conversation_id: 'c',
  agent_id: 'a',
  status: 'done',
  metadata: { start_time_unix_secs: 1_790_000_000 },
  transcript,
})

function counted<T>(pieces: Pieces<T>): { value: T; count: number } {
  for (let count = 1; ; count++) {
    const { done, value } = pieces.next()
    if (done) return { value, count }
  }
}

describe('the size of a turn', () => {
  test.each<[number, unknown]>([
    [1, null],
    [1, 'text'],
    [1, { message: 'hi', tool_calls: 'none' }],
    [3, { tool_calls: [use(1), use(2)] }],
    [5, { tool_calls: [use(1), use(2)], tool_results: [use(1), null] }],
    // The turn, its result, one step, three calls and three results.
    [9, { tool_results: [workflow([step(3)])] }],
    [17, { tool_results: [workflow([{ ...step(3), results: [workflow([step(4)]), use(1)] }, null, 7])] }],
  ])('is %i', (size, turn) => expect(sizeOfTurn(turn)).toBe(size))

  test('has no end where workflows run in workflows without end', () => {
    let deep: object = use(0)
    for (let level = 0; level < 60; level++) deep = workflow([{ results: [deep] }])
    expect(nestedIn(deep)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('a call is read', () => {
  const turns = (count: number) => list(count, at => ({ role: 'user', message: `turn ${at}` }))

  test('to its end, and in pieces', () => {
    const { value, count } = counted(conversationBody(body(turns(MOST_PARTS)), 'c'))
    expect(value.transcript).toHaveLength(MOST_PARTS)
    expect(count).toBeGreaterThanOrEqual(MOST_PARTS / TURNS_A_PIECE)
    expect(atOnce(unreadInPieces(turns(MOST_PARTS)))).toEqual({ reason: null, noTranscript: false, lostTurns: [] })
  })

  test('so far, and the reason told, where it has more turns', MORE, () => {
    expect(atOnce(conversationBody(body(turns(MOST_PARTS + 1)), 'c')).transcript).toHaveLength(MOST_PARTS)
    expect(atOnce(unreadInPieces(turns(MOST_PARTS + 1))).reason).toBe('it has more than 100,000 turns and tool calls')
  })

  test('up to the turn that has too many tool calls', () => {
    const many = [...turns(2), { role: 'agent', tool_calls: list(MOST_PARTS, use) }, ...turns(1)]
    expect(atOnce(conversationBody(body(many), 'c')).transcript).toHaveLength(2)
    expect(atOnce(unreadInPieces(many)).reason).toBe('it has more than 100,000 turns and tool calls')
  })

  test('with all tool calls of one turn, in pieces', () => {
    const uses = 10 * TURNS_A_PIECE
    const one = [{ role: 'agent', message: 'so', tool_calls: list(uses, use), tool_results: list(uses, use) }]
    const { value, count } = counted(conversationBody(body(one), 'c'))
    expect(value.transcript[0]!.tool_calls).toHaveLength(uses)
    expect(value.transcript[0]!.tool_results).toHaveLength(uses)
    expect(count).toBeGreaterThanOrEqual(20)
  })

  test('without what one result holds too much of', () => {
    const fits = [{ role: 'agent', tool_results: [workflow([step((MOST_NESTED - 2) / 2)])] }]
    expect(atOnce(unreadInPieces(fits)).reason).toBeNull()
    const many = [{ role: 'agent', tool_results: [use(1), workflow([step(MOST_NESTED)])] }]
    const [turn] = atOnce(conversationBody(body(many), 'c')).transcript
    expect(turn!.tool_results.map(({ result }) => result ?? null)).toEqual([null, null])
    expect(atOnce(unreadInPieces(many)).reason).toBe('a tool result of turn 0 holds more than 2,000 others')
  })
})
