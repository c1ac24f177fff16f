import type { Client } from 'pg'
import { analyze, type Question as Numbers } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { triage } from '../../src/triage/triage.ts'
import { againstNinetyDays, DAY } from '../archive/dates.ts'
import { COMMON_WORD, PHRASE } from '../archive/speech.ts'
import { AGENT, NEWEST, numbers, ranked, TOTALS, TRIAGE } from './plain.ts'

/** A question, asked of our engine and in plain SQL. Both give what their answers must agree in. */
interface Question {
  name: string
  ours(archive: Archive): Promise<unknown>
  plain(client: Client): Promise<unknown>
}

const PAGE = { order: 'best', limit: 10, offset: 0 } as const

async function found(archive: Archive, query: string, selection: object): Promise<unknown> {
  const asked = { filter: {}, ...PAGE, ...selection, query: parseQuery(query) }
  const { conversations, turns, hits } = await searchWords(archive, asked)
  return [
    ...[conversations, turns],
    hits.map(hit => [hit.conversationId, [...(hit.inHeadline ? [-1] : []), ...hit.turns]]),
  ]
}

interface Hit {
  id: string
  turns: string
  calls: number
  places: number
}
const pageOf = (rows: readonly Hit[], { calls, places } = rows[0]!) => [
  ...[calls, places],
  rows.map(({ id, turns }) => [id, turns]),
]

const FORMS = PHRASE.split(' ').map(word => `=${word}`)

const searches = (from: number): Question[] => [
  {
    name: `"${PHRASE}", filtered, ranked, with totals`,
    ours: archive =>
      found(archive, `"${PHRASE}"`, {
        filter: { agent_id: AGENT, call_successful: 'failure' },
        window: { zone: 'UTC', afterUnix: from },
      }),
    async plain(client) {
      const query = FORMS.map(form => `'${form}'`).join(' <-> ')
      return pageOf((await client.query<Hit>(ranked(from), [query, FORMS])).rows)
    },
  },
  {
    name: `a common word, ${COMMON_WORD}, with totals`,
    ours: archive => found(archive, COMMON_WORD, {}),
    async plain(client) {
      const [totals] = (await client.query<Hit>(TOTALS, [`'${COMMON_WORD}'`])).rows
      return pageOf((await client.query<Hit>(NEWEST, [`'${COMMON_WORD}'`])).rows, totals)
    },
  },
]

const THREE = ['agent', 'language', 'week'] as const
type Name = keyof ReturnType<typeof numbers>
const asked = (end: number): Record<Name, Omit<Numbers, 'filter' | 'zone' | 'limit'>> => ({
  'a rate by agent': { metrics: ['success_rate'], groupBy: ['agent'] },
  'percentiles of calls by agent, language, week': { metrics: ['success_rate', 'duration'], groupBy: THREE },
  'percentiles of turns by agent, language, week': { metrics: ['success_rate', 'felt_latency'], groupBy: THREE },
  'comparison of 90 days with 90 days, by agent': {
    metrics: ['count', 'success_rate'],
    groupBy: ['agent'],
    ...againstNinetyDays(end),
  },
})

/** They agree in how many rows there are; what is in them the tests compare with the naive answer. */
const analyses = (end: number): Question[] =>
  Object.entries(asked(end)).map(([name, asked]) => ({
    name,
    async ours(archive) {
      const question = { filter: {}, zone: 'America/New_York', limit: 10_000, ...asked } as Numbers
      const { table, groups } = await analyze(archive, question)
      return new Set(table.rows.map(row => JSON.stringify(row.slice(0, groups.length)))).size
    },
    async plain(client) {
      const counts: number[] = []
      for (const text of numbers(end)[name as Name]) counts.push((await client.query(text)).rows.length)
      return counts[0]
    },
  }))

const QUEUE: Question = {
  name: 'the calls to look at first',
  async ours(archive) {
    const { rows, bySignal, scored, flagged } = await triage(archive, { filter: {}, limit: 10, offset: 0 })
    return [
      rows.map(({ conversationId, score }) => [conversationId, score]),
      scored,
      flagged,
      ...Object.values(bySignal),
    ]
  },
  async plain(client) {
    const { page, ...counts } = (await client.query(TRIAGE)).rows[0]
    return [page, ...Object.values(counts)]
  },
}

/** @param end noon of the day of the last calls, Unix seconds */
export const questions = (end: number): Question[] => [...searches(end - 120 * DAY), ...analyses(end), QUEUE]
/** Of which the bytes that the server tells are counted. */
export const isRate = ({ name }: Question): boolean => name === 'a rate by agent'
