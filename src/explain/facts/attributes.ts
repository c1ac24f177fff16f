import { sql } from '../../archive/engine/sql.ts'
import { type Attribute, banded, flag, group, keyed, listed, several } from './attribute.ts'
import { counts, scores, seconds } from './bands.ts'
import { BY_TOOLS, TOOLS } from './tools.ts'
import { TRAITS } from './traits.ts'

const VERDICT = { isVerdict: true }

/* Where nothing was measured, nothing is known: a call without felt latencies was not quick. */

const SLOWEST = sql`CASE WHEN c.felt_turns > 0 THEN c.felt_latency_max END`
const AGENT_SHARE = sql`CASE WHEN c.agent_words + c.user_words > 0 THEN 1.0 * c.agent_words / (c.agent_words + c.user_words) END`
const DURATION = sql`CASE WHEN c.duration_secs >= 0 AND c.duration_refused IS NOT TRUE THEN c.duration_secs END`
const ofTalk = (column: typeof DURATION) => sql`CASE WHEN c.connected THEN ${column} END`

const ALL = sql`TRUE`
/** Of a result that is no verdict nothing is known. */
const IS_VERDICT = sql`u.result IN ('success', 'failure')`

const HOUR_OF_DAY = group('hour_of_day')
const LAST_TOOL = group('last_tool')
const PARTS = ['0:00 to 6:00', '6:00 to 12:00', '12:00 to 18:00', '18:00 to 24:00']

/** Who took the call, when, and over what. */
const CIRCUMSTANCES: readonly Attribute[] = [
  group('agent', ['agent_id']),
  group('version', ['version_id', 'version_ids']),
  group('branch', ['branch_id']),
  group('environment', ['environment']),
  group('language', ['main_languages']),
  group('channel', ['conversation_initiation_source']),
  group('direction'),
  flag('text_only', 'Whether the conversation was a chat.', sql`c.text_only`, { filters: ['text_only'] }),
  group('weekday'),
  HOUR_OF_DAY,
  {
    ...HOUR_OF_DAY,
    name: 'part_of_day',
    definition: 'Six hours of the day in which the call started.',
    read(cell, zone) {
      const hours = HOUR_OF_DAY.read(cell, zone)
      return hours && [PARTS[Math.floor(Number(hours[0]) / 6)]!]
    },
  },
]

/** What tools did, and where the call went. */
const COURSE: readonly Attribute[] = [
  ...TOOLS,
  {
    ...LAST_TOOL,
    filters: BY_TOOLS,
    read: (cell, zone) => LAST_TOOL.read(cell, zone) ?? ['(no tool)'],
  },
  group('last_node', ['workflow_node_entered_id']),
  several(
    'guardrail',
    'Guardrail that fired in the call.',
    { from: [sql`guardrails`, ALL], item: sql`coalesce(nullif(u.name, ''), u.type)`, order: sql`u.position` },
    { filters: ['guardrail_types', 'custom_guardrail_names'] },
  ),
  group('ending', ['termination_reasons']),
  group('outcome', ['call_successful']),
  group('status', ['exclude_statuses']),
  flag('connected', 'Whether the caller said something.', sql`c.connected`),
  flag('early_end', 'As in early_end_rate.', sql`c.early_end`),
  flag('voicemail', 'As in voicemail_rate.', sql`c.voicemail`),
  flag('language_switch', 'As in language_switch_rate.', sql`c.language_switched`),
  flag('transferred_to_number', 'As in transfer_rate.', sql`c.transferred_to_number`),
  flag('transferred_to_agent', 'As in agent_transfer_rate.', sql`c.transferred_to_agent`),
  flag('handoff', 'As in handoff_rate.', sql`c.handoff_tool_used`),
]

/** How the conversation went. */
const TALK: readonly Attribute[] = [
  banded('duration', 'As in duration, in bands.', DURATION, seconds(30, 60, 120, 300, 600), {
    needsDetail: false,
    filters: ['call_duration_min_secs', 'call_duration_max_secs'],
  }),
  banded('turns', 'As in turns, in bands.', sql`c.user_turns + c.agent_turns`, counts(5, 10, 20, 40)),
  banded('tool_calls', 'As in tool_calls, in bands.', sql`c.tool_calls`, counts(1, 2, 4, 8)),
  banded('slowest_response', 'Longest perceived response latency of the call, in bands.', SLOWEST, seconds(1, 2, 4)),
  banded('dead_air', 'As in dead_air, in bands.', sql`c.dead_air`, counts(1, 3)),
  banded(
    'interruptions',
    'Interrupted agent turns of connected calls.',
    ofTalk(sql`c.interrupted_turns`),
    counts(1, 3),
  ),
  banded(
    'caller_repeats',
    'Repeated caller turns of connected calls.',
    ofTalk(sql`c.repeated_user_turns`),
    counts(1, 3),
  ),
  banded(
    'agent_repeats',
    'Repeated agent turns of connected calls.',
    ofTalk(sql`c.repeated_agent_turns`),
    counts(1, 3),
  ),
  banded('agent_talk_share', 'As in talk_share, in bands.', AGENT_SHARE, scores(0.5, 0.7, 0.85)),
]

/** What was noted of it. */
const NOTES: readonly Attribute[] = [
  listed('tag', { from: [sql`tags`, ALL], item: sql`u.tag_id`, order: sql`u.tag_id` }, { filters: ['tag_ids'] }),
  // Of calls without any topic nobody knows whether there was something to find.
  listed(
    'topic',
    { from: [sql`memberships`, sql`u.filter = 'topic_ids'`], item: sql`u.value`, order: sql`u.value` },
    { filters: ['topic_ids'], isNeverNone: true },
  ),
  keyed(
    'data',
    'Value collected for a data field, or none, of calls with the field.',
    [sql`collected`, sql`u.field_id`, sql`u.value`],
    {
      filters: ['data_collection_params'],
    },
  ),
  keyed('variable', "Value of the customer's own dynamic variable.", [sql`variables`, sql`u.name`, sql`u.value`], {
    filters: ['dynamic_variable_params'],
  }),
  keyed(
    'criterion',
    'Evaluation criterion and its result, success or failure.',
    [sql`criteria`, sql`u.criterion_id`, sql`u.result`],
    { filters: ['evaluation_params'], ...VERDICT },
    IS_VERDICT,
  ),
  group('rating', ['rating_min', 'rating_max'], VERDICT),
  flag('feedback_comment', 'Whether the caller left a comment.', sql`c.has_feedback_comment`, {
    filters: ['has_feedback_comment'],
    ...VERDICT,
  }),
  banded(
    'frustration',
    'Peak frustration of the caller, 0 to 1, in bands.',
    sql`c.sentiment_max_user_frustration`,
    scores(0.3, 0.6),
    VERDICT,
  ),
  banded('sentiment', 'Sentiment of the call, -1 to 1, in bands.', sql`c.sentiment_score`, scores(-0.3, 0.3), VERDICT),
]

/** Every fact that is looked at, but words. */
export const ATTRIBUTES: readonly Attribute[] = [...CIRCUMSTANCES, ...COURSE, ...TRAITS, ...TALK, ...NOTES]
