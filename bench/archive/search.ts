import type { Row } from '../../src/archive/engine/values.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { searchWords, type WordSearch } from '../../src/search/search-words.ts'
import { agentId } from './call.ts'
import { DAY, END } from './dates.ts'
import { bestOf, isAmong, isOne, NEWEST, TOTALS } from './plain-search.ts'
import type { Question } from './question.ts'
import { COMMON_WORD, PHRASE } from './speech.ts'

/* Searches for words. */

const AGENT = agentId(2)
const FROM = END - 120 * DAY
const SELECTION = { filter: { agent_id: AGENT, call_successful: 'failure' }, window: { zone: 'UTC', afterUnix: FROM } }
const SELECTED = bestOf(
  isAmong(`deleted_at IS NULL AND agent_id = '${AGENT}' AND outcome = 'failure' AND started_at >= ${FROM}`),
)
/** The words of the phrase as the index holds them. */
const TYPED = `"${PHRASE.replace(/\w+/g, '=$&')}"`
const ALL = bestOf(isOne('deleted_at IS NULL'))

const question = (
  name: string,
  { query, ...search }: Partial<Omit<WordSearch, 'query'>> & { query: string },
  plain: Question['plain'],
): Question => {
  const asked = { filter: {}, order: 'best', limit: 10, offset: 0, ...search } as const
  return {
    name,
    plain,
    async ours(archive) {
      const { conversations, spoken, turns, hits } = await searchWords(archive, { ...asked, query: parseQuery(query) })
      const found = hits.map(hit => [
        hit.conversationId,
        [...(hit.inEvaluation ? [-2] : []), ...(hit.inHeadline ? [-1] : []), ...hit.turns],
      ])
      return [conversations, spoken, turns, found]
    },
  }
}

const found = (rows: readonly Row[], { conversations, spoken, totalTurns } = rows[0]!): unknown => [
  conversations,
  spoken,
  totalTurns,
  rows.map(row => [row.id, JSON.parse(String(row.turns))]),
]

export const SEARCHES: Question[] = [
  question(`"${PHRASE}", filtered`, { query: `"${PHRASE}"`, ...SELECTION }, db => found(db.all(SELECTED, [TYPED]))),
  question(`"${PHRASE}"`, { query: `"${PHRASE}"` }, db => found(db.all(ALL, [`"${PHRASE}"`]))),
  question(`a common word, ${COMMON_WORD}`, { query: COMMON_WORD }, db =>
    found(db.all(NEWEST, [COMMON_WORD, COMMON_WORD]), db.get(TOTALS, [COMMON_WORD])),
  ),
  question('the same, filtered', { query: COMMON_WORD, ...SELECTION }, db => found(db.all(SELECTED, [COMMON_WORD]))),
]
