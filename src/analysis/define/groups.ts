import { asNumber, sql } from '../../archive/engine/sql.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import { asCompared } from '../../archive/select/comparison.ts'
import { isSaid } from '../../archive/select/said.ts'
import { needsDetail, whereOf } from '../../archive/select/select.ts'
import { shownCaller } from '../../domain/caller.ts'
import type { CallFilter } from '../../domain/filter.ts'
import { UserInputError } from '../../errors.ts'
import { DAYS, HOURS, HOURS_OF_DAY, MONTHS, WEEKDAYS, WEEKS } from '../read/time-groups.ts'
import { type Group, one, several, severalTraits, time, trait } from './group.ts'
import { collectedValue, RATING } from './metrics/results.ts'
import { COLLECTED, CRITERIA, LAST_TOOL, TAGS, TOOL_CALLS, TOOL_NAME, TOPICS } from './units.ts'

const DETAIL = { needsDetail: true }
const LISTED = { needsDetail: false }
const TRUTH = { ...DETAIL, show: (value: Scalar) => (value === null ? null : value === 1) }

/** An error without a type is `unknown`, one that a guardrail held back `blocked`. */
const TOOL_ERROR = sql`CASE WHEN u.errored THEN ${TOOL_NAME} || ': ' || coalesce(u.error_type, 'unknown')
  WHEN u.blocked THEN ${TOOL_NAME} || ': blocked' END`

/** Of a caller who can be told apart. */
const USER_ID = sql`CASE WHEN substr(c.caller, 1, 5) = 'user ' THEN c.user_id END`

/** Everything to group by. Calls that have no such value are in a row of their own. */
export const GROUPS = {
  agent: one('agent', 'Agent that took the call first, by its current name.', sql`c.agent_id`),
  version: one('version', 'Agent version.', sql`c.version_id`, { isDated: true }),
  branch: one('branch', 'Agent branch.', sql`c.branch_id`, { isDated: true }),
  environment: one(
    'environment',
    'Environment of the agent; production (the API default) if a call names none.',
    sql`coalesce(c.environment, 'production')`,
    DETAIL,
  ),
  outcome: one('outcome', 'Outcome as evaluated by ElevenLabs.', sql`c.outcome`),
  status: one('status', 'Status of the call.', sql`c.status`),
  ending: one(
    'ending',
    'How the call ended, in eleven categories derived from the text, the error, guardrails and transfers.',
    sql`c.ending_group`,
    DETAIL,
  ),
  ending_text: one('ending text', "How the call ended, in ElevenLabs' words.", sql`nullif(c.ending, '')`, {
    isWide: true,
  }),
  language: one('language', 'Main language of the call.', sql`c.language`),
  channel: one('channel', 'Channel the call came through.', sql`c.source`),
  direction: one('direction', 'Inbound or outbound, for phone calls.', sql`c.direction`),
  hour: time('hour', 'Hour in which the call started.', HOURS),
  day: time('day', 'Day on which the call started.', DAYS),
  week: time('week', 'Week in which the call started, by its Monday.', WEEKS),
  month: time('month', 'Month in which the call started.', MONTHS),
  weekday: time('weekday', 'Day of the week on which the call started.', WEEKDAYS),
  hour_of_day: time('hour of day', 'Hour of the day in which the call started, 0 to 23.', HOURS_OF_DAY),
  tool: several('tool', 'Tool that ran in the call.', TOOL_CALLS, TOOL_NAME),
  tool_error: several('tool error', 'Tool that failed in the call, and its error type.', TOOL_CALLS, TOOL_ERROR),
  criterion: several('criterion', 'Evaluation criterion of the call.', CRITERIA, sql`u.criterion_id`),
  criterion_result: several(
    'criterion result',
    'Evaluation criterion of the call, and its result.',
    CRITERIA,
    sql`u.criterion_id || ': ' || u.result`,
  ),
  data_field: several('data field', 'Data field to be collected.', COLLECTED, sql`u.field_id`),
  topic: several('topic', 'Topic of the call.', TOPICS, sql`u.value`, LISTED),
  tag: several('tag', 'Tag of the call.', TAGS, sql`u.tag_id`, LISTED),
  user: one('user', 'User id of the caller; ids such as "undefined" are ignored.', USER_ID, {
    ...DETAIL,
    isWide: true,
  }),
  rating: one('rating', 'Caller rating, 1 to 5.', RATING),
  text_only: one('text only', 'Whether the conversation was a chat.', asNumber(sql`c.text_only`), TRUTH),
  last_tool: one('last tool', 'Last tool that ran, other than end_call: where the call broke off.', LAST_TOOL, DETAIL),
  last_node: one('last workflow node', 'Last workflow node the call reached.', sql`c.last_workflow_node`, DETAIL),
  tool_failed: one('tool failed', 'Whether a tool call failed in the call.', asNumber(sql`c.tool_errors > 0`), TRUTH),
  tool_error_text: severalTraits(
    'tool_error_text',
    'tool error text',
    'Tool that failed and what it answered: its first 80 characters without numbers and ids.',
  ),
  interrupted: one(
    'interrupted',
    'Whether the caller interrupted the agent.',
    asNumber(sql`c.interrupted_turns > 0`),
    TRUTH,
  ),
  transfer_target: severalTraits(
    'transfer_target',
    'transfer target',
    'Phone number or agent that the call was transferred to, or was to be, where result or arguments say.',
  ),
  transfer_reason: severalTraits(
    'transfer_reason',
    'transfer reason',
    'Reason that the agent gave for a transfer: its first 80 characters without numbers and ids.',
  ),
  model: trait('model', 'model', 'Language model that answered most turns.'),
  voice: trait('voice', 'voice', 'Id of the voice that spoke most.'),
  agent_number: trait('agent_number', "agent's number", "The agent's phone number."),
  caller: one('caller', 'Caller: user id or, without one, phone number, as in repeat_contact_rate.', sql`c.caller`, {
    ...DETAIL,
    isWide: true,
    show: who => (who === null ? null : shownCaller(String(who))),
  }),
  campaign: trait('campaign', 'campaign', 'Campaign, or batch of calls, that the call was made for.'),
  call_result: trait(
    'call_result',
    'call result',
    'What the telephone network reported, such as answered, busy or voicemail.',
  ),
  experiment: severalTraits('experiment', 'experiment', 'Experiment that the call was part of, and its variant.'),
  procedure: severalTraits('procedure', 'procedure', 'Procedure that ran in the call.'),
  knowledge_document: severalTraits(
    'knowledge_document',
    'knowledge document',
    'Document of the knowledge base that was retrieved for an answer.',
  ),
} satisfies Record<string, Group>

/**
 * `data:<field_id>` is the value that was collected for a data field, `said:<words>` whether they were said,
 * `<filter>=<value>` whether the filter selects the call.
 */
export type GroupName = keyof typeof GROUPS | `data:${string}` | `said:${string}` | `${string}=${string}`

/**
 * @param condition what `<filter>=<value>` stands for
 * @throws UserInputError where there is none of that name
 */
export function groupOf(name: string, condition: CallFilter = {}): Group {
  if (Object.hasOwn(GROUPS, name)) return GROUPS[name as keyof typeof GROUPS]
  const field = /^data:(.+)$/s.exec(name)?.[1]
  if (field !== undefined) return dataGroup(field)
  const words = /^said:(.+)$/s.exec(name)?.[1]
  if (words !== undefined) return saidGroup(words)
  if (name.includes('=')) return conditionGroup(name, condition)
  throw new UserInputError(
    `Unknown group ${JSON.stringify(name.slice(0, 60))}. Group by ${Object.keys(GROUPS).join(', ')}, data:<field_id>, or said:<words>.`,
  )
}

const saidGroup = (words: string): Group =>
  one(
    `said ${words}`,
    'Whether the words were said in one turn of the call.',
    sql`CASE WHEN ${isSaid(sql`c`, words)} THEN 1 ELSE 0 END`,
    TRUTH,
  )

const conditionGroup = (name: string, condition: CallFilter): Group =>
  one(name, 'Whether the filter selects the call; (none): not known.', asNumber(whereOf(condition)), {
    ...TRUTH,
    needsDetail: needsDetail(condition),
  })

const dataGroup = (field: string): Group =>
  one(`data field ${field}`, 'Value collected for the data field.', collectedValue(field), {
    ...{ needsDetail: true, isWide: true },
    unify: value => (value === null ? null : asCompared(String(value))),
    show: value => shownJson(value),
  })

/** Numbers, truth values and texts as they are, anything else as JSON. */
function shownJson(text: Scalar): Scalar | boolean {
  const value: unknown = text === null ? null : JSON.parse(String(text))
  return typeof value === 'object' && value !== null ? String(text) : (value as Scalar | boolean)
}
