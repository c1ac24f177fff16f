import { asNumber, type Sql, sql } from '../../../archive/engine/sql.ts'
import { type Metric, number, READ, share, unitShare } from '../metric.ts'
import { TOOL_CALLS, TRANSFERS } from '../units.ts'

const NO_TOOL = 'no tool ran'
const NO_SEARCH = 'no search of the knowledge base'

/** Of a row `u` of tool calls. */
const FAILED = sql`(coalesce(u.errored, FALSE) OR coalesce(u.blocked, FALSE))`
const RECOVERED = sql`EXISTS (
  SELECT 1 FROM tool_calls v WHERE v.conversation = u.conversation AND v.name = u.name AND v.executed
    AND NOT v.errored AND NOT v.blocked
    AND (v.turn_index > u.turn_index OR (v.turn_index = u.turn_index AND v.position > u.position)))`

const untilTool = (title: string, unit: 'turns' | 's', definition: string, value: Sql): Metric =>
  number(title, unit, `${definition} before the first tool that ran, other than end_call.`, READ, value, NO_TOOL)

/** How calls went on: until somebody answered, until the first tool, and what came of tools and searches. */
export const COURSE = {
  queue_wait: number('queue wait', 's', 'Seconds in the queue, per finished call.', READ, sql`c.queue_secs`),
  ring_time: number(
    'ring time',
    's',
    'Seconds from the start of the call until it was accepted, per finished call.',
    READ,
    sql`c.ring_secs`,
  ),
  turns_before_tool: untilTool('turns before a tool', 'turns', 'Turns of caller and agent', sql`c.turns_before_tool`),
  caller_turns_before_tool: untilTool(
    'caller turns before a tool',
    'turns',
    'Caller turns',
    sql`c.caller_turns_before_tool`,
  ),
  time_to_tool: untilTool('time to a tool', 's', 'Seconds of the call', sql`c.secs_to_tool`),
  recovery_rate: unitShare(
    'recovery rate',
    'Failed tool calls after which the same tool succeeded later in the call / failed tool calls.',
    { source: TOOL_CALLS, item: sql`CASE WHEN ${FAILED} THEN ${asNumber(RECOVERED)} END` },
    'did not fail',
  ),
  transfer_failure_rate: unitShare(
    'transfer failure rate',
    "Failed transfers / transfers to a phone number or agent that ElevenLabs' own tools attempted.",
    { source: TRANSFERS, item: sql`CASE WHEN u.errored IS NOT NULL THEN ${asNumber(FAILED)} END` },
    'no result',
  ),
  knowledge_hit_rate: share(
    'knowledge hit rate',
    'Searches of the knowledge base that found something / searches.',
    READ,
    [sql`c.retrieval_hits`, sql`c.retrievals`],
    NO_SEARCH,
  ),
  knowledge_miss_rate: share(
    'knowledge miss rate',
    'Searches of the knowledge base that found nothing / searches.',
    READ,
    [sql`c.retrievals - c.retrieval_hits`, sql`c.retrievals`],
    NO_SEARCH,
  ),
} satisfies Record<string, Metric>
