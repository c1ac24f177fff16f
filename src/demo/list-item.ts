import * as facts from './facts.ts'
import { isObject } from './json.ts'
import type { Json } from './world.ts'

/** The parts of a list item that are filled on request only. */
export interface ItemOptions {
  summaries: boolean
  criteriaIds?: string[]
  dataIds?: string[]
}

/** The entries of a map under these ids, mapped; null when no ids were asked for. */
function pick(map: Json, ids: string[] | undefined, value: (entry: Json) => unknown): Json | null {
  if (!ids) return null
  return Object.fromEntries(ids.filter(id => Object.hasOwn(map, id) && map[id]).map(id => [id, value(map[id])]))
}

/** A call as the list shows it: no user, no telephone numbers, no cost. */
export function listItem(call: Json, { summaries, criteriaIds, dataIds }: ItemOptions): Json {
  const analysis: Json = isObject(call.analysis) ? call.analysis : {}
  return {
    agent_id: call.agent_id ?? '',
    branch_id: call.branch_id ?? null,
    version_id: call.version_id ?? null,
    agent_name: call.agent_name ?? null,
    conversation_id: call.conversation_id,
    start_time_unix_secs: facts.startOf(call),
    call_duration_secs: facts.durationOf(call),
    // Undocumented for lists; the summary endpoint counts plain chat messages under this name.
    message_count: facts.turnsOf(call).filter(facts.messageOf).length,
    status: facts.statusOf(call),
    termination_reason: facts.endingOf(call),
    call_successful: facts.outcomeOf(call),
    call_success_score: analysis.call_success_score ?? null,
    transcript_summary: summaries ? (analysis.transcript_summary ?? null) : null,
    call_summary_title: summaries ? (analysis.call_summary_title ?? null) : null,
    main_language: facts.languageOf(call),
    conversation_initiation_source: facts.sourceOf(call),
    tool_names: facts.toolNames(call),
    direction: facts.directionOf(call),
    rating: facts.ratingOf(call),
    sentiment_analysis: analysis.sentiment_analysis ?? null,
    data_collection_results: pick(facts.collectedOf(call), dataIds, item => item.value ?? null),
    evaluation_criteria_results: pick(facts.criteriaOf(call), criteriaIds, item => ({
      result: item.result,
      score: item.score ?? null,
      max_score: item.max_score ?? null,
    })),
    tag_ids: facts.tagsOf(call),
    // The real API sends fields that its documentation does not know; clients must bear them.
    hiding_reason: null,
    demo_undocumented: { shard: 'demo' },
  }
}
