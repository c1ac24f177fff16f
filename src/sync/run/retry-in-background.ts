import { sleep } from '../../api/retry.ts'
import { mayPass, pauseOf, SHORT_PAUSE_SECS } from '../calls/failures.ts'
import type { StopReason } from './sync-context.ts'
import type { Tally } from './tally.ts'

const FIRST_WAIT_SECS = 15
/** Tries in a row that read nothing at all. */
const MAX_IDLE = 6

export interface RetryOptions {
  tally: Tally
  /** Somebody waits, who would rather know. */
  isAwaited(): boolean
  signal: AbortSignal
  /** Milliseconds; ends with the signal. */
  wait?: typeof sleep
}

/**
 * Does the work, and where the source, or single calls of it, fail for a while, does it again: for one who waits, only
 * as long as it gets on and the source asks for no long pause; otherwise later and later, for some quarters of an hour.
 */
export async function retryInBackground(
  work: () => Promise<StopReason | null>,
  { tally, isAwaited, signal, wait = sleep }: RetryOptions,
): Promise<StopReason | null> {
  for (let idle = 0; ; ) {
    const before = tally.read
    const stopped = await work()
    const error = stopped ? stopped.error : [...tally.failed.values()].find(mayPass)
    idle = tally.read > before ? 0 : idle + 1
    if (!mayPass(error)) return stopped
    const pause = pauseOf(error)
    if (isAwaited()) {
      if (idle > 0 || pause > SHORT_PAUSE_SECS) return stopped
      await wait(pause * 1000, signal)
    } else {
      if (idle > MAX_IDLE) return stopped
      await wait(Math.max(pause, FIRST_WAIT_SECS * 2 ** Math.max(0, idle - 1)) * 1000, signal)
    }
  }
}
