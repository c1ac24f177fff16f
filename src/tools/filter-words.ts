import { GROUP_NAMES } from '../analysis/define/names.ts'
import { quote } from '../render/quote.ts'
import { unknownName } from './arguments.ts'
import { FILTERS } from './params.ts'

/** What groups, columns and people call some filters. */
const OTHER_NAMES: Record<string, string> = {
  agent: 'agent_id',
  version: 'version_id',
  branch: 'branch_id',
  outcome: 'call_successful',
  language: 'main_languages',
  channel: 'conversation_initiation_source',
  source: 'conversation_initiation_source',
  tag: 'tag_ids',
  topic: 'topic_ids',
  tool: 'tool_names',
  tool_error: 'tool_names_errored',
  user: 'user_id',
  phone: 'caller',
  phone_number: 'caller',
  external_number: 'caller',
  ending_text: 'termination_reasons',
  ending: 'termination_reasons',
  rating: 'rating_min" and "rating_max',
  duration: 'call_duration_min_secs" and "call_duration_max_secs',
  criterion: 'evaluation_params',
  criterion_result: 'evaluation_params',
  last_node: 'workflow_node_entered_id',
  procedure: 'triggered_procedure_ids',
  said_never: 'said=-word',
  not_said: 'said=-word',
}

/** `call_successful` → `outcome`: what calls are grouped by under the name of a filter. */
export const groupOfFilter = (filter: string): string | undefined =>
  GROUP_NAMES.find(name => OTHER_NAMES[name] === filter)

/** What to say of a filter that there is none of: the one that is meant, or how else to come to the same. */
export function unknownFilter(name: string, argument: string): string {
  const what = `Unknown filter in ${argument} ${quote(name)}.`
  const other = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined
  if (other !== undefined) return `${what} Use "${other}" instead.`
  const [, kind, id] = /^(data|variable|collected):(.+)$/s.exec(name) ?? []
  if (kind !== undefined)
    return `${what} Use ${quote(`${kind === 'variable' ? 'dynamic_variable_params' : 'data_collection_params'}=${id}:eq:…`)} instead.`
  if (/[!<>]$/.test(name))
    return `${what} It takes name=value only; group_by name=value in analyze_conversations has the calls with and without it; for other comparisons use query_conversations.`
  if ((GROUP_NAMES as readonly string[]).includes(name))
    return `${what} No filter: use group_by ${name} in analyze_conversations, or query_conversations.`
  return unknownName(`filter in ${argument}`, name, Object.keys(FILTERS))
}
