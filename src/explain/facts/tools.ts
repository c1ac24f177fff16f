import { TOOL_NAME } from '../../analysis/index.ts'
import { sql } from '../../archive/engine/sql.ts'
import type { Cell } from '../../archive/read/columns.ts'
import { type Attribute, type Filters, several, type Units } from './attribute.ts'

/** Filters that choose calls by their tools. */
export const BY_TOOLS: Filters = [
  'tool_names',
  'tool_names_successful',
  'tool_names_errored',
  'include_invalid_tool_calls',
]

/** Behind the name of a tool that failed, and before its error: no name has it. */
const FAILED = '\u007f'

/** All that ran, read once for three attributes: `name`, or `name␡error` where it failed. */
const RAN: Units = {
  from: [sql`tool_calls`, sql`u.executed`],
  item: sql`CASE WHEN u.errored THEN ${TOOL_NAME} || ${FAILED} || coalesce(u.error_type, 'unknown')
    WHEN u.blocked THEN ${TOOL_NAME} || ${FAILED} || 'blocked' ELSE ${TOOL_NAME} END`,
  order: sql`u.turn_index, u.position`,
}

const ofRan = (
  name: string,
  definition: string,
  shown: (name: string, error: string | undefined) => string | null,
): Attribute => {
  const { read, ...attribute } = several(name, definition, RAN, { filters: BY_TOOLS })
  const shownOf = (use: Cell): Cell =>
    use === null ? null : shown(...(String(use).split(FAILED) as [string, string?]))
  return { ...attribute, read: (use, zone) => read(shownOf(use), zone) }
}

export const TOOLS: readonly Attribute[] = [
  ofRan('tool', 'Tool that ran in the call.', name => name),
  ofRan('tool_error', 'Tool that failed in the call, and its error type.', (name, error) =>
    error === undefined ? null : `${name}: ${error}`,
  ),
  ofRan('failed_tool', 'Tool that failed in the call, whatever the error.', (name, error) =>
    error === undefined ? null : name,
  ),
]
