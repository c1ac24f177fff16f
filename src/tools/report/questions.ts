/** What a report asks of which tool. */
export interface Question {
  tool: 'analyze_conversations' | 'describe_agent' | 'explain_conversations' | 'triage_conversations'
  input: object
}

/** The selected calls: how many, and from when to when (Unix seconds; `after` undefined: all times). */
interface Calls {
  calls: number
  after: number | undefined
  before: number
}

const GLANCE = [
  ...['count', 'success_rate', 'containment_rate', 'transfer_rate', 'early_end_rate', 'interruption_rate'],
  ...['tool_error_rate', 'duration.avg', 'felt_latency.p95', 'frustration.avg', 'rating.avg', 'cost.avg'],
]

/** All questions of a report about numbers and calls, by its parts, without the filters; null: there is nothing to ask. */
export function questionsOf(selected: Calls) {
  const before = selected.after === undefined ? {} : { compare_to: ['previous_period'] }
  return {
    glance: count(GLANCE, before),
    trend: count(['count', 'success_rate', 'tool_error_rate', 'felt_latency.p95'], { group_by: [bucketOf(selected)] }),
    outcomes: count(['count', 'portion'], { group_by: ['outcome'] }),
    endings: count(['count', 'portion'], { group_by: ['ending'] }),
    agents: count(['count', 'success_rate', 'tool_error_rate', 'felt_latency.p95', 'duration.avg'], {
      ...{ group_by: ['agent'], page_size: 20 },
    }),
    why: explain({ include: ['facts', 'modes'] }),
    differences: before.compare_to ? explain({ ...before, include: ['facts'] }) : null,
    tools: count(['tool_calls.sum', 'tool_error_rate', 'tool_latency.p50', 'tool_latency.p95'], {
      ...{ group_by: ['tool'], page_size: 20 },
    }),
    spread: count(['duration', 'felt_latency'], { histogram: true }),
    cost: count(['count', 'cost.sum', 'cost_usd.sum', 'cost_per_minute', 'cost_per_success'], {
      ...{ group_by: ['agent'], page_size: 20 },
    }),
    calls: { tool: 'triage_conversations', input: { page_size: 10 } },
  } as const satisfies Record<string, Question | null>
}

const count = (metrics: readonly string[], more: object) =>
  ({ tool: 'analyze_conversations', input: { metrics, ...more } }) as const
const explain = (input: object) => ({ tool: 'explain_conversations', input }) as const

const PERIODS = [
  ['hour', 3600],
  ['day', 86_400],
  ['week', 7 * 86_400],
  ['month', 30 * 86_400],
] as const

/** More periods than a chart shows well, and fewer than show a course. */
const MOST_PERIODS = 62
const FEWEST_PERIODS = 4
/** A rate of fewer calls jumps about. */
const CALLS_IN_PERIOD = 8

/** The shortest period of which a chart shows well how things went. */
function bucketOf({ calls, after, before }: Calls): string {
  if (after === undefined) return 'month'
  const fitting = PERIODS.filter(([, secs]) => (before - after) / secs <= MOST_PERIODS)
  const several = fitting.filter(([, secs]) => (before - after) / secs >= FEWEST_PERIODS)
  const enough = several.find(([, secs]) => (calls * secs) / (before - after) >= CALLS_IN_PERIOD)
  return (enough ?? several.at(-1) ?? fitting[0] ?? PERIODS.at(-1)!)[0]
}
