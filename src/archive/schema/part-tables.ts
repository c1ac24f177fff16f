import type { CollectedValue, CriterionResult, ToolCall, ToolResult } from '../../domain/conversation.ts'
import { toJson } from '../select/comparison.ts'
import type { FilterFacts } from '../write/filter-facts.ts'
import type { Column, ColumnType } from './column.ts'
import { type MeasuredTurn, TURN_COLUMNS } from './turn-columns.ts'

/* What a call has several of. Each row belongs to a call and goes with it; new columns: as in `summary-columns.ts`. */

export interface PartTable<T> {
  name: string
  /** So many of the columns tell the things of one call apart; they come first. */
  key: number
  columns: readonly Column<T>[]
}

/** A tool call together with its result; one of both may be missing. */
export interface ToolUse {
  turn: number
  /** Counts the uses of one turn. */
  position: number
  call: ToolCall | null
  result: ToolResult | null
  /** By what both say. */
  ran: boolean
}

const column = <T>(name: string, type: ColumnType, of: Column<T>['of']): Column<T> => ({ name, type, of })

export const TURNS: PartTable<MeasuredTurn> = {
  name: 'turns',
  key: 1,
  columns: [column('turn_index', 'INTEGER', ({ turn }) => turn.index), ...TURN_COLUMNS],
}

export const TOOL_CALLS: PartTable<ToolUse> = {
  name: 'tool_calls',
  key: 2,
  columns: [
    column('turn_index', 'INTEGER', use => use.turn),
    column('position', 'INTEGER', use => use.position),
    column('name', 'TEXT', ({ call, result }) => call?.name || result?.name || null),
    column('type', 'TEXT', ({ call }) => call?.type ?? null),
    column('executed', 'BOOLEAN', ({ ran }) => ran),
    // null: no result.
    column('errored', 'BOOLEAN', ({ result }) => result?.isError ?? null),
    column('blocked', 'BOOLEAN', ({ result }) => result?.isBlocked ?? null),
    column('error_type', 'TEXT', ({ result }) => result?.errorType ?? null),
    column('result_type', 'TEXT', ({ result }) => result?.resultType ?? null),
    column('latency_secs', 'REAL', ({ result }) => result?.latencySecs ?? null),
  ],
}

export const CRITERIA: PartTable<CriterionResult> = {
  name: 'criteria',
  key: 1,
  columns: [
    column('criterion_id', 'TEXT', ({ id }) => id),
    column('result', 'TEXT', ({ result }) => result),
    column('score', 'REAL', ({ score }) => score),
    column('max_score', 'REAL', ({ maxScore }) => maxScore),
  ],
}

type Named = Pick<CollectedValue, 'id' | 'value'>

/** `value` is JSON text, null where nothing was collected; `number` is set where the value is one. */
const valueColumns: readonly Column<Named>[] = [
  column('value', 'TEXT', ({ value }) => toJson(value)),
  column('number', 'REAL', ({ value }) => (typeof value === 'number' ? value : null)),
]

export const COLLECTED: PartTable<Named> = {
  name: 'collected',
  key: 1,
  columns: [column('field_id', 'TEXT', ({ id }) => id), ...valueColumns],
}

/** Customer's own variables only. */
export const VARIABLES: PartTable<Named> = {
  name: 'variables',
  key: 1,
  columns: [column('name', 'TEXT', ({ id }) => id), ...valueColumns],
}

export const TAGS: PartTable<string> = {
  name: 'tags',
  key: 1,
  columns: [column('tag_id', 'TEXT', tag => tag)],
}

export const VISITED: PartTable<FilterFacts['visited'][number]> = {
  name: 'visited_agents',
  key: 1,
  columns: [
    column('position', 'INTEGER', ({ position }) => position),
    column('agent_id', 'TEXT', ({ agentId }) => agentId),
    column('branch_id', 'TEXT', ({ branchId }) => branchId),
  ],
}

export const GUARDRAILS: PartTable<FilterFacts['guardrails'][number]> = {
  name: 'guardrails',
  key: 1,
  columns: [
    column('position', 'INTEGER', ({ position }) => position),
    column('turn_index', 'INTEGER', ({ turnIndex }) => turnIndex),
    column('type', 'TEXT', ({ type }) => type),
    column('name', 'TEXT', ({ name }) => name),
  ],
}

/** Facts that no body carries: walks with one of the filters showed the call. */
export const MEMBERSHIPS: PartTable<{ filter: string; value: string; readAt: number }> = {
  name: 'memberships',
  key: 2,
  columns: [
    column('filter', 'TEXT', ({ filter }) => filter),
    column('value', 'TEXT', ({ value }) => value),
    column('read_at', 'INTEGER', ({ readAt }) => readAt),
  ],
}

/** What only details tell, and calls have without end. */
export const DETAIL_PARTS = [TURNS, TOOL_CALLS, VARIABLES, VISITED, GUARDRAILS] as const

/** All but the memberships are replaced as a whole with each new detail. */
export const PARTS = [
  TURNS,
  TOOL_CALLS,
  CRITERIA,
  COLLECTED,
  VARIABLES,
  TAGS,
  VISITED,
  GUARDRAILS,
  MEMBERSHIPS,
] as const
