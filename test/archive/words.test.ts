import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { holdingAll } from '../../src/archive/sqlite/words/expression.ts'
import { CALL, TURN } from '../../src/archive/sqlite/words/index-rows.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import type { Role } from '../../src/archive/words/query.ts'
import { summaryOf } from '../../src/archive/write/list-facts.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import type { Json } from '../../src/demo/world.ts'
import { databaseOf } from '../support/database.ts'
import { emptyArchive } from '../support/empty-archive.ts'
import { runs } from '../support/runs.ts'
import { addDetail, newPath } from './mirror.ts'

const user = (message: string): Json => ({ role: 'user', message })
const agent = (message: string): Json => ({ role: 'agent', message })

const TURNS: Json[] = [
  user('I was charged 5,000 dollars twice'),
  agent('Das macht 1.234,56 € und 12’000 Franken'),
  user('東京スカイツリーへ行きたいです'),
  user('我的包裹在哪里？'),
  agent('Ünïted Café régime'),
  {
    role: 'agent',
    message: null,
    tool_calls: [
      { request_id: 'r', tool_name: 'find_booking', params_as_json: '{"city":"K\\u00f6ln","note":"first\\nsecond"}' },
    ],
  },
  {
    role: 'agent',
    message: null,
    tool_results: [{ request_id: 'r', tool_name: 'find_booking', result_value: '[{"seat":"14C"},{"fare":2500}]' }],
  },
  {
    role: 'agent',
    message: null,
    tool_results: [{ request_id: 'x', tool_name: 'other', result_value: '{broken json: timeout' }],
  },
  user('５０００円と ｶﾀｶﾅ'),
  user('card 4242 4242 4242 4242, room 12 345'),
  user('Œuvre, Straße, smørrebrød, Łódź, đồng, Ærø'),
  agent('great🎉party 👍🏽 ❤️ 🇩🇪 👨‍👩‍👧 Acme® Router'),
]

let archive: Archive
beforeAll(async () => {
  archive = await openArchive(emptyArchive(newPath()))
  await addDetail(archive, { conversation_id: 'conv_other', transcript: [user('Something else')] }, 1)
  await addDetail(
    archive,
    {
      conversation_id: 'conv',
      transcript: TURNS,
      analysis: { call_summary_title: 'Parcel lost', transcript_summary: 'Refunded 7,500.' },
    },
    1,
  )
})
afterAll(() => archive.close())

/** For MATCH; null: there is nothing to look for. */
function matchOf(typed: string, role?: Role): string | null {
  const query = parseQuery(typed)
  return query.wanted.length > 0 ? holdingAll(query, role) : null
}

/** Turn numbers, -1 for title and summary, of the rows that hold all words. */
function turnsWith(typed: string, role?: Role): number[] {
  const match = matchOf(typed, role)
  if (match === null) return []
  const rows = sql`SELECT ${TURN} AS turn FROM words JOIN conversations c ON c.id = ${CALL}
    WHERE words MATCH ${match} AND c.conversation_id = 'conv' ORDER BY turn`
  return databaseOf(archive)
    .all(rows)
    .map(({ turn }) => Number(turn))
}

describe('words are found', () => {
  test.each<[string, number[]]>([
    ['charge', [0]],
    ['CHARGES twice', [0]],
    ['5000', [0, 8]],
    ['5,000', [0, 8]],
    ["5'000", [0, 8]],
    ['5.000', [0, 8]],
    ['5\u202f000', [0, 8]],
    ['$5,000', [0, 8]],
    ['1234', [1]],
    ['1,234.56', [1]],
    ['12000', [1]],
    ['東京', [2]],
    ['スカイツリー', [2]],
    ['行きたい', [2]],
    ['京東', []],
    ['包裹', [3]],
    ['我的 哪里', [3]],
    ['united cafe', [4]],
    ['RÉGIME', [4]],
    ['find_booking', [5]],
    ['köln', [5]],
    ['second', [5]],
    ['nsecond', []],
    ['14c', [6]],
    ['2,500', [6]],
    ['timeout', [7]],
    ['カタカナ', [8]],
    ['4242', [9]],
    ['345', [9]],
    ['strasse', [10]],
    ['STRASSE', [10]],
    ['STRAẞE', [10]],
    ['oeuvre', [10]],
    ['Smorrebrod', [10]],
    ['lodz', [10]],
    ['dong', [10]],
    ['aero', [10]],
    ['🎉', [11]],
    ['🎉 party', [11]],
    ['👍', [11]],
    ['👍🏿', [11]],
    ['❤', [11]],
    ['🇩🇪', [11]],
    ['👨‍👩‍👧', [11]],
    ['👧', [11]],
    ['👩‍👨‍👧', []],
    ['😀', []],
    ['128077', []],
    ['parcel', [-1]],
    ['7500 refund', [-1]],
    ['something', []],
  ])('%s', (words, turns) => {
    expect(turnsWith(words)).toEqual(turns)
  })

  test('as a phrase only in their order', () => {
    expect(turnsWith('"charged 5,000 dollars"')).toEqual([0])
    expect(turnsWith('"dollars charged"')).toEqual([])
    expect(turnsWith('"great 🎉 party"')).toEqual([11])
    expect(turnsWith('"Acme Router"')).toEqual([11])
    expect(turnsWith('dollars charged')).toEqual([0])
  })

  test('behind an equals sign and before a star by their letters, else by their stems', () => {
    expect(turnsWith('dollar')).toEqual([0])
    expect(turnsWith('"dollar"')).toEqual([0])
    expect(turnsWith('="dollar"')).toEqual([])
    expect(turnsWith('dollar*')).toEqual([0])
    expect(turnsWith('"5,000 dol*"')).toEqual([0])
    expect(turnsWith('"スカイ*"')).toEqual([2])
    expect(turnsWith('"4242 4242"')).toEqual([9])
  })

  test('by who said them', () => {
    expect(turnsWith('charged', 'user')).toEqual([0])
    expect(turnsWith('charged', 'agent')).toEqual([])
    expect(turnsWith('cafe', 'agent')).toEqual([4])
    expect(turnsWith('"köln"', 'tool')).toEqual([5])
    expect(turnsWith('parcel', 'tool')).toEqual([])
  })
})

describe('whatever a user types', () => {
  test.each(['', ' ', '*', '"', '""', '-', 'NEAR(', '()', '{}', ':', '^', '...', '\0', '،', '®'])(
    '%j finds nothing, and breaks nothing',
    words => {
      expect(turnsWith(words)).toEqual([])
    },
  )

  test.each([
    'call-back',
    'C++',
    'a AND',
    'foo "bar',
    'NOT x',
    'user:charged',
    '{tool} : x',
    'xyz*',
    '(x',
    'x\0y',
    "x' OR 1=1 --",
    '"; DROP TABLE words; --',
  ])('%j is words, not syntax', words => {
    expect(matchOf(words)).not.toBeNull()
    expect(turnsWith(words)).toEqual([])
  })

  test('is a valid query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), words => {
        for (const typed of [words, `"${words}"`]) expect(() => turnsWith(typed)).not.toThrow()
      }),
      { numRuns: runs(300) },
    )
  })

  test('a text finds itself', async () => {
    const probe = await openArchive(emptyArchive(newPath()))
    let at = 0
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async text => {
        const body = { conversation_id: 'conv_probe', transcript: [user(text)] }
        at += 1
        await probe.upsertConversation(body, toConversation(body, ''), at)
        const plain = text.replace(/["*-]/g, ' ')
        for (const match of [matchOf(plain), matchOf(`"${plain}"`), matchOf(`"${plain}*"`)]) {
          if (match === null) continue
          const found = databaseOf(probe).all('SELECT rowid FROM words WHERE words MATCH ?', [match])
          expect({ text, match, found: found.length }).toEqual({ text, match, found: 1 })
        }
      }),
      { numRuns: runs(200) },
    )
    await probe.close()
  })
})

test('the words of calls that are written together are one part of the index, whatever the order of the calls', async () => {
  const own = await openArchive(emptyArchive(newPath()))
  const bodies = Array.from({ length: 5 }, (_, at) => ({
    conversation_id: `conv_${at}`,
    status: 'done',
    transcript: [user('Where is my parcel?'), agent('On its way.')],
    analysis: {
      call_summary_title: 'Parcel',
      evaluation_criteria_results_list: [{ criteria_id: 'c', rationale: 'Told.' }],
    },
  }))
  const details = bodies.map(body => prepareDetail(body, toConversation(body, body.conversation_id)))
  await own.upsertSummaries(
    details.map(({ call }) => ({ ...summaryOf(call), title: null })),
    1,
  )
  await own.writeTogether(details.toReversed().map(detail => ({ detail, at: 2 })))
  // Rows 1 and 10 are totals and structure.
  expect(databaseOf(own).get('SELECT count(*) AS parts FROM words_data WHERE id > 10')).toEqual({ parts: 1 })
  await own.close()
})
