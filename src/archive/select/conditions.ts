import { isWithheldVariable } from '../../api/remove-secrets.ts'
import { callersNamed } from '../../domain/caller.ts'
import type { CallFilter, ConversationFilter } from '../../domain/filter.ts'
import { echoed, UserInputError } from '../../errors.ts'
import { and, isIn, itemsOf, type Sql, sql } from '../engine/sql.ts'
import { compare, parseComparison } from './comparison.ts'
import { isSaid } from './said.ts'

type FilterName = keyof ConversationFilter

/** What one filter means, said in SQL. `c` is a row of `conversations`. */
export interface Condition<T> {
  holds(c: Sql, wanted: T, filter: ConversationFilter): Sql
  /** Only the detail of a call tells. Until it was read, the condition does not hold. */
  detail?: boolean | ((filter: ConversationFilter) => boolean)
  /** No body tells: only a walk with this filter does, one for each of these values. */
  walked?: (wanted: T) => string[]
}

/** A column has this value. */
const is = (column: Sql): Condition<string | boolean> => ({ holds: (c, wanted) => sql`${c}.${column} = ${wanted}` })
const isAnyOf = (column: Sql): Condition<string[]> => ({
  holds: (c, wanted) => isIn(sql`${c}.${column}`, wanted),
})
const isAtLeast = (column: Sql): Condition<number> => ({ holds: (c, wanted) => sql`${c}.${column} >= ${wanted}` })
const isAtMost = (column: Sql): Condition<number> => ({ holds: (c, wanted) => sql`${c}.${column} <= ${wanted}` })

/** A count is above zero, or is zero. */
const isMore = (column: Sql): Condition<boolean> => ({
  holds: (c, wanted) => (wanted ? sql`${c}.${column} > 0` : sql`${c}.${column} = 0`),
})

/** Some row of the call in this table has one of the values. */
const hasAnyOf = (table: Sql, column: Sql): Condition<string[]> => ({
  holds: (c, wanted) => sql`EXISTS (SELECT 1 FROM ${table} WHERE conversation = ${c}.id AND ${isIn(column, wanted)})`,
})

const walkedWith = (c: Sql, filter: FilterName, values: string[]): Sql =>
  sql`EXISTS (SELECT 1 FROM memberships WHERE conversation = ${c}.id AND filter = ${filter} AND ${isIn(sql`value`, values)})`

const onlyWalks = <T extends string | string[]>(filter: FilterName): Condition<T> => ({
  holds: (c, wanted) => walkedWith(c, filter, [wanted].flat()),
  walked: wanted => [wanted].flat(),
})

const fromDetail = <T>(condition: Condition<T>): Condition<T> => ({ ...condition, detail: true })

/** An agent or a branch: the one that the call began with, or one that it came to. */
const visited = (column: Sql): Condition<string[]> =>
  fromDetail({
    holds: (c, wanted) =>
      sql`${isAnyOf(column).holds(c, wanted, {})} OR ${hasAnyOf(sql`visited_agents`, column).holds(c, wanted, {})}`,
  })

/** Some use of one of the tools, as far as `like` says. Calls that the platform never ran count on request only. */
const usedTool =
  (like: Sql): Condition<string[]>['holds'] =>
  (c, wanted, { include_invalid_tool_calls: withInvalid = false }) =>
    sql`EXISTS (SELECT 1 FROM tool_calls WHERE conversation = ${c}.id AND (executed OR ${withInvalid}) AND ${like} AND ${isIn(sql`name`, wanted)})`

function evaluation(c: Sql, written: string): Sql {
  const [, id = '', result = ''] = /^(.+):(success|failure|unknown)$/.exec(written) ?? []
  if (id === '') {
    throw new UserInputError(
      `"${echoed(written)}" is not an evaluation such as solved:success (or failure, or unknown).`,
    )
  }
  return sql`EXISTS (SELECT 1 FROM criteria WHERE conversation = ${c}.id AND criterion_id = ${id} AND result = ${result})`
}

function collected(c: Sql, written: string): Sql {
  const comparison = parseComparison(written)
  const rows = sql`SELECT 1 FROM collected WHERE conversation = ${c}.id AND field_id = ${comparison.id}`
  return compare(comparison, rows, sql`${c}.detail_read_at IS NOT NULL`)
}

function variable(c: Sql, written: string): Sql {
  const comparison = parseComparison(written)
  if (!isKeptVariable(comparison.id)) return walkedWith(c, 'dynamic_variable_params', [written])
  const rows = sql`SELECT 1 FROM variables WHERE conversation = ${c}.id AND name = ${comparison.id}`
  return compare(comparison, rows, sql`${c}.detail_read_at IS NOT NULL`)
}

/** Of the platform's own variables and of secrets the archive keeps nothing. */
export const isKeptVariable = (name: string): boolean => !name.startsWith('system__') && !isWithheldVariable(name)

const all =
  (one: (c: Sql, written: string) => Sql): Condition<string[]>['holds'] =>
  (c, wanted) =>
    and(wanted.map(written => one(c, written)))

const isOfVariables = (written: string): boolean => isKeptVariable(parseComparison(written).id)

/** Every filter, with the meaning that the embedded API gives it in `demo/list-filter.ts`, and what it cannot filter by. */
export const CONDITIONS: { [Name in keyof CallFilter]-?: Condition<NonNullable<CallFilter[Name]>> } = {
  agent_id: is(sql`agent_id`),
  visited_agent_ids: visited(sql`agent_id`),
  visited_agent_branch_ids: visited(sql`branch_id`),
  branch_id: is(sql`branch_id`),
  version_id: is(sql`version_id`),
  version_ids: isAnyOf(sql`version_id`),
  workflow_node_entered_id: {
    // Turns show the nodes that said something; a walk shows the others, too.
    holds: (c, wanted) =>
      sql`${walkedWith(c, 'workflow_node_entered_id', [wanted])} OR EXISTS (SELECT 1 FROM turns WHERE conversation = ${c}.id AND workflow_node = ${wanted})`,
    walked: wanted => [wanted],
  },
  parent_conversation_id: onlyWalks('parent_conversation_id'),
  triggered_procedure_ids: onlyWalks('triggered_procedure_ids'),
  call_duration_min_secs: isAtLeast(sql`duration_secs`),
  call_duration_max_secs: isAtMost(sql`duration_secs`),
  call_successful: {
    // Calls say success, failure or unknown. Which of them the API means by error, only its list tells.
    holds: (c, wanted) =>
      wanted === 'error'
        ? sql`${c}.outcome = ${wanted} OR ${walkedWith(c, 'call_successful', [wanted])}`
        : sql`${c}.outcome = ${wanted}`,
    walked: wanted => (wanted === 'error' ? [wanted] : []),
  },
  user_id: fromDetail(is(sql`user_id`)),
  rating_min: isAtLeast(sql`rating`),
  rating_max: isAtMost(sql`rating`),
  has_feedback_comment: fromDetail(is(sql`has_feedback_comment`)),
  evaluation_params: fromDetail({ holds: all(evaluation) }),
  data_collection_params: fromDetail({ holds: all(collected) }),
  dynamic_variable_params: {
    holds: all(variable),
    detail: ({ dynamic_variable_params: wanted = [] }) => wanted.some(isOfVariables),
    walked: wanted => wanted.filter(written => !isOfVariables(written)),
  },
  tool_names: {
    holds: (c, wanted, filter) =>
      filter.include_invalid_tool_calls
        ? usedTool(sql`TRUE`)(c, wanted, filter)
        : sql`EXISTS (SELECT 1 FROM ${itemsOf(sql`${c}.tool_names`, 'tool')} WHERE ${isIn(sql`tool.value`, wanted)})`,
    detail: ({ include_invalid_tool_calls: withInvalid = false }) => withInvalid,
  },
  tool_names_successful: fromDetail({ holds: usedTool(sql`NOT errored AND NOT blocked`) }),
  tool_names_errored: fromDetail({ holds: usedTool(sql`errored`) }),
  // Selects nothing by itself: it widens the three before.
  include_invalid_tool_calls: { holds: () => sql`TRUE` },
  main_languages: isAnyOf(sql`language`),
  conversation_initiation_source: is(sql`source`),
  conversation_product_type: fromDetail(is(sql`product`)),
  text_only: fromDetail(is(sql`text_only`)),
  exclude_statuses: { holds: (c, wanted) => sql`NOT ${isIn(sql`${c}.status`, wanted)}` },
  termination_reasons: isAnyOf(sql`ending`),
  guardrail_types: fromDetail(hasAnyOf(sql`guardrails`, sql`type`)),
  custom_guardrail_names: fromDetail(hasAnyOf(sql`guardrails`, sql`name`)),
  topic_ids: onlyWalks('topic_ids'),
  tag_ids: hasAnyOf(sql`tags`, sql`tag_id`),
  status: is(sql`status`),
  interrupted: fromDetail(isMore(sql`interrupted_turns`)),
  tool_failed: fromDetail(isMore(sql`tool_errors`)),
  caller: fromDetail({ holds: (c, wanted) => isIn(sql`${c}.caller`, callersNamed(wanted)) }),
  said: fromDetail({ holds: all(isSaid) }),
  environment: fromDetail({
    // The API's own default where a call does not say (see `environmentOf`).
    holds: (c, wanted) => sql`${c}.detail_read_at IS NOT NULL AND coalesce(${c}.environment, 'production') = ${wanted}`,
  }),
}
