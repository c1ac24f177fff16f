import { type Clock, DAYS, HOURS_OF_DAY, MONTHS, WEEKDAYS, WEEKS } from '../../analysis/index.ts'
import { asNumber, identifier, type Sql, sql } from '../../archive/engine/sql.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import { IS_LIVE } from '../../archive/read/count-calls.ts'
import { callerOf, shownCaller } from '../../domain/caller.ts'
import type { Conversation } from '../../domain/conversation.ts'
import { formatInstant } from '../../domain/time.ts'
import { offsetSeconds } from '../../domain/zone-offset.ts'
import { type Around, agentName, type Column, type View } from './view.ts'

type Type = Column<Conversation>['type']

const column = (name: string, type: Type, about: string, from: Sql | string = name): Column<Conversation> => ({
  ...{ name, type, about },
  sql: typeof from === 'string' ? sql`c.${identifier(from)}` : from,
})
const text = (name: string, about: string, from?: Sql | string) => column(name, 'TEXT', about, from)
const count = (name: string, about: string, from?: Sql | string) => column(name, 'INTEGER', about, from)
const measure = (name: string, about: string, from?: Sql | string) => column(name, 'REAL', about, from)
const flag = (name: string, about: string, from = name) =>
  count(name, `${about}: 1 or 0`, asNumber(sql`c.${identifier(from)}`))
/** What calls tell once they are over; null before, which is not 0. */
const over = (from: string) => sql`CASE WHEN c.finished THEN c.${identifier(from)} END`
const total = (name: string, about: string, from = name) => count(name, about, over(from))
const whether = (name: string, about: string, from = name) => count(name, `${about}: 1 or 0`, asNumber(over(from)))
const DURATION = sql`CASE WHEN NOT (c.duration_refused IS TRUE OR (c.duration_secs = 0 AND ${IS_LIVE})) THEN c.duration_secs END`
const personal = (name: string, about: string, of: (call: Conversation) => string | null): Column<Conversation> => ({
  ...text(name, about),
  isPersonal: true,
  of,
})
/** Of the moment at which the call started; null where nobody knows it. */
const start = (name: string, type: Type, about: string, show: (unix: number, zone: string) => Scalar) => ({
  ...column(name, type, about, 'started_at'),
  show: (unix: Scalar, { zone }: Around) => (typeof unix === 'number' && unix > 0 ? show(unix, zone) : null),
})
const local = (name: string, about: string, clock: Clock, type: Type = 'TEXT') =>
  start(name, type, about, (unix, zone) => clock.show(clock.bucketOf(unix, offsetSeconds(unix, zone)), zone))

export const CONVERSATIONS: View<Conversation> = {
  name: 'conversations',
  about: 'one row a call',
  key: ['conversation_id'],
  from: sql`conversations c`,
  order: sql`c.id`,
  things: call => [call],
  columns: [
    text('conversation_id', 'Id of the call'),
    text('agent_id', 'Agent that took the call first'),
    { ...text('agent', 'Its name', 'agent_id'), show: agentName },
    text('branch_id', 'Agent branch'),
    text('version_id', 'Agent version'),
    text(
      'environment',
      'production, staging …',
      sql`CASE WHEN c.detail_read_at IS NOT NULL THEN coalesce(c.environment, 'production') END`,
    ),
    start('started_at', 'INTEGER', 'Start, Unix seconds', unix => unix),
    start('started', 'TEXT', 'Start on the local clock, 2026-10-05 14:30:00', (unix, zone) =>
      formatInstant(unix, zone, 'seconds'),
    ),
    local('day', 'Local day, 2026-10-05', DAYS),
    local('week', 'Monday of the local week, 2026-10-05', WEEKS),
    local('month', 'Local month, 2026-10', MONTHS),
    local('weekday', 'Monday …', WEEKDAYS),
    local('hour', 'Local hour, 0 to 23', HOURS_OF_DAY, 'INTEGER'),
    measure('duration_secs', 'Length in seconds; null: not known', DURATION),
    text('status', 'done, failed; in-progress, processing, initiated while it goes on'),
    text('outcome', 'success, failure, unknown (not evaluated)'),
    personal('ending', "How it ended, in ElevenLabs' words", call => call.ending),
    text('ending_group', 'The same in eleven categories'),
    personal('title', 'Title by ElevenLabs', call => call.title),
    personal('summary', 'Summary by ElevenLabs', call => call.summary),
    text('language', 'Main language, en'),
    text('channel', 'twilio, sip_trunk, widget …', 'source'),
    text('direction', 'inbound or outbound, of phone calls'),
    measure('rating', 'Caller rating, 1 to 5'),
    text('feedback', 'like or dislike'),
    text('sentiment', 'positive, neutral, negative', 'sentiment_label'),
    measure('sentiment_score', '-1 to 1'),
    measure('frustration', '0 to 1', 'sentiment_frustration'),
    personal('user_id', 'User id as given', call => call.userId),
    {
      ...personal('caller', 'User id or, without one, phone number; null: not known', callerOf),
      show: who => (who === null ? null : shownCaller(String(who))),
    },
    flag('text_only', 'Chat'),
    whether('connected', 'The caller said something'),
    measure('cost_credits', 'Credits'),
    measure('cost_usd', 'US dollars'),
    total('caller_turns', 'Turns in which the caller said something', 'user_turns'),
    total('agent_turns', 'Turns in which the agent said something'),
    total('tool_calls', 'Tool calls that ran'),
    total('tool_errors', 'Of these, failed or blocked'),
    total('interrupted_turns', 'Agent turns cut off by the caller'),
    total('caller_words', 'Words of the caller', 'user_words'),
    total('agent_words', 'Words of the agent'),
    total('repeated_caller_turns', 'Caller turns that say an earlier one again', 'repeated_user_turns'),
    total('repeated_agent_turns', 'The same of the agent'),
    total('dead_air', 'Times the line seemed dead (estimate)'),
    whether('early_end', 'Caller hung up at once'),
    total('transfers', 'Transfers to numbers and agents'),
    whether('transferred_to_number', 'Put through to a number'),
    whether('transferred_to_agent', 'Another agent took over'),
    whether('contained', 'No transfer to a person'),
    whether('voicemail', 'A voicemail answered'),
    whether('language_switched', 'The agent changed its language'),
    total('guardrail_turns', 'Turns at which a guardrail fired'),
    measure('felt_latency_max', 'Longest wait for the agent, seconds'),
    text('last_tool', 'Last tool that ran, other than end_call'),
    text('last_node', 'Last workflow node', 'last_workflow_node'),
  ],
}
