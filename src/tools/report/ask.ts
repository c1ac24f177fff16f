import { ConversationsError, DeadlineError } from '../../errors.ts'
import type { AnalyzeAnswer } from '../analyze/schema.ts'
import { analyzeConversations } from '../analyze-conversations.ts'
import type { AnyTool, ToolContext } from '../define.ts'
import type { ExplainAnswer } from '../explain/schema.ts'
import { explainConversations } from '../explain-conversations.ts'
import { MOST_TOKENS } from '../params.ts'
import { runTool } from '../run.ts'
import type { Selection } from '../selection.ts'
import type { TriageAnswer } from '../triage/schema.ts'
import { triageConversations } from '../triage-conversations.ts'

/** Why there is no answer. */
export interface Missing {
  missing: string
}

/** What a report is made of: answers as an assistant would get them, masked where they are. */
export interface Answers {
  glance: AnalyzeAnswer | Missing
  trend: AnalyzeAnswer | Missing
  outcomes: AnalyzeAnswer | Missing
  endings: AnalyzeAnswer | Missing
  agents: AnalyzeAnswer | Missing
  why: ExplainAnswer | Missing
  changed: ExplainAnswer | Missing
  tools: AnalyzeAnswer | Missing
  spread: AnalyzeAnswer | Missing
  cost: AnalyzeAnswer | Missing
  calls: TriageAnswer | Missing
}

export const isThere = <A extends object>(answer: A | Missing): answer is A => !('missing' in answer)

const GLANCE = [
  ...['count', 'success_rate', 'containment_rate', 'transfer_rate', 'early_end_rate', 'interruption_rate'],
  ...['tool_error_rate', 'duration.avg', 'felt_latency.p95', 'frustration.avg', 'rating.avg', 'cost.avg'],
]

/**
 * Asks all questions of a report, one after the other.
 * @param filters of the calls, as arguments of each tool
 * @throws what kept the first question from being answered, where none could be
 */
export async function askAll(filters: object, { window }: Selection, context: ToolContext): Promise<Answers> {
  const failures: ConversationsError[] = []
  let answered = 0
  const ask = async <A extends object>(tool: AnyTool, input: object): Promise<A | Missing> => {
    try {
      const { structured } = await runTool(tool, { ...filters, max_tokens: MOST_TOKENS, ...input }, context)
      answered++
      return structured as A
    } catch (error) {
      if (!(error instanceof ConversationsError) || error instanceof DeadlineError) throw error
      failures.push(error)
      return { missing: error.message }
    }
  }
  const count = (metrics: readonly string[], more: object = {}) =>
    ask<AnalyzeAnswer>(analyzeConversations, { metrics, ...more })
  const before = window?.afterUnix === undefined ? {} : { compare_to: ['previous_period'] }
  const answers = {
    glance: await count(GLANCE, before),
    trend: await count(['count', 'success_rate', 'tool_error_rate', 'felt_latency.p95'], {
      group_by: [bucketOf(window, context.now())],
    }),
    outcomes: await count(['count', 'portion'], { group_by: ['outcome'] }),
    endings: await count(['count', 'portion'], { group_by: ['ending'] }),
    agents: await count(['count', 'success_rate', 'tool_error_rate', 'felt_latency.p95', 'duration.avg'], {
      ...{ group_by: ['agent'], page_size: 20 },
    }),
    why: await ask<ExplainAnswer>(explainConversations, { include: ['facts', 'modes'] }),
    changed: before.compare_to
      ? await ask<ExplainAnswer>(explainConversations, { ...before, include: ['facts'] })
      : { missing: 'All times are selected: there is no period before.' },
    tools: await count(['tool_calls.sum', 'tool_error_rate', 'tool_latency.p50', 'tool_latency.p95'], {
      ...{ group_by: ['tool'], page_size: 20 },
    }),
    spread: await count(['duration', 'felt_latency'], { histogram: true }),
    cost: await count(['count', 'cost.sum', 'cost_usd.sum', 'cost_per_minute', 'cost_per_success'], {
      ...{ group_by: ['agent'], page_size: 20 },
    }),
    calls: await ask<TriageAnswer>(triageConversations, { page_size: 10 }),
  }
  if (answered === 0) throw failures[0]!
  return answers
}

const DAY = 86_400

/** As many periods as a chart shows well. */
function bucketOf(window: Selection['window'], now: number): string {
  if (window?.afterUnix === undefined) return 'month'
  const days = (Math.min(window.beforeUnix ?? now, now) - window.afterUnix) / DAY
  if (days <= 2) return 'hour'
  return days <= 62 ? 'day' : days <= 400 ? 'week' : 'month'
}
