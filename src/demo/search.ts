import { type Key, pageOf } from './cursor.ts'
import { messageOf, startOf, turnsOf } from './facts.ts'
import { LIST_FILTERS, paramsOf, type SelectOptions, selectCalls } from './list-filter.ts'
import { choice, integer, type Param, parseParams, required, text } from './params.ts'
import { highlight, matchKeywords, matchMeaning } from './text-match.ts'
import type { Json, World } from './world.ts'

type Match = (query: string, message: string) => { score: number; chunk_highlights: unknown }

/** Every message with a score above 0, as a search result. */
function results(calls: Json[], query: string, match: Match): Json[] {
  return calls.flatMap(call =>
    turnsOf(call).flatMap((turn, transcript_index) => {
      const { score, chunk_highlights } = match(query, messageOf(turn))
      if (score <= 0) return []
      return {
        conversation_id: call.conversation_id,
        agent_id: call.agent_id ?? '',
        agent_name: call.agent_name ?? null,
        transcript_index,
        chunk_text: messageOf(turn),
        chunk_highlights,
        score: Math.round(score * 10_000) / 10_000,
        conversation_start_time_unix_secs: startOf(call),
      }
    }),
  )
}

/** A search endpoint; both of them differ in filters, extra parameters and what counts as a match. */
function searchBy(filters: typeof LIST_FILTERS, params: Record<string, Param>, match: Match) {
  const allParams = {
    ...paramsOf(filters),
    text_query: required(text()),
    cursor: text(),
    page_size: integer({ min: 1, max: 50, fallback: 20 }),
    ...params,
  }
  return (world: World, url: URL, options: SelectOptions): Json => {
    const { text_query, page_size, sort_by, ...values } = parseParams(url.searchParams, allParams)
    const found = results(selectCalls(world.conversations, filters, values, options), text_query, match)
    const keyOf = (hit: Json): Key => [
      sort_by === 'created_at' ? 0 : hit.score,
      hit.conversation_start_time_unix_secs,
      hit.conversation_id,
      // Pages are in descending order, turns are not.
      -hit.transcript_index,
    ]
    const { items, ...rest } = pageOf(found, keyOf, 'desc', page_size, url)
    return { meta: { total: found.length, page: null, page_size }, results: items, ...rest }
  }
}

const filtersThat = (keep: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(LIST_FILTERS).filter(([name]) => keep(name)))

const LIST_ONLY = `workflow_node_entered_id parent_conversation_id guardrail_types
  custom_guardrail_names tag_ids search`.split(/\s+/)

/** `GET conversations/messages/text-search` */
export const textSearch = searchBy(
  filtersThat(name => !LIST_ONLY.includes(name)),
  {
    call_successful: choice(['success', 'failure', 'unknown']),
    summary_mode: choice(['exclude', 'include'], 'exclude'),
    sort_by: choice(['search_score', 'created_at'], 'search_score'),
  },
  (query, message) => {
    const { score, hits } = matchKeywords(query, message)
    return { score, chunk_highlights: highlight(message, hits) }
  },
)

/** `GET conversations/messages/smart-search` */
export const smartSearch = searchBy(
  filtersThat(name => name === 'agent_id' || name === 'branch_id'),
  {},
  (query, message) => ({ score: matchMeaning(query, message), chunk_highlights: null }),
)
