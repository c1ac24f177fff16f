import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { allWordsOf, foldText, phraseOf } from '../../src/archive/words/normalise-text.ts'
import { CONVERSATION_OF_ROW, TURN_OF_ROW } from '../../src/archive/words/word-index.ts'
import type { Json } from '../../src/demo/world.ts'
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
beforeAll(() => {
  archive = openArchive(newPath())
  addDetail(archive, { conversation_id: 'conv_other', transcript: [user('Something else')] }, 1)
  addDetail(
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

/** Turn numbers, -1 for title and summary, of the rows that hold all words. */
function turnsWith(match: string | null): number[] {
  if (match === null) return []
  const sql = `SELECT ${TURN_OF_ROW} AS turn FROM words JOIN conversations c ON c.id = ${CONVERSATION_OF_ROW}
    WHERE words MATCH ? AND c.conversation_id = 'conv' ORDER BY turn`
  return archive.db.all(sql, [match]).map(({ turn }) => Number(turn))
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
    expect(turnsWith(allWordsOf(words))).toEqual(turns)
  })

  test('as a phrase only in their order', () => {
    expect(turnsWith(phraseOf('charged 5,000 dollars'))).toEqual([0])
    expect(turnsWith(phraseOf('dollars charged'))).toEqual([])
    expect(turnsWith(phraseOf('great 🎉 party'))).toEqual([11])
    expect(turnsWith(phraseOf('Acme Router'))).toEqual([11])
    expect(turnsWith(allWordsOf('dollars charged'))).toEqual([0])
  })

  test('by who said them', () => {
    const saidBy = (column: string, word: string) => turnsWith(`{${column}} : ${phraseOf(word)}`)
    expect(saidBy('user', 'charged')).toEqual([0])
    expect(saidBy('agent', 'charged')).toEqual([])
    expect(saidBy('agent', 'cafe')).toEqual([4])
    expect(saidBy('tool', 'köln')).toEqual([5])
    expect(saidBy('title', 'parcel')).toEqual([-1])
    expect(saidBy('summary', 'parcel')).toEqual([])
  })
})

describe('whatever a user types', () => {
  test.each(['', ' ', '*', '"', '""', '-', 'NEAR(', '()', '{}', ':', '^', '...', '\0', '،', '®'])(
    '%j finds nothing, and breaks nothing',
    words => {
      expect(turnsWith(allWordsOf(words))).toEqual([])
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
    'x*',
    '(x',
    'x\0y',
    "x' OR 1=1 --",
    '"; DROP TABLE words; --',
  ])('%j is words, not syntax', words => {
    const match = allWordsOf(words)
    expect(match).not.toBeNull()
    expect(turnsWith(match)).toEqual([])
  })

  test('is a valid query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), words => {
        for (const match of [allWordsOf(words), phraseOf(words)]) expect(() => turnsWith(match)).not.toThrow()
      }),
      { numRuns: runs(300) },
    )
  })

  test('a text finds itself', () => {
    const probe = openArchive(newPath())
    let at = 0
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
        const body = { conversation_id: 'conv_probe', transcript: [user(text)] }
        at += 1
        probe.upsertConversation(body, toConversation(body, ''), at)
        for (const match of [phraseOf(text), allWordsOf(text)]) {
          if (match === null) continue
          const found = probe.db.all('SELECT rowid FROM words WHERE words MATCH ?', [match])
          // Marks and symbols alone are no words to SQLite.
          if (/[a-z0-9]/i.test(text)) expect({ text, match, found: found.length }).toEqual({ text, match, found: 1 })
        }
      }),
      { numRuns: runs(200) },
    )
    probe.close()
  })
})

describe('folding', () => {
  test.each([
    ['1,200,300', '1200300'],
    ['1,20', '1,20'],
    ['1,2345', '1,2345'],
    ['12,345,6789', '12345,6789'],
    ['5,000.', '5000.'],
    ['in 2024, 100 people', 'in 2024, 100 people'],
    ['v1.234.5', 'v1234.5'],
    ['Weißes Œuvre', 'Weisses oeuvre'],
  ])('%s becomes %s', (text, folded) => expect(foldText(text)).toBe(folded))
})
