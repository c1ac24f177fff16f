import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { matchTurns } from '../../src/search/marks.ts'
import { searchWords, type WordSearch } from '../../src/search/search-words.ts'
import { anyText } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'
import { agent, body, filled, tool, user } from './filled.ts'

let archive: Archive
beforeAll(async () => {
  archive = await filled([
    body([
      agent('Hello, how can I help?'),
      user('I want a call-back about C++ and my order, it cost $5,000!'),
      ...tool('find_booking', '{"city":"K\\u00f6ln","note":"first\\nsecond"}', '[{"seat":"14C"},{"fare":2500}]'),
      user('我的包裹在哪里？ 東京スカイツリーへ行きたいです'),
      user('NEAR the exit AND not before 5 OR so'),
      user('Danke😀 bis später, Straße 5'),
    ]),
    body([user('Nothing of that kind')]),
  ])
})
afterAll(() => archive.close())

const search = (query: string, more: Partial<WordSearch> = {}) =>
  searchWords(archive, { query: parseQuery(query), filter: {}, order: 'best', limit: 10, offset: 0, ...more })

const turns = async (query: string): Promise<number[]> => (await search(query)).hits.flatMap(hit => hit.turns)

describe('what a person would expect', () => {
  test.each<[string, number[]]>([
    ['call-back', [1]],
    ['callback', []],
    ['call back', [1]],
    ['C++', [1]],
    ['"C++"', [1]],
    ['5,000', [1]],
    ['5000', [1]],
    ['$5000', [1]],
    ["5'000", [1]],
    ['foo "bar', []],
    ['order "cost', [1]],
    ['包裹', [4]],
    ['我的包裹在哪里', [4]],
    ['スカイツリー', [4]],
    ['京東', []],
    ['koln', [2]],
    ['KÖLN second', [2]],
    ['find_booking', [2]],
    ['find*', [2]],
    ['2,500', [3]],
    ['14c', [3]],
    ['NEAR OR', [5]],
    ['NOT AND', [5]],
    ['near(the exit)', [5]],
    ['user:exit', []],
    ['-order 5', [5, 6]],
    ['😀', [6]],
    ['😀*', [6]],
    ['"danke 😀 bis"', [6]],
    ['-😀 5', [5]],
    ['strasse', [6]],
    ['strass*', [6]],
  ])('%s', async (query, expected) => expect(await turns(query)).toEqual(expected))

  test('words of different turns are found in the call, and it is said so', async () => {
    expect(await search('booking exit')).toMatchObject({
      within: 'call',
      conversations: 1,
      turns: 0,
      hits: [{ turns: [2, 5] }],
    })
    expect((await search('order cost')).within).toBe('turn')
    expect(await search('booking exit', { role: 'user' })).toMatchObject({ conversations: 0, hits: [] })
  })

  test('a word that is missing is named', async () => {
    const { nothing } = await search('order zebra')
    expect(nothing).toEqual({
      words: [
        { text: 'order', places: 1, orMore: false },
        { text: 'zebra', places: 0, orMore: false },
      ],
      elsewhere: { conversations: 0, spoken: 0, turns: 0 },
    })
    expect((await search('exit', { filter: { agent_id: 'agent_2' } })).nothing).toEqual({
      words: [{ text: 'exit', places: 0, orMore: false }],
      elsewhere: { conversations: 1, spoken: 1, turns: 1 },
    })
  })

  test.each(['', ' ', '*', '"', '""', '-', '🏽', '...', '\0', '،', '-order', '()', '{}'])(
    '%j looks for nothing and finds nothing',
    async query => {
      expect(await search(query)).toMatchObject({ conversations: 0, turns: 0, hits: [], nothing: null })
    },
  )
})

describe('whatever is typed', () => {
  const sign = fc.constantFrom(...'"*-+^:(){}[]\'\\/;,.!?|&~ \n\0\u00a0\u200b“”«'.split(''))
  const word = fc.constantFrom(
    'NEAR',
    'AND',
    'OR',
    'NOT',
    'order',
    'user',
    'tool',
    'rowid',
    'words',
    'rank',
    '東京',
    '5,000',
    '😀',
    '👍🏽',
    'Straße',
    'NEAR(',
    '--',
  )
  const typed = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    anyText({ maxLength: 30 }),
    fc.array(fc.oneof(sign, word), { maxLength: 12 }).map(parts => parts.join('')),
  )
  const role = fc.constantFrom(undefined, 'user' as const, 'agent' as const, 'tool' as const)

  test('it is no error, and what is found holds it', async () => {
    await fc.assert(
      fc.asyncProperty(typed, role, fc.constantFrom('best' as const, 'newest' as const), async (query, role, order) => {
        const result = await search(query, { role, order })
        for (const hit of result.hits) {
          const matches = matchTurns((await archive.conversation(hit.conversationId))!, parseQuery(query), role)
          const found = matches.filter(({ complete }) => complete || result.within === 'call').map(({ index }) => index)
          expect({ query, role, found }).toEqual({ query, role, found: hit.turns })
        }
      }),
      { numRuns: runs(400) },
    )
  })

  test('however long it is', async () => {
    for (const query of [
      'a '.repeat(300),
      `${'-b '.repeat(300)}order`,
      '東'.repeat(500),
      'x'.repeat(5_000),
      '"a b" '.repeat(120),
      Array.from({ length: 60 }, (_, at) => `a${at}*`).join(' '),
    ]) {
      await expect(search(query)).resolves.toBeDefined()
    }
  })
})
