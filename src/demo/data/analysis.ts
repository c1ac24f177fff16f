import type { Json } from '../world.ts'
import type { DataItem } from './agents.ts'
import type { Call } from './call.ts'
import { chance } from './random.ts'
import type { Outcome } from './script.ts'
import { overallSentiment } from './sentiment.ts'

/** What the platform says of a call after it: outcome, criteria, collected data, summary, mood. */
export function analysisOf(call: Call, transcript: Json[]): Json {
  const criteria = call.agent.criteria.map(([id]) => criterionResult(id, call, transcript))
  const data = Object.entries(call.agent.data).map(([id, item]) => dataResult(id, item, call.collected[id]))
  return {
    evaluation_criteria_results: byId(criteria, 'criteria_id'),
    data_collection_results: byId(data, 'data_collection_id'),
    evaluation_criteria_results_list: criteria,
    data_collection_results_list: data,
    call_successful: call.outcome,
    call_success_score: null,
    transcript_summary: `${call.summary}\n`,
    call_summary_title: call.title,
    scoped: scopedResults(call, transcript),
    ...(call.oldShape ? {} : { sentiment_analysis: overallSentiment(transcript) }),
  }
}

function criterionResult(criteria_id: string, call: Call, transcript: Json[]): Json {
  const [result, rationale] = judge(criteria_id, call, transcript)
  return { criteria_id, result, rationale, scoring_mode: 'binary', score: null, max_score: null }
}

function judge(criterion: string, call: Call, transcript: Json[]): [Outcome, string] {
  const results: Json[] = transcript.flatMap(turn => turn.tool_results)
  if (call.outcome === 'unknown') return ['unknown', 'The call is too short to judge this.']
  if (criterion === 'no_tool_error') {
    const failed = results.find(result => result.is_error)
    return failed
      ? ['failure', `The call of ${failed.tool_name} came back with: ${failed.result_value}.`]
      : ['success', 'No tool call came back with an error.']
  }
  if (criterion === 'no_handoff') {
    const asked = results.some(({ tool_name }) => tool_name === 'transfer_to_number')
    return asked
      ? ['failure', 'The agent started a transfer to a person.']
      : ['success', 'The agent handled the call without a person.']
  }
  if (criterion === call.agent.criteria[0]?.[0]) return [call.outcome, `${call.summary} This decides the goal.`]
  return chance(call.random, call.outcome === 'success' ? 0.96 : 0.8)
    ? ['success', 'Nothing in the conversation speaks against it.']
    : ['failure', `At ${call.title.toLowerCase()} the agent said nearly the same thing twice.`]
}

function dataResult(data_collection_id: string, [type, description]: DataItem, text: string | undefined): Json {
  return {
    data_collection_id,
    name: null,
    value: text === undefined ? null : typed(text, type),
    json_schema: { type, description, enum: null, is_system_provided: false, dynamic_variable: '', constant_value: '' },
    rationale: text === undefined ? 'The conversation does not mention it.' : `Said in the conversation: ${text}.`,
  }
}

function typed(text: string, type: DataItem[0]): string | number | boolean {
  if (type === 'boolean') return text === 'true'
  return type === 'string' ? text : Number(text)
}

/** After a change of agents the platform judges each part of the call as well. */
function scopedResults(call: Call, transcript: Json[]): Json[] {
  const agents = [...new Set(transcript.flatMap(turn => (turn.agent_metadata ? [turn.agent_metadata.agent_id] : [])))]
  if (agents.length < 2) return []
  return agents.map(source_agent_id => ({
    scope: 'agent',
    source_agent_id,
    evaluation_criteria_results: {},
    data_collection_results: {},
    successful: call.outcome,
    success_score: null,
  }))
}

function byId(results: Json[], key: string): Json {
  return Object.fromEntries(results.map(result => [result[key], { ...result }]))
}
