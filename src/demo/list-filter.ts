import { type Comparison, DATA_OPERATORS, holds, parseComparison, VARIABLE_OPERATORS } from './comparison.ts'
import * as facts from './facts.ts'
import { choice, flag, integer, list, type Param, text } from './params.ts'
import { mentions } from './text-match.ts'
import type { Json, WorkspaceExtras } from './world.ts'

/** What the server decides about filters, not the query. */
export interface SelectOptions {
  /** Whether call_start_after_unix and call_start_before_unix include the bound itself (the API does not say). Default true. */
  inclusiveBounds?: boolean
  /** Memberships that bodies do not show: topics, procedures, parent calls. Default: those of the world. */
  extras?: WorkspaceExtras
}

interface FilterScope extends Required<SelectOptions> {
  /** include_invalid_tool_calls */
  withInvalidTools: boolean
}

interface Filter {
  param: Param
  // biome-ignore lint/suspicious/noExplicitAny: the value that `param` reads
  keeps: (call: Json, wanted: any, scope: FilterScope) => boolean
}

type Fact<T> = (call: Json, scope: FilterScope) => T

const is = (param: Param, fact: Fact<unknown>): Filter => ({
  param,
  keeps: (call, wanted, scope) => fact(call, scope) === wanted,
})

const anyOf = (param: Param, fact: Fact<(string | null)[]>): Filter => ({
  param,
  keeps: (call, wanted: string[], scope) => fact(call, scope).some(value => value !== null && wanted.includes(value)),
})

const atLeast = (param: Param, fact: Fact<number | null>): Filter => ({
  param,
  keeps: (call, wanted: number, scope) => (fact(call, scope) ?? -Infinity) >= wanted,
})

const atMost = (param: Param, fact: Fact<number | null>): Filter => ({
  param,
  keeps: (call, wanted: number, scope) => (fact(call, scope) ?? Infinity) <= wanted,
})

const allHold = (operators: string[], values: Fact<Json>): Filter => ({
  param: list({ read: raw => parseComparison(raw, operators) }),
  keeps(call, wanted: Comparison[], scope) {
    const own = new Map(Object.entries(values(call, scope)))
    return wanted.every(each => holds(each, own.get(each.id)))
  },
})

function parseResult(raw: string): [criterion: string, result: string] | undefined {
  const [, criterion, result] = /^(.+):(success|failure|unknown)$/.exec(raw) ?? []
  return criterion && result ? [criterion, result] : undefined
}

const SOURCES =
  `unknown android_sdk node_js_sdk react_native_sdk react_sdk js_sdk python_sdk widget sip_trunk twilio exotel genesys
  avaya audiocodes swift_sdk whatsapp twilio_sms flutter_sdk zendesk_integration slack_integration telegram_integration
  intercom_integration freshdesk_integration salesforce_integration template_preview genesys_bot_connector
  subagent_tool`.split(/\s+/)

const GUARDRAILS =
  `custom prompt_injection self_harm_intent violence_graphic sexual violence harassment sexual_minors self_harm
  self_harm_instructions harassment_threatening hate hate_threatening profanity religion_or_politics
  medical_and_legal guardrail`.split(/\s+/)

const collected: Fact<Json> = call =>
  Object.fromEntries(Object.entries(facts.collectedOf(call)).map(([id, item]) => [id, item?.value]))

/** Of a file: what nobody can date is in no window, but must not vanish from all of them either. */
const isUndated = (call: Json): boolean => facts.startOf(call) === 0

const ids = () => list({ max: 50 })
const rating = () => integer({ min: 1, max: 5 })

/** The filters of `GET /v1/convai/conversations` by parameter name. Several are joined by "and", the values of a list by "or". */
export const LIST_FILTERS: Record<string, Filter> = {
  agent_id: is(text(), call => call.agent_id),
  visited_agent_ids: anyOf(ids(), facts.visitedAgents),
  visited_agent_branch_ids: anyOf(ids(), facts.visitedBranches),
  triggered_procedure_ids: anyOf(ids(), (call, { extras }) => extras[call.conversation_id]?.procedure_ids ?? []),
  branch_id: is(text(), call => call.branch_id),
  version_id: is(text(), call => call.version_id),
  workflow_node_entered_id: {
    param: text(),
    keeps: (call, wanted) => facts.workflowNodes(call).includes(wanted),
  },
  parent_conversation_id: is(text(), (call, { extras }) => extras[call.conversation_id]?.parent_conversation_id),
  call_start_after_unix: {
    param: integer(),
    keeps: (call, bound, { inclusiveBounds }) =>
      isUndated(call) || facts.startOf(call) > bound || (inclusiveBounds && facts.startOf(call) === bound),
  },
  call_start_before_unix: {
    param: integer(),
    keeps: (call, bound, { inclusiveBounds }) =>
      isUndated(call) || facts.startOf(call) < bound || (inclusiveBounds && facts.startOf(call) === bound),
  },
  call_duration_min_secs: atLeast(integer(), facts.durationOf),
  call_duration_max_secs: atMost(integer(), facts.durationOf),
  call_successful: {
    param: choice(['success', 'failure', 'unknown', 'error']),
    // No body says error: which calls the API means by it is not documented.
    keeps: (call, wanted, { extras }) =>
      facts.outcomeOf(call) === wanted ||
      (wanted === 'error' && extras[call.conversation_id]?.evaluation_error === true),
  },
  user_id: is(text(), facts.userOf),
  rating_min: atLeast(rating(), facts.ratingOf),
  rating_max: atMost(rating(), facts.ratingOf),
  has_feedback_comment: is(flag(), facts.hasComment),
  evaluation_params: {
    param: list({ read: parseResult }),
    keeps: (call, wanted: [string, string][]) =>
      wanted.every(([id, result]) => facts.criterionOf(call, id)?.result === result),
  },
  data_collection_params: allHold(DATA_OPERATORS, collected),
  dynamic_variable_params: allHold(VARIABLE_OPERATORS, facts.variablesOf),
  tool_names: anyOf(list(), (call, scope) => facts.toolNames(call, scope.withInvalidTools)),
  tool_names_successful: anyOf(list(), (call, scope) => facts.toolNamesByResult(call, false, scope.withInvalidTools)),
  tool_names_errored: anyOf(list(), (call, scope) => facts.toolNamesByResult(call, true, scope.withInvalidTools)),
  // Selects nothing by itself; see withInvalidTools.
  include_invalid_tool_calls: { param: flag(false), keeps: () => true },
  main_languages: anyOf(list(), call => [facts.languageOf(call)]),
  conversation_initiation_source: is(choice(SOURCES), facts.sourceOf),
  conversation_product_type: is(choice(['agents', 'speech_engine']), facts.productOf),
  text_only: is(flag(), facts.isTextOnly),
  exclude_statuses: {
    param: list({ values: facts.STATUSES }),
    keeps: (call, wanted: string[]) => !wanted.includes(facts.statusOf(call)),
  },
  termination_reasons: anyOf(list(), call => [facts.endingOf(call)]),
  guardrail_types: anyOf(list({ values: GUARDRAILS }), call =>
    facts.guardrailsOf(call).map(guardrail => guardrail.guardrail_type ?? null),
  ),
  custom_guardrail_names: anyOf(list(), call =>
    facts.guardrailsOf(call).map(guardrail => guardrail.guardrail_name ?? null),
  ),
  topic_ids: anyOf(list(), (call, { extras }) => extras[call.conversation_id]?.topic_ids ?? []),
  tag_ids: anyOf(list(), facts.tagsOf),
  search: { param: text(), keeps: (call, query) => mentions(call, query) },
}

/** The parameters of these filters. */
export const paramsOf = (filters: Record<string, Filter>): Record<string, Param> =>
  Object.fromEntries(Object.entries(filters).map(([name, filter]) => [name, filter.param]))

/** The calls that all given filters keep. */
export function selectCalls(
  calls: Json[],
  filters: Record<string, Filter>,
  values: Json,
  { inclusiveBounds = true, extras = {} }: SelectOptions,
): Json[] {
  const scope = { inclusiveBounds, extras, withInvalidTools: values.include_invalid_tool_calls ?? false }
  const given = Object.entries(filters).filter(([name]) => values[name] !== undefined)
  return calls.filter(call => given.every(([name, filter]) => filter.keeps(call, values[name], scope)))
}
