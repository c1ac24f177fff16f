import type { Cut } from '../domain/unread.ts'
import { isObject, MOST_CHARACTERS, MOST_MEMBERS } from './tolerant.ts'

/* What `tolerant.ts` leaves behind of the lists, maps and texts that decorate a call: nothing is left out unsaid. */

/** Where they stand in a body, and what readers call them. A star stands for each member. */
const PLACES: Record<string, string> = {
  tag_ids: 'tags',
  visited_agents: 'visited agents',
  'metadata.warnings': 'warnings',
  'metadata.termination_reason': 'the ending',
  'metadata.error.reason': 'the error',
  'metadata.feedback.comment': 'the comment',
  'analysis.call_summary_title': 'the title',
  'analysis.transcript_summary': 'the summary',
  'analysis.evaluation_criteria_results': 'criteria',
  'analysis.evaluation_criteria_results_list': 'listed criteria',
  'analysis.evaluation_criteria_results.*.rationale': 'a rationale',
  'analysis.evaluation_criteria_results_list.*.rationale': 'a rationale',
  'analysis.data_collection_results': 'collected values',
  'analysis.data_collection_results_list': 'listed collected values',
  'analysis.data_collection_results.*.rationale': 'a rationale',
  'analysis.data_collection_results_list.*.rationale': 'a rationale',
  'analysis.scoped': 'results of single agents',
  'conversation_initiation_client_data.dynamic_variables': 'variables',
}

/** The same of each turn. */
const PLACES_IN_TURNS: Record<string, string> = {
  triggered_guardrails: 'guardrails',
  file_inputs: 'files',
  reasoning: 'thoughts',
  conversation_turn_metrics: 'metrics',
  'multivoice_message.parts': 'voices',
  'rag_retrieval_info.chunks': 'chunks',
  'rag_retrieval_info.retrieval_query': 'the retrieval query',
  'llm_usage.model_usage': 'models',
}

/** Of a body of the API. */
export function cutOf(body: unknown): Cut[] {
  const cut: Cut[] = []
  for (const [path, what] of SEPARATED) collect(cut, body, path, what)
  const turns = isObject(body) && Array.isArray(body.transcript) ? body.transcript : []
  for (let at = 0; at < turns.length; at++) {
    for (const [path, what] of SEPARATED_IN_TURNS) collect(cut, turns[at], path, `${what} of turn ${at}`)
  }
  return cut
}

type Separated = readonly (readonly [path: readonly string[], what: string])[]
const separated = (places: Record<string, string>): Separated =>
  Object.entries(places).map(([path, what]) => [path.split('.'), what])
const SEPARATED = separated(PLACES)
const SEPARATED_IN_TURNS = separated(PLACES_IN_TURNS)

/** Most calls have nothing there: so it makes nothing on its way. */
function collect(cut: Cut[], value: unknown, path: readonly string[], what: string, at = 0): void {
  if (at === path.length) collectValue(cut, value, what)
  if (at === path.length || typeof value !== 'object' || value === null) return
  const name = path[at]!
  if (name !== '*') {
    if (Object.hasOwn(value, name)) collect(cut, (value as Record<string, unknown>)[name], path, what, at + 1)
    return
  }
  for (const one of Object.values(value).slice(0, MOST_MEMBERS)) collect(cut, one, path, what, at + 1)
}

function collectValue(cut: Cut[], value: unknown, what: string): void {
  if (typeof value === 'string') {
    if (value.length > MOST_CHARACTERS) {
      cut.push({ what: `characters of ${what}`, read: MOST_CHARACTERS, of: value.length })
    }
    return
  }
  const count = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0
  if (count > MOST_MEMBERS) cut.push({ what, read: MOST_MEMBERS, of: count })
}
