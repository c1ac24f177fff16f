import type { RowProbe } from '../../analysis/index.ts'
import { type Condition, holds } from './condition.ts'

/** `unknown` is neither: there is nothing to decide by, or not enough. */
export type Verdict = 'failed' | 'unknown' | 'ok'

export interface Judged {
  verdict: Verdict
  /** What the verdict rests on, where the number alone does not say it. */
  why?: string
}

/**
 * Whether a number keeps to its condition.
 * @param beyondChance it fails only where no value in its 95 % interval would keep to it
 */
export function judge(
  condition: Condition,
  { value, interval, reason }: Omit<RowProbe, 'calls'>,
  beyondChance: boolean,
): Judged {
  if (value === null) return { verdict: 'unknown', why: reason ?? 'no data' }
  if (holds(value, condition)) return { verdict: 'ok' }
  // A count is of all calls: there is no chance in it.
  if (!beyondChance || (interval === null && reason === null)) return { verdict: 'failed' }
  if (interval === null) return { verdict: 'unknown', why: `no interval: ${reason}` }
  const best = condition.operator.startsWith('>') ? interval.high : interval.low
  return holds(best, condition) ? { verdict: 'ok', why: 'within chance' } : { verdict: 'failed' }
}

/** A condition over several periods, the newest first, fails where it fails in each of them. */
export function judgePeriods(periods: readonly Judged[]): Judged {
  const [newest] = periods
  if (periods.length === 1 || newest!.verdict !== 'failed') return newest!
  const failed = periods.filter(({ verdict }) => verdict === 'failed').length
  if (failed === periods.length) return { verdict: 'failed', why: `in ${failed} periods in a row` }
  const isKept = periods.some(({ verdict }) => verdict === 'ok')
  return { verdict: isKept ? 'ok' : 'unknown', why: `failed in ${failed} of ${periods.length} periods` }
}
