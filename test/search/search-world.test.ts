import { beforeAll, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import type { Archive } from '../../src/archive/archive.ts'
import type { WordSearchResult } from '../../src/archive/words/find.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { LONG_CALL_SERIAL, SPECIAL } from '../../src/demo/data/index.ts'
import { seededRandom } from '../../src/domain/statistics.ts'
import { matchTurns } from '../../src/search/marks.ts'
import { searchWords, type WordSearch } from '../../src/search/search-words.ts'
import { ALL_RUNS, some } from '../support/runs.ts'
import { longCall, sample, withLongCall } from '../support/sample.ts'
import { filled, type Json } from './filled.ts'
import { type Doc, docsOf, naiveSearch, naiveSearchInCalls, quoted, said, type Wanted, writtenOf } from './naive.ts'

/* All sample calls: what is found, compared with a search that reads the raw bodies from end to end. */

const bodies: Json[] = withLongCall(sample.conversations).filter(
  (call, at) => ALL_RUNS || call === longCall || at % 3 === 0 || call.metadata.main_language !== 'en',
)
let archive: Archive
let docs: Doc[]

beforeAll(async () => {
  archive = await filled(bodies)
  docs = docsOf(bodies)
  return () => archive.close()
})

const search = (query: string, more: Partial<WordSearch> = {}) =>
  searchWords(archive, { query: parseQuery(query), filter: {}, order: 'best', limit: 1_000_000, offset: 0, ...more })

type Result = WordSearchResult

const asMap = ({ hits }: Result): Map<string, number[]> =>
  new Map(
    hits
      .map(hit => [hit.conversationId, [...writtenOf(hit), ...hit.turns]] as [string, number[]])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const sorted = (found: Map<string, number[]>): Map<string, number[]> =>
  new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))

/** What is found is what the naive search finds, and so are the totals and the marks. */
async function expectSame(
  query: string,
  wanted: Wanted,
  more: Partial<WordSearch> = {},
  among: Doc[] = docs,
): Promise<Result> {
  const role = wanted.role
  const result = await search(query, { ...(role ? { role } : {}), ...more })
  const inTurns = naiveSearch(among, wanted)
  const expected = inTurns.size > 0 ? inTurns : naiveSearchInCalls(among, wanted)
  expect({ query, role, found: asMap(result) }).toEqual({ query, role, found: sorted(expected) })
  expect(result.conversations).toBe(expected.size)
  expect(result.spoken).toBe([...inTurns.values()].filter(turns => turns.some(turn => turn >= 0)).length)
  expect(result.turns).toBe([...inTurns.values()].flat().filter(turn => turn >= 0).length)
  if (expected.size > 0) expect(result.within).toBe(inTurns.size > 0 ? 'turn' : 'call')
  expect(result.nothing === null).toBe(expected.size > 0)
  return result
}

const words = (typed: string): Wanted => ({ all: typed.split(' ').map(said) })

describe('what people type', () => {
  test.each([
    'refund',
    'refunds',
    'REFUNDED',
    'parcel',
    'the',
    'order status',
    'charged twice',
    'invoice paid',
    'cancel',
    'cancelled order',
    'gateway serial',
    'zephyr',
    'QX7-4419-ZEPHYR',
    'Abschlag',
    'abschlag',
    'mensualités',
    'mensualites',
    'MENSUALITÉS',
    'kilowattheures',
    'lookup_order',
    'timeout',
    'Wednesday',
    'francs',
    '14012',
    'appointment dentist',
    'sorry late',
    'supervisor human',
    'Claudia Keller',
    'thankfully',
    'deliveries',
    'x',
    'Grüezi',
    'gruezi',
    'pedido',
    'número',
    'numero',
    'español',
    'generally',
    'qm43808814f',
  ])('%s', async query => {
    await expectSame(
      query,
      query.includes('-') ? { all: [[...said(query), ...said(query.replaceAll('-', ''))]] } : words(query),
    )
  })

  test.each<[string, Wanted]>([
    ['cancel OR refund', { all: [[...said('cancel'), ...said('refund')]] }],
    [
      'order cancel OR "on its way" -late',
      { all: [said('order'), [...said('cancel'), ...said('on its way')]], none: [said('late')] },
    ],
    ['invoice OR zephyr OR Abschlag', { all: [[...said('invoice'), ...said('zephyr'), ...said('Abschlag')]] }],
  ])('either, in %s', async (query, wanted) => void (await expectSame(query, wanted)))

  test.each([
    'thank you',
    'your order number',
    'lookup_order',
    "I'm sorry",
    'on its way',
    'you thank',
    '5,000 dollars',
    'refund',
    'refunds',
    'orders',
    '14012',
  ])('the phrase "%s"', async phrase => {
    await expectSame(`"${phrase}"`, { all: [said(phrase)] })
    await expectSame(`“${phrase}”`, { all: [said(phrase)] })
    await expectSame(`="${phrase}"`, { all: [quoted(phrase)] })
  })

  test('excluded words', async () => {
    await expectSame('order -refund', { all: [said('order')], none: [said('refund')] })
    await expectSame('-refund order -"thank you"', { all: [said('order')], none: [said('refund'), said('thank you')] })
  })

  test('in another language, with and without accents', async () => {
    const sentences = [
      ['Der ist, ähm, viel zu hoch', 'Der ist, ahm, viel zu hoch'],
      ["Pourquoi mes mensualités ont-elles augmenté ? C'était", "pourquoi mes mensualites ont-elles augmente? c'etait"],
      ['¿habla español? Es por un pedido', 'habla espanol es por un pedido'],
      ['荷物がまだ届かないんですが', '荷物がまだ届かないんですが'],
      ['日本語でも大丈夫ですか', '日本語でも大丈夫ですか'],
    ]
    for (const [spoken, typed] of sentences) {
      const count = bodies.filter(body => body.transcript.some((turn: Json) => turn.message?.includes(spoken))).length
      expect(count).toBeGreaterThan(0)
      for (const text of [spoken, typed]) {
        const { conversations } = await expectSame(`"${text}"`, { all: [said(text!)] })
        expect(conversations).toBeGreaterThanOrEqual(count)
      }
    }
    await expectSame('日本語', { all: [said('日本語')] })
    await expectSame('荷物 番号', { all: [said('荷物'), said('番号')] })
    expect((await search('語本日')).conversations).toBe(0)
  })

  test('a serial number said once in 1,500 turns', async () => {
    for (const query of [LONG_CALL_SERIAL, 'qx7 zephyr', `"${LONG_CALL_SERIAL}"`, 'zeph*']) {
      const { hits } = await search(query)
      expect(hits.map(hit => hit.conversationId)).toEqual([SPECIAL.long])
      const call = (await archive.conversation(SPECIAL.long))!
      expect(hits[0]!.turns.map(turn => call.turns[turn]!.message).join()).toContain(LONG_CALL_SERIAL)
      const [match] = matchTurns(call, parseQuery(query)).filter(({ complete }) => complete)
      const { start } = match!.marks[0]!
      expect(call.turns[match!.index]!.message.indexOf(LONG_CALL_SERIAL)).toBeLessThanOrEqual(start)
    }
  })
})

describe('words drawn from the calls', () => {
  const random = seededRandom('words')
  const any = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const spoken = bodies.flatMap(body => body.transcript.flatMap((turn: Json) => turn.message ?? []))
  const plainWords = (text: string): string[] => text.match(/(?<![^\s(])[\p{L}\p{N}']{2,}(?![^\s.,?!)])/gu) ?? []

  test('one to three of them, anywhere or of one role', async () => {
    for (let round = 0; round < 60; round++) {
      const chosen = plainWords(any(spoken))
      if (chosen.length === 0) continue
      const typed = Array.from({ length: 1 + Math.floor(random() * 3) }, () => any(chosen))
      const role = any([undefined, undefined, 'user', 'agent', 'tool'] as const)
      await expectSame(typed.join(' '), { all: typed.map(said), ...(role ? { role } : {}) })
    }
  })

  test('as a phrase', async () => {
    for (let round = 0; round < 30; round++) {
      const text = any(spoken).replaceAll('"', '')
      const from = Math.floor(random() * text.length)
      const part = text.slice(from, from + 5 + Math.floor(random() * 30)).replace(/^\S*\s|\s\S*$/g, '')
      if (plainWords(part).length === 0) continue
      await expectSame(`="${part}"`, { all: [quoted(part)] })
    }
  })

  test('in different turns of a call', async () => {
    let inCalls = 0
    for (let round = 0; round < 40; round++) {
      const long = any(bodies).transcript.map((turn: Json) =>
        plainWords(turn.message ?? '').filter(word => word.length > 6),
      )
      const turns = long.filter((words: string[]) => words.length > 0)
      if (turns.length < 2) continue
      const typed = [any<string[]>(turns), any<string[]>(turns)].map(any)
      if ((await expectSame(typed.join(' '), { all: typed.map(said) })).within === 'call') inCalls++
    }
    expect(inCalls).toBeGreaterThan(3)
  })
})

describe('filters and windows', () => {
  const starts = bodies.map(body => body.metadata.start_time_unix_secs as number).sort((a, b) => a - b)
  const [from, to] = [0.2, 0.6].map(share => starts[Math.floor(share * starts.length)]!) as [number, number]
  const window = { afterUnix: from, beforeUnix: to, zone: 'UTC' }
  const agentId: string = bodies[5]!.agent_id
  const isInWindow = ({ metadata: { start_time_unix_secs: start } }: Json): boolean => start >= from && start < to

  test.each<[string, Partial<WordSearch>, (body: Json) => boolean]>([
    ['window', { window }, isInWindow],
    ['agent', { filter: { agent_id: agentId } }, body => body.agent_id === agentId],
    ['outcome', { filter: { call_successful: 'failure' } }, body => body.analysis?.call_successful === 'failure'],
    [
      'all of them',
      { window, filter: { agent_id: agentId, call_successful: 'success' } },
      body => isInWindow(body) && body.agent_id === agentId && body.analysis?.call_successful === 'success',
    ],
    ['language', { filter: { main_languages: ['de', 'fr'] } }, body => /^(de|fr)$/.test(body.metadata.main_language)],
  ])('%s', async (_, selection, isSelected) => {
    const among = docs.filter(({ body }) => isSelected(body))
    for (const query of ['order', 'thank you', 'the', 'refund order', 'moment please', 'francs', 'zephyr']) {
      await expectSame(query, words(query), selection, among)
    }
  })

  test('nothing among the selected calls: what there is elsewhere', async () => {
    const { nothing } = await search('thank you', { filter: { agent_id: 'agent_of_nobody' } })
    expect(nothing!.elsewhere.conversations).toBe(naiveSearch(docs, words('thank you')).size)
    expect(nothing!.elsewhere.conversations).toBeGreaterThan(0)
    expect(nothing!.words.map(({ text }) => text)).toEqual(['thank', 'you'])
  })
})

describe('order and pages', () => {
  const startOf = new Map(bodies.map(body => [body.conversation_id, body.metadata.start_time_unix_secs]))

  test.each(['best', 'newest', 'oldest'] as const)('pages of the %s make the whole', async order => {
    const whole = (await search('order', { order })).hits
    expect(whole.length).toBeGreaterThan(28)
    const pages = await Promise.all([0, 7, 14, 21].map(offset => search('order', { order, limit: 7, offset })))
    expect(pages.flatMap(({ hits }) => hits)).toEqual(whole.slice(0, 28))
  })

  test.each([
    ['newest', -1],
    ['oldest', 1],
  ] as const)('%s first', async (order, sign) => {
    const found = await search('order', { order })
    const starts = found.hits.map(hit => startOf.get(hit.conversationId)!)
    expect([found.order, starts]).toEqual([order, [...starts].sort((a, b) => sign * (a - b))])
  })

  test('best first: whose title says it, then who says it in few words', async () => {
    const { hits } = await search('refund')
    const scores = hits.map(({ score }) => score!)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    const inTitle = (hit: Result['hits'][number]): boolean =>
      /refund/i.test(
        bodies.find(body => body.conversation_id === hit.conversationId)!.analysis?.call_summary_title ?? '',
      )
    const last = hits.findLastIndex(inTitle)
    const first = hits.findIndex(hit => !hit.inHeadline)
    expect(hits.some(inTitle)).toBe(true)
    expect(first === -1 || last < first).toBe(true)
  })
})

describe('marks', () => {
  // A quarter of them, all foreign languages, and the long one.
  const calls = bodies
    .filter((body, at) => at % 4 === 0 || body.conversation_id === SPECIAL.long || body.metadata.main_language !== 'en')
    .map(body => toConversation(body, body.conversation_id))
  const ids = new Set(calls.map(({ id }) => id))

  const QUERIES = [
    ['refund', undefined],
    ['thank you', undefined],
    ['"thank you"', 'agent'],
    ['order -status', 'user'],
    ['parc*', undefined],
    ['lookup_order', 'tool'],
    ['日本語', undefined],
    ['mensualites', 'user'],
    ['deliver* -"on its way"', undefined],
    ["I'm", undefined],
    ['QM43808814F', undefined],
    ['the', 'agent'],
    ['"status delivered"', 'tool'],
    ['2 5', undefined],
  ] as const
  test.each(some(QUERIES, 2))('%s in the same turns as the index', async (query, role) => {
    const found = asMap(await search(query, { ...(role ? { role } : {}) }))
    const marked = calls.flatMap(call => {
      const turns = matchTurns(call, parseQuery(query), role).filter(({ complete }) => complete)
      for (const { marks } of turns) expect(marks.length).toBeGreaterThan(0)
      return turns.length > 0 ? [[call.id, turns.map(({ index }) => index)] as const] : []
    })
    const inTurns = [...found]
      .filter(([id]) => ids.has(id))
      .map(([id, turns]) => [id, turns.filter(turn => turn >= 0)] as const)
    expect(marked.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(inTurns.filter(([, turns]) => turns.length > 0))
  })

  test('stand on the words', async () => {
    const forms = new Set<string>()
    for (const { conversationId } of (await search('refund')).hits) {
      const call = (await archive.conversation(conversationId))!
      for (const { index, marks } of matchTurns(call, parseQuery('refund'))) {
        for (const { field, start, end } of marks) {
          if (field === 'message') forms.add(call.turns[index]!.message.slice(start, end).toLowerCase())
        }
      }
    }
    expect([...forms].sort()).toEqual(['refund', 'refunded'])
  })
})
