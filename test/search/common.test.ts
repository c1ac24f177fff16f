import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { whereOf } from '../../src/archive/select/select.ts'
import { countAll, hitsByStart } from '../../src/archive/sqlite/words/common.ts'
import { holdingAll } from '../../src/archive/sqlite/words/expression.ts'
import type { Plan } from '../../src/archive/sqlite/words/plan.ts'
import { findRanked } from '../../src/archive/sqlite/words/ranked.ts'
import type { Hit } from '../../src/archive/words/find.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { agent, body, filled, type Json, user } from './filled.ts'

/* Words that so many turns hold that nothing is fetched but the page: both ways must find the same. */

const CALLS = 60
const TURNS = 110

/** Every turn says "common", every seventh "seldom", the calls of the second agent never say "mine". */
const calls: Json[] = Array.from({ length: CALLS }, (_, call) => {
  const turns = Array.from({ length: TURNS }, (_, turn) => {
    const text = `common ${turn % 7 === call % 7 ? 'seldom' : ''} ${call % 5 > 0 ? 'mine' : ''}`
    return turn % 2 ? user(text) : agent(text)
  })
  return body(turns, {
    agent_id: call % 5 > 0 ? 'agent_1' : 'agent_2',
    // Several start at once: their ids decide.
    metadata: { start_time_unix_secs: 1_790_000_000 + Math.floor(((call * 37) % CALLS) / 3) },
    analysis: { call_summary_title: call % 3 ? 'Something common' : 'Something else' },
  })
})

let archive: Archive
beforeAll(async () => {
  archive = await filled(calls)
})
afterAll(() => archive.close())

const plan = (typed: string, more: Partial<Plan> = {}): Plan => ({
  match: holdingAll(parseQuery(typed)),
  hasPrefix: typed.includes('*'),
  where: whereOf({}),
  order: 'newest',
  limit: 7,
  offset: 0,
  ...more,
})

const unranked = (hits: Hit[]): Hit[] => hits.map(hit => ({ ...hit, bestTurn: null, score: null }))

describe('the way for common words and the way for rare ones', () => {
  test.each(['common', 'seldom', 'mine', 'commo*', 'common -mine', 'something', 'nowhere'])(
    'find the same: %s',
    async typed => {
      for (const where of [whereOf({}), whereOf({ agent_id: 'agent_2' }), whereOf({ agent_id: 'agent_3' })]) {
        for (const offset of [0, 7, 56, 63]) {
          const one = plan(typed, { where, offset })
          const ranked = await archive.read(findRanked(one))
          const expected = unranked(ranked.hits)
          expect(await archive.read(hitsByStart(one))).toEqual(expected)
          expect(await archive.read(hitsByStart({ ...one, hasPrefix: true }))).toEqual(expected)
          expect(await archive.read(countAll(one))).toEqual({
            conversations: ranked.conversations,
            spoken: ranked.spoken,
            turns: ranked.turns,
          })
        }
      }
    },
  )
})

describe('a search for a common word', () => {
  const search = (query: string, order: 'best' | 'newest', filter = {}) =>
    searchWords(archive, { query: parseQuery(query), order, filter, limit: 5, offset: 0 })

  test('gives the newest calls and counts all', async () => {
    const newest = [...calls].sort(
      (a, b) =>
        b.metadata.start_time_unix_secs - a.metadata.start_time_unix_secs ||
        (a.conversation_id < b.conversation_id ? -1 : 1),
    )
    const result = await search('common', 'newest')
    expect(result).toMatchObject({ conversations: CALLS, turns: CALLS * TURNS, order: 'newest' })
    expect(result.hits).toEqual(
      newest.slice(0, 5).map(call => ({
        conversationId: call.conversation_id,
        turns: call.transcript.map((_: Json, turn: number) => turn),
        bestTurn: null,
        inHeadline: call.analysis.call_summary_title.includes('common'),
        inEvaluation: false,
        score: null,
      })),
    )
  })

  test('ranks them where the filter leaves few', async () => {
    expect((await search('common', 'newest', { agent_id: 'agent_2' })).hits[0]!.score).not.toBeNull()
    expect((await search('common', 'best')).order).toBe('best')
  })
})

describe('words of different turns', () => {
  const search = (query: string, more = {}) =>
    searchWords(archive, { query: parseQuery(query), order: 'best', filter: {}, limit: 4, offset: 0, ...more })

  test('are found in the calls that hold all of them', async () => {
    const result = await search('something seldom mine')
    const expected = calls.filter(({ agent_id }) => agent_id === 'agent_1')
    expect(result).toMatchObject({ within: 'call', conversations: expected.length, turns: 0, order: 'newest' })
    for (const { turns, inHeadline } of result.hits) {
      // Every turn of these calls says "mine".
      expect(turns).toHaveLength(TURNS)
      expect(inHeadline).toBe(true)
    }
    expect(await search('something seldom mine', { filter: { agent_id: 'agent_2' } })).toMatchObject({
      conversations: 0,
    })
    expect((await search('somethin* seldom mine')).hits).toEqual(result.hits)
    const [, ...rest] = result.hits
    expect((await search('something seldom mine', { offset: 1, limit: 3 })).hits).toEqual(rest)
  })

  test('are counted where they are missing', async () => {
    const { nothing } = await search('something seldom zebra')
    expect(nothing!.words).toEqual([
      { text: 'something', places: CALLS, orMore: false },
      { text: 'seldom', places: expect.any(Number), orMore: false },
      { text: 'zebra', places: 0, orMore: false },
    ])
    expect((await search('common zebra')).nothing!.words[0]).toEqual({ text: 'common', places: 1_000, orMore: true })
  })
})
