import type { Cut } from '../domain/unread.ts'
import { placesOf, visit } from './places.ts'
import { isObject, MOST_CHARACTERS, MOST_MEMBERS } from './tolerant.ts'

/* What `tolerant.ts` leaves behind of the lists, maps and texts that decorate a call: nothing is left out unsaid. */

const PLACES = placesOf({
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
})

/** The same of each turn. */
const PLACES_IN_TURNS = placesOf({
  triggered_guardrails: 'guardrails',
  file_inputs: 'files',
  reasoning: 'thoughts',
  conversation_turn_metrics: 'metrics',
  'multivoice_message.parts': 'voices',
  'rag_retrieval_info.chunks': 'chunks',
  'rag_retrieval_info.retrieval_query': 'the retrieval query',
  'llm_usage.model_usage': 'models',
})

/** Of a body of the API. */
export function cutOf(body: unknown): Cut[] {
  const cut: Cut[] = []
  visit(body, PLACES, (value, what) => note(cut, value, what))
  const turns = isObject(body) && Array.isArray(body.transcript) ? body.transcript : []
  for (const [at, turn] of turns.entries()) {
    visit(turn, PLACES_IN_TURNS, (value, what) => note(cut, value, `${what} of turn ${at}`))
  }
  return cut
}

function note(cut: Cut[], value: unknown, what: string): void {
  const isText = typeof value === 'string'
  const [most, kind] = isText ? [MOST_CHARACTERS, `characters of ${what}`] : [MOST_MEMBERS, what]
  const count = isText || Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0
  if (count > most) cut.push({ what: kind, read: most, of: count })
}
