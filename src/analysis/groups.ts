import { sql } from '../archive/sql.ts'
import { UserInputError } from '../errors.ts'
import { DAYS, HOURS, HOURS_OF_DAY, MONTHS, WEEKDAYS, WEEKS } from './clocks.ts'
import type { Scalar } from './columns.ts'
import { type Group, one, several, time } from './group.ts'
import { collectedValue, RATING } from './metrics/results.ts'
import { COLLECTED, CRITERIA, TAGS, TOOL_CALLS, TOPICS } from './sources.ts'

const DETAIL = { needsDetail: true }
const LISTED = { needsDetail: false }
const truth = (value: Scalar): boolean | null => (value === null ? null : value === 1)

/** An error without a type is `unknown`, one that a guardrail held back `blocked`. */
const TOOL_ERROR = sql`CASE WHEN u.errored THEN u.name || ': ' || coalesce(u.error_type, 'unknown')
  WHEN u.blocked THEN u.name || ': blocked' END`

/** Of a caller who is somebody. */
const USER_ID = sql`CASE WHEN c.caller GLOB 'user *' THEN c.user_id END`

/** Everything to group by. Calls that have no such value are in a row of their own. */
export const GROUPS = {
  agent: one('agent', 'The agent that the call began with, by its newest name.', sql`c.agent_id`),
  version: one('version', 'The version of the agent.', sql`c.version_id`),
  branch: one('branch', 'The branch of the agent.', sql`c.branch_id`),
  environment: one(
    'environment',
    'Where the agent ran; production, which is the default of the API, where a call does not say.',
    sql`coalesce(c.environment, 'production')`,
    DETAIL,
  ),
  outcome: one('outcome', 'What the platform judged of the goal.', sql`c.outcome`),
  status: one('status', 'The state of the call.', sql`c.status`),
  ending: one(
    'ending',
    'How the call ended, in eleven kinds made of the text, the error, guardrails and transfers.',
    sql`c.ending_group`,
    DETAIL,
  ),
  ending_text: one('ending text', 'How the call ended, in the words of the platform.', sql`nullif(c.ending, '')`, {
    isWide: true,
  }),
  language: one('language', 'The main language of the call.', sql`c.language`),
  channel: one('channel', 'Where the call came from.', sql`c.source`),
  direction: one('direction', 'Inbound or outbound, of calls by telephone.', sql`c.direction`),
  hour: time('hour', 'The hour in which the call started.', HOURS),
  day: time('day', 'The day on which the call started.', DAYS),
  week: time('week', 'The week in which the call started, by its Monday.', WEEKS),
  month: time('month', 'The month in which the call started.', MONTHS),
  weekday: time('weekday', 'The day of the week on which the call started.', WEEKDAYS),
  hour_of_day: time('hour of day', 'The hour of the day at which the call started, 0 to 23.', HOURS_OF_DAY),
  tool: several('tool', 'A tool that ran in the call.', TOOL_CALLS, sql`u.name`),
  tool_error: several(
    'tool error',
    'A tool that failed in the call, and the type of its error.',
    TOOL_CALLS,
    TOOL_ERROR,
  ),
  criterion: several('criterion', 'A criterion by which the call was evaluated.', CRITERIA, sql`u.criterion_id`),
  criterion_result: several(
    'criterion result',
    'A criterion by which the call was evaluated, and its result.',
    CRITERIA,
    sql`u.criterion_id || ': ' || u.result`,
  ),
  data_field: several('data field', 'A data field that was to be collected.', COLLECTED, sql`u.field_id`),
  topic: several('topic', 'A topic of the call.', TOPICS, sql`u.value`, LISTED),
  tag: several('tag', 'A tag of the call.', TAGS, sql`u.tag_id`, LISTED),
  user: one('user', 'The user id of the caller; ids such as "undefined" are none.', USER_ID, {
    ...DETAIL,
    isWide: true,
  }),
  rating: one('rating', "The caller's rating, 1 to 5.", RATING),
  text_only: one('text only', 'Whether the call was a chat.', sql`c.text_only`, { ...DETAIL, show: truth }),
  last_tool: one(
    'last tool',
    'The tool that ran last, end_call aside: where the call broke off.',
    sql`c.last_tool`,
    DETAIL,
  ),
  last_node: one(
    'last workflow node',
    'The node of the workflow that the call came to last.',
    sql`c.last_workflow_node`,
    DETAIL,
  ),
} satisfies Record<string, Group>

/** `data:<field_id>` is the value that was collected for a data field. */
export type GroupName = keyof typeof GROUPS | `data:${string}`

/** @throws UserInputError where there is none of that name */
export function groupOf(name: string): Group {
  if (Object.hasOwn(GROUPS, name)) return GROUPS[name as keyof typeof GROUPS]
  const field = /^data:(.+)$/s.exec(name)?.[1]
  if (field !== undefined) return dataGroup(field)
  throw new UserInputError(
    `Nothing is grouped by ${JSON.stringify(name.slice(0, 60))}. Group by ${Object.keys(GROUPS).join(', ')}, or data:<field_id>.`,
  )
}

const dataGroup = (field: string): Group =>
  one(`data field ${field}`, 'The value that was collected for the data field.', collectedValue(field), {
    ...{ needsDetail: true, isWide: true },
    show: value => shownJson(value),
  })

/** Numbers, truth values and texts as they are, anything else as JSON. */
function shownJson(text: Scalar): Scalar | boolean {
  const value: unknown = text === null ? null : JSON.parse(String(text))
  return typeof value === 'object' && value !== null ? String(text) : (value as Scalar | boolean)
}
