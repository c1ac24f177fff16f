import { ConversationsError } from '../../errors.ts'
import { analyzeCalls } from '../analyze/run.ts'
import type { AnalyzeAnswer } from '../analyze/schema.ts'
import type { ToolContext } from '../define.ts'
import type { Chosen } from './choose.ts'
import type { DescribeInput } from './schema.ts'

/** What tells whether a version helped: success, length, latency, errors of tools, cost. */
const METRICS = [
  ...['count', 'success_rate', 'containment_rate', 'duration.avg', 'felt_latency.p50', 'felt_latency.p95'],
  ...['tool_error_rate', 'cost.avg'],
]

/** Their part of the answer has room of its own. */
const MOST_TOKENS = 3000

/** Callers change with time: what is long ago tells little of what a version did. */
const DAYS_BEFORE = 30

interface Sides {
  agentId: string
  version: Chosen
  baseline: Chosen
  request: Pick<DescribeInput, 'after' | 'before'>
}

/**
 * The numbers of one version beside those of another.
 * @returns a text: why there are none
 */
export async function numbersOf(
  { agentId, version, baseline, request: { after, before } }: Sides,
  context: ToolContext,
): Promise<AnalyzeAnswer | string> {
  const ofAll = {
    ...{ metrics: METRICS, agent_id: agentId, version_id: version.id, compare_to: [`version_id=${baseline.id}`] },
    ...{ after: after ?? usualStart(version, baseline), before, max_tokens: MOST_TOKENS },
  }
  try {
    return await analyzeCalls(ofAll, { ...context, setAside: [] })
  } catch (error) {
    // Without an archive, what changed is an answer all the same.
    if (context.signal.aborted || !(error instanceof ConversationsError)) throw error
    return error.message
  }
}

/** Some time before the newer of both; undefined: it is not known when that began. */
function usualStart(a: Chosen, b: Chosen): string | undefined {
  const newer = Math.max(a.version?.committedAt ?? 0, b.version?.committedAt ?? 0)
  return newer === 0 ? undefined : new Date((newer - DAYS_BEFORE * 86_400) * 1000).toISOString()
}
