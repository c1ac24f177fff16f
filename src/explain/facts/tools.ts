import { sql } from '../../archive/engine/sql.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import { type Attribute, distinct, type Filters, several } from './attribute.ts'

/** Filters that choose calls by their tools. */
export const BY_TOOLS: Filters = [
  'tool_names',
  'tool_names_successful',
  'tool_names_errored',
  'include_invalid_tool_calls',
]

/** Behind the name of a tool that failed, and before its error: no name has it. */
const FAILED = '\u001f'

/** All that ran, read once for three attributes: `name`, or `name␟error` where it failed. */
const RAN = several(
  'tool',
  'Tool that ran in the call.',
  sql`CASE WHEN u.errored THEN u.name || ${FAILED} || coalesce(u.error_type, 'unknown')
    WHEN u.blocked THEN u.name || ${FAILED} || 'blocked' ELSE u.name END`,
  [sql`tool_calls u WHERE u.conversation = c.id AND u.executed`, sql`u.turn_index, u.position`],
  BY_TOOLS,
)

const of =
  (shown: (name: string, error: string | undefined) => string | null): Attribute['read'] =>
  cell => {
    const uses = cell as Scalar[]
    if (uses.length === 0) return NONE
    return distinct(uses.map(use => (use === null ? null : shown(...(String(use).split(FAILED) as [string, string?])))))
  }

const NONE: readonly string[] = []

export const TOOLS: readonly Attribute[] = [
  { ...RAN, read: of(name => name) },
  {
    ...RAN,
    name: 'tool_error',
    definition: 'Tool that failed in the call, and its error type.',
    read: of((name, error) => (error === undefined ? null : `${name}: ${error}`)),
  },
  {
    ...RAN,
    name: 'failed_tool',
    definition: 'Tool that failed in the call, whatever the error.',
    read: of((name, error) => (error === undefined ? null : name)),
  },
]
