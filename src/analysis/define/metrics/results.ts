import { asNumber, type Sql, sql } from '../../../archive/engine/sql.ts'
import {
  CONNECTED,
  FINISHED,
  type Metric,
  number,
  READ,
  rate,
  share,
  UNHEARD,
  unitNumber,
  unitShare,
} from '../metric.ts'
import { COLLECTED, CRITERIA, TOOL_CALLS } from '../units.ts'
import { seconds } from './latency.ts'

/** The API may send zeros for calls that were not scored. */
export const RATING = sql`nullif(c.rating, 0)`

const ERRORED = asNumber(sql`coalesce(u.errored, FALSE) OR coalesce(u.blocked, FALSE)`)

/** What tools, the analysis and callers say of the calls. */
export const RESULTS = {
  tool_calls: {
    ...number(
      'tool calls',
      'tool calls',
      'Tool calls that ran (according to the call or one of its results), per call; by tool, calls of that tool. Several results of one tool call count once.',
      READ,
      sql`c.tool_calls`,
      UNHEARD,
    ),
    within: { source: TOOL_CALLS, item: sql`1`, isSummed: true },
  },
  tool_error_rate: {
    ...share(
      'tool error rate',
      'Tool calls whose last result is an error (by flag or type) or was blocked / tool calls that ran. "Not found" is an answer, not an error.',
      READ,
      [sql`c.tool_errors`, sql`c.tool_calls`],
      'no tool calls',
    ),
    within: { source: TOOL_CALLS, item: ERRORED },
  },
  tool_latency: unitNumber(
    'tool latency',
    's',
    'From a tool call to its last result.',
    seconds(TOOL_CALLS, sql`u.latency_secs`),
    'no time reported',
  ),
  criterion_success: unitShare(
    'criterion success',
    'Evaluation criterion results that are success / results that are success or failure.',
    { source: CRITERIA, item: sql`CASE u.result WHEN 'success' THEN 1 WHEN 'failure' THEN 0 END` },
    'result unknown',
  ),
  collected: unitShare(
    'collected data',
    'Data fields with a collected value / data fields to be collected. Blank text is no value; words such as "N/A" are one.',
    { source: COLLECTED, item: asNumber(sql`u.value IS NOT NULL`) },
    'unknown',
  ),
  sentiment: number(
    'sentiment',
    'points',
    'Sentiment of the caller over the call, −1 to 1.',
    FINISHED,
    sql`c.sentiment_score`,
    'no valid score',
  ),
  sentiment_min: number(
    'worst sentiment',
    'points',
    'Sentiment of the caller at the worst turn of the call, −1 to 1.',
    FINISHED,
    sql`c.sentiment_min_user_score`,
    'no valid score',
  ),
  frustration: number(
    'frustration',
    'points',
    'Frustration of the caller over the call, 0 to 1.',
    FINISHED,
    sql`c.sentiment_frustration`,
    'no valid score',
  ),
  frustration_max: number(
    'worst frustration',
    'points',
    'Frustration of the caller at the worst turn of the call, 0 to 1.',
    FINISHED,
    sql`c.sentiment_max_user_frustration`,
    'no valid score',
  ),
  rating: number('rating', 'points', 'Caller rating, 1 to 5.', FINISHED, RATING, 'no valid rating'),
  feedback: share(
    'feedback',
    'Likes / likes and dislikes.',
    READ,
    [sql`c.likes`, sql`c.likes + c.dislikes`],
    'no likes or dislikes',
  ),
  comment_rate: rate(
    'comment rate',
    'Calls with a caller comment / connected calls.',
    CONNECTED,
    sql`c.has_feedback_comment`,
  ),
} satisfies Record<string, Metric>

/** Beyond what doubles count exactly there are no measurements, but sums that overflow. */
const LARGEST = sql`${Number.MAX_SAFE_INTEGER}`

/** The numbers that were collected for one data field. */
export const dataMetric = (field: string): Metric =>
  number(
    `data field ${field}`,
    '',
    'The numbers collected for the data field.',
    [...READ, { reason: 'no value', when: sql`${collectedValue(field)} IS NULL` }],
    sql`(SELECT u.number FROM collected u WHERE u.conversation = c.id AND u.field_id = ${field}
      AND abs(u.number) <= ${LARGEST})`,
    'not a number, or beyond ±2^53',
  )

/** As JSON text. */
export const collectedValue = (field: string): Sql =>
  sql`(SELECT u.value FROM collected u WHERE u.conversation = c.id AND u.field_id = ${field})`
