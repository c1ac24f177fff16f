import { asNumber, sql } from '../../../archive/engine/sql.ts'
import { JUDGED_READ, type Metric, number, READ, ratio } from '../metric.ts'
import { DURATION } from './talk.ts'

const CREDITS = sql`c.cost_credits`
const NONE = 'no valid cost'

/** What the calls cost. Credits are those of the platform, for models and lines together. */
export const COST = {
  cost: number('cost', 'credits', 'Credits per finished call.', READ, CREDITS, NONE),
  cost_usd: number(
    'cost in US dollars',
    'USD',
    'US dollars per finished call, as reported for newer calls.',
    READ,
    sql`c.cost_usd`,
    NONE,
  ),
  llm_cost: number(
    'LLM cost',
    'credits',
    'Credits for language models, per finished call.',
    READ,
    sql`c.llm_credits`,
    NONE,
  ),
  platform_cost: number(
    'platform cost',
    'credits',
    'Credits for the platform (voice, burst and others, without language models), per finished call.',
    READ,
    sql`c.platform_credits`,
    NONE,
  ),
  voice_cost: number(
    'voice cost',
    'credits',
    'Credits for voice, per finished call.',
    READ,
    sql`c.voice_credits`,
    NONE,
  ),
  burst_cost: number(
    'burst cost',
    'credits',
    'Credits for calls beyond the concurrency of the plan, per finished call.',
    READ,
    sql`c.burst_credits`,
    NONE,
  ),
  cost_per_minute: ratio(
    'cost per minute',
    'credits',
    'Credits / minutes.',
    READ,
    [CREDITS, sql`${DURATION} / 60.0`],
    'no valid cost or duration',
  ),
  cost_per_success: {
    ...ratio(
      'cost per success',
      'credits',
      'Credits of all calls evaluated as success or failure / calls evaluated as success.',
      JUDGED_READ,
      [CREDITS, asNumber(sql`c.outcome = 'success'`)],
      NONE,
    ),
    form: 'price',
  },
} satisfies Record<string, Metric>
