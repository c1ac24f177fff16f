import { beforeAll, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { SPECIAL } from '../../src/demo/data/index.ts'
import { SIGNALS } from '../../src/triage/signals.ts'
import { type Reason, type Triage, triage } from '../../src/triage/triage.ts'
import { filled, type Json } from '../search/filled.ts'
import { MORE } from '../support/runs.ts'
import { sample, sampleArchive } from '../support/sample.ts'
import { CAPS, naivePoints } from './naive.ts'

/* All sample calls: scores compared with the formula over the raw bodies, evidence looked up in them. */

const bodies: Json[] = sample.conversations
const bodyOf = new Map(bodies.map(body => [body.conversation_id as string, body]))
let archive: Archive
let all: Triage

const ask = (more: Partial<Parameters<typeof triage>[1]> = {}): Promise<Triage> =>
  triage(archive, { filter: {}, limit: 10_000, offset: 0, ...more })

beforeAll(async () => {
  archive = await sampleArchive()
  all = await ask()
  return () => archive.close()
})

const isOver = ({ status }: Json): boolean => status === 'done' || status === 'failed'

describe('scores', () => {
  test('are computed a second time for every signal, with its cap', () => {
    const caps = Object.fromEntries(SIGNALS.map(({ kind, cap }) => [kind, cap]))
    expect(caps, 'Add the signal to CAPS and points in test/triage/naive.ts.').toEqual(CAPS)
  })

  test('are those of the formula', () => {
    const found = Object.fromEntries(
      all.rows.map(row => [
        row.conversationId,
        Object.fromEntries(row.reasons.map(({ kind, weight }) => [kind, weight])),
      ]),
    )
    const expected = Object.fromEntries(
      bodies
        .filter(isOver)
        .map(body => [body.conversation_id, naivePoints(body)] as const)
        .filter(([, points]) => Object.keys(points).length > 0),
    )
    expect(found, 'A signal is computed once more, from the raw body, in test/triage/naive.ts.').toEqual(expected)
    for (const { score, reasons } of all.rows) {
      expect(score).toBe(
        Math.min(
          100,
          reasons.reduce((sum, { weight }) => sum + weight, 0),
        ),
      )
    }
  })

  test('decide the order, then the newer call', () => {
    const keys = all.rows.map(({ score, facts }) => [score, facts.startedAt] as const)
    const sorted = [...keys].sort((a, b) => b[0] - a[0] || b[1] - a[1])
    expect(keys).toEqual(sorted)
    expect(keys.some(([score], at) => score === keys[at + 1]?.[0])).toBe(true)
  })

  test('tell the calls apart', () => {
    expect(all.rows[0]!.score).toBeGreaterThan(60)
    expect(all.rows.at(-1)!.score).toBeLessThan(10)
    const successful = all.rows.slice(0, 50).filter(({ facts }) => facts.outcome === 'success')
    expect(successful).toEqual([])
  })
})

test('calls are counted by what can be said of them', () => {
  const { rows, ...census } = all
  expect(census.scored).toBe(bodies.filter(isOver).length)
  expect(census.flagged).toBe(rows.length)
  expect(census.unfinished).toBe(bodies.filter(body => !isOver(body)).length)
  expect(census.unread).toBe(0)
  for (const [kind, count] of Object.entries(census.bySignal)) {
    expect([kind, count]).toEqual([kind, rows.filter(row => row.reasons.some(reason => reason.kind === kind)).length])
  }
})

describe('evidence', () => {
  const proves: Record<string, (turn: Json, body: Json, reason: Reason) => boolean> = {
    goal_failed: isLastSpoken,
    technical_failure: isLastSpoken,
    negative_feedback: turn => turn.feedback?.score === 'dislike',
    tool_error: (turn, body) =>
      turn.tool_calls.some((call: Json) =>
        body.transcript.some((other: Json) =>
          other.tool_results.some((result: Json) => result.request_id === call.request_id && result.is_error),
        ),
      ),
    angry_caller: (turn, body) => {
      const anger = ({ analysis }: Json): number =>
        analysis ? Math.max(analysis.user_frustration_score, -analysis.user_sentiment_score) : 0
      return turn.role === 'user' && anger(turn) === Math.max(...body.transcript.map(anger)) && anger(turn) > 0.5
    },
    guardrail_hit: turn => turn.triggered_guardrails.length > 0,
    caller_repeats: turn => turn.role === 'user',
    long_silence: (turn, body, { turns }) => {
      const wait = (one: Json): number =>
        one.conversation_turn_metrics?.metrics.convai_ttf_audio_since_silence?.elapsed_time ?? 0
      const isLongest = turn !== body.transcript[turns[0]!] || wait(turn) === Math.max(...body.transcript.map(wait))
      return turn.role === 'agent' && wait(turn) > 2 && isLongest
    },
    interruptions: turn => turn.role === 'agent' && turn.interrupted,
    abrupt_end: isLastSpoken,
    handoff: turn => turn.tool_calls.some(({ tool_name }: Json) => tool_name === 'transfer_to_number'),
  }

  function isLastSpoken(turn: Json, body: Json): boolean {
    const spoken = body.transcript.filter(({ message }: Json) => /[\p{L}\p{N}]/u.test(message ?? ''))
    return turn === spoken.at(-1)
  }

  test.each(Object.keys(proves))('of %s', kind => {
    const reasons = all.rows.flatMap(row =>
      row.reasons
        .filter(reason => reason.kind === kind)
        .map(reason => ({ body: bodyOf.get(row.conversationId)!, reason })),
    )
    expect(reasons.length).toBeGreaterThan(0)
    let proven = 0
    for (const { body, reason } of reasons) {
      expect(reason.detail).not.toBe('')
      expect(reason.turns.length).toBeLessThanOrEqual(10)
      for (const turn of reason.turns) {
        const isProof = proves[kind]!(body.transcript[turn], body, reason)
        expect({ id: body.conversation_id, turn, isProof }).toEqual({ id: body.conversation_id, turn, isProof: true })
        proven++
      }
    }
    expect(proven).toBeGreaterThan(0)
  })

  test('of repetitions names a later and an earlier turn of nearly the same words', () => {
    const pairs = all.rows.flatMap(row =>
      row.reasons
        .filter(({ kind }) => kind === 'caller_repeats')
        .map(({ turns: [again, earlier] }) => [bodyOf.get(row.conversationId)!.transcript, again!, earlier!] as const),
    )
    expect(pairs.length).toBeGreaterThan(0)
    for (const [transcript, again, earlier] of pairs) {
      expect(again).toBeGreaterThan(earlier)
      const words = (turn: number) => new Set<string>(transcript[turn].message.toLowerCase().match(/[\p{L}\p{N}]+/gu))
      expect([...words(again)].filter(word => words(earlier).has(word)).length).toBeGreaterThanOrEqual(3)
    }
  })
})

describe('a request', () => {
  test('gives the same rows each time, also in another archive', MORE, async () => {
    expect(await ask()).toEqual(all)
    const some = bodies.slice(0, 40)
    const [one, other] = await Promise.all(
      [await filled(some), await filled([...some].reverse())].map(async archive => {
        const found = await triage(archive, { filter: {}, limit: 100, offset: 0 })
        await archive.close()
        return found
      }),
    )
    expect(other).toEqual(one)
  })

  test('gives pages of the whole', async () => {
    const pages = await Promise.all([0, 20, 40].map(offset => ask({ limit: 20, offset })))
    expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows.slice(0, 60))
    for (const { rows: _, ...census } of pages) expect(census.flagged).toBe(all.rows.length)
    expect((await ask({ offset: 10_000 })).rows).toEqual([])
  })

  test('looks at the selected calls only', async () => {
    const window = { afterUnix: 1_794_000_000, beforeUnix: 1_794_900_000, zone: 'UTC' }
    const { rows } = await ask({ filter: { call_successful: 'failure' }, window })
    const expected = all.rows.filter(
      ({ facts }) =>
        facts.outcome === 'failure' && facts.startedAt >= window.afterUnix && facts.startedAt < window.beforeUnix,
    )
    expect(expected.length).toBeGreaterThan(5)
    expect(rows).toEqual(expected)
  })

  test('never scores calls in progress', () => {
    const ids = all.rows.map(({ conversationId }) => conversationId)
    expect(ids).not.toContain(SPECIAL.running)
    expect(ids).not.toContain(SPECIAL.processing)
    expect(ids).toContain(SPECIAL.failed)
    expect(ids).toContain(SPECIAL.hostile)
  })
})

test('a call of a status that nobody knows is neither in progress nor stuck', async () => {
  const odd: Json = { ...bodies.find(isOver)!, status: 'archived' }
  const one = await filled([odd])
  const census = await triage(one, { filter: {}, limit: 1, offset: 0, now: 4e9 })
  expect(census).toMatchObject({ scored: 0, unfinished: 1, stuck: 0, statusUnknown: 1 })
  await one.close()
})

test('a call that was read before it ended is unread, once a list shows that it is over', async () => {
  const running: Json = { ...bodies.find(isOver)!, status: 'in-progress' }
  const one = await filled([running])
  const census = () => triage(one, { filter: {}, limit: 1, offset: 0 })
  expect(await census()).toMatchObject({ scored: 0, unread: 0, unfinished: 1 })
  const ended = { ...(await one.summary(running.conversation_id))!, status: 'done' }
  await one.upsertSummaries([ended], 2)
  expect(await census()).toMatchObject({ scored: 0, unread: 1, unfinished: 0 })
  await one.close()
})
