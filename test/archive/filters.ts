import fc from 'fast-check'
import * as facts from '../../src/demo/facts.ts'
import type { Json, WorkspaceExtras, World } from '../../src/demo/world.ts'
import type { ConversationFilter } from '../../src/domain/filter.ts'

const distinct = <T>(values: T[]): T[] => [...new Set(values)]
const texts = (values: unknown[]): string[] => distinct(values.filter(value => typeof value === 'string'))

/** Some of many, from all parts of the list. */
function someOf<T>(values: T[], about = 4): T[] {
  const all = distinct(values)
  return all.filter((_, index) => index % Math.ceil(all.length / about) === 0)
}

/** Operands that hit, miss, and are written in other ways. */
function operands(values: unknown[]): string[] {
  const written = someOf(values.filter(value => value !== null && value !== undefined).map(String))
  const numbers = someOf(values.filter(value => typeof value === 'number'))
  return distinct([
    '',
    ...written,
    ...numbers.map(value => value.toFixed(3)),
    ...numbers.map(value => ` ${value}`),
    'a:b',
    '5',
    written.slice(0, 2).join('|'),
  ])
}

function comparisons(maps: Json[], operators: string[]): string[] {
  const ids = someOf(maps.flatMap(Object.keys), 6).filter(id => !id.includes(':'))
  return [...ids, 'no_such'].flatMap(id => {
    const found = operands(maps.map(map => map[id]))
    return operators.flatMap(operator =>
      found
        .filter(
          operand =>
            !['gt', 'gte', 'lt', 'lte'].includes(operator) ||
            (operand.trim() !== '' && Number.isFinite(Number(operand))),
        )
        .map(operand => `${id}:${operator}:${operand}`),
    )
  })
}

const OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in']

/** Values for every filter, made from what the world's calls hold, some of which select nothing. */
function valuesFor(
  world: World,
  extras: WorkspaceExtras,
): {
  [K in keyof ConversationFilter]-?: NonNullable<ConversationFilter[K]> extends (infer E)[]
    ? E[]
    : NonNullable<ConversationFilter[K]>[]
} {
  const calls = world.conversations
  const tools = texts(calls.flatMap(call => facts.toolNames(call, true)))
  const rails = calls.flatMap(facts.guardrailsOf)
  const all = Object.values(extras)
  const criteria = distinct(calls.flatMap(call => Object.keys(call.analysis?.evaluation_criteria_results ?? {})))
  const around = (numbers: number[]) =>
    distinct(someOf(numbers).flatMap(number => [number - 1, number, number + 1])).filter(number => number >= 0)
  return {
    agent_id: texts([...calls.map(call => call.agent_id), 'no_such']),
    visited_agent_ids: texts([...calls.flatMap(facts.visitedAgents), 'no_such']),
    visited_agent_branch_ids: texts([...calls.flatMap(facts.visitedBranches), 'no_such']),
    branch_id: texts([...calls.map(call => call.branch_id), 'no_such']),
    version_id: texts([...calls.map(call => call.version_id), 'no_such']),
    workflow_node_entered_id: texts([...calls.flatMap(facts.workflowNodes), 'no_such']),
    parent_conversation_id: texts([...all.map(one => one.parent_conversation_id), 'no_such']),
    triggered_procedure_ids: texts([...all.flatMap(one => one.procedure_ids), 'no_such']),
    call_duration_min_secs: around(calls.map(call => facts.durationOf(call) ?? 0)),
    call_duration_max_secs: around(calls.map(call => facts.durationOf(call) ?? 0)),
    call_successful: ['success', 'failure', 'unknown', 'error'],
    user_id: texts([...someOf(calls.map(facts.userOf), 20), 'no_such', '']),
    rating_min: [1, 2, 3, 4, 5],
    rating_max: [1, 2, 3, 4, 5],
    has_feedback_comment: [true, false],
    evaluation_params: [...criteria, 'no_such'].flatMap(id =>
      ['success', 'failure', 'unknown'].map(result => `${id}:${result}`),
    ),
    data_collection_params: comparisons(
      calls.map(call =>
        Object.fromEntries(
          Object.entries<Json>(call.analysis?.data_collection_results ?? {}).map(([id, item]) => [id, item.value]),
        ),
      ),
      [...OPERATORS, 'exists', 'missing'],
    ),
    dynamic_variable_params: comparisons(
      calls.map(call =>
        Object.fromEntries(
          Object.entries(call.conversation_initiation_client_data?.dynamic_variables ?? {}).filter(
            ([name]) => !/^(system|secret)__/.test(name),
          ),
        ),
      ),
      OPERATORS,
    ),
    tool_names: [...tools, 'no_such'],
    tool_names_successful: [...tools, 'no_such'],
    tool_names_errored: [...tools, 'no_such'],
    include_invalid_tool_calls: [true, false],
    main_languages: texts([...calls.map(facts.languageOf), 'xx']),
    conversation_initiation_source: texts([...calls.map(facts.sourceOf), 'unknown']),
    conversation_product_type: ['agents', 'speech_engine'],
    text_only: [true, false],
    exclude_statuses: ['initiated', 'in-progress', 'processing', 'done', 'failed'],
    termination_reasons: texts([...calls.map(facts.endingOf), 'no such']),
    guardrail_types: texts([...rails.map(rail => rail.guardrail_type), 'harassment']),
    custom_guardrail_names: texts([...rails.map(rail => rail.guardrail_name), 'no such']),
    topic_ids: texts([...all.flatMap(one => one.topic_ids), 'no_such']),
    tag_ids: texts([...calls.flatMap(facts.tagsOf), 'no_such']),
  }
}

type ListName = {
  [K in keyof ConversationFilter]-?: NonNullable<ConversationFilter[K]> extends unknown[] ? K : never
}[keyof ConversationFilter]

/** The filters that take several values. One that is missing does not compile. */
const LISTS = {
  visited_agent_ids: true,
  visited_agent_branch_ids: true,
  triggered_procedure_ids: true,
  evaluation_params: true,
  data_collection_params: true,
  dynamic_variable_params: true,
  tool_names: true,
  tool_names_successful: true,
  tool_names_errored: true,
  main_languages: true,
  exclude_statuses: true,
  termination_reasons: true,
  guardrail_types: true,
  custom_guardrail_names: true,
  topic_ids: true,
  tag_ids: true,
} satisfies Record<ListName, true>

/** Filters over a world: each value of each filter alone, and any mixture of several. */
export function filters(
  world: World,
  extras: WorkspaceExtras,
): { single: ConversationFilter[]; mixed: fc.Arbitrary<ConversationFilter> } {
  const values = Object.entries(valuesFor(world, extras)) as [keyof ConversationFilter, (string | number | boolean)[]][]
  const single = values.flatMap(([name, all]) =>
    all.map((value): ConversationFilter => ({ [name]: Object.hasOwn(LISTS, name) ? [value] : value })),
  )
  // By itself it selects nothing.
  const widened = single
    .filter(filter => Object.keys(filter)[0]!.startsWith('tool_names'))
    .map((filter): ConversationFilter => ({ ...filter, include_invalid_tool_calls: true }))
  const members = values.map(([name, all]) => {
    const one = fc.constantFrom(...all)
    return [name, Object.hasOwn(LISTS, name) ? fc.array(one, { minLength: 1, maxLength: 3 }) : one] as const
  })
  const mixed = fc
    .subarray(members, { minLength: 1, maxLength: 4 })
    .chain(chosen => fc.record(Object.fromEntries(chosen))) as fc.Arbitrary<ConversationFilter>
  return { single: [...single, ...widened], mixed }
}
