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
  /** Told of each try that read nothing, and of the last one: what still fails then has failed for now. */
  settle(stopped: StopReason | null): Promise<void>
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
  { tally, isAwaited, settle, signal, wait = sleep }: RetryOptions,
): Promise<StopReason | null> {
  for (let idle = 0; ; ) {
    const before = tally.read
    const stopped = await work()
    const error = () => (stopped ? stopped.error : [...tally.failed.values()].find(mayPass))
    idle = tally.read > before ? 0 : idle + 1
    const isForOne = isAwaited()
    const pause = pauseOf(error())
    const isLast = !mayPass(error()) || (isForOne ? idle > 0 || pause > SHORT_PAUSE_SECS : idle > MAX_IDLE)
    // Nothing that always fails keeps a question open until the last try.
    if (isLast || idle > 0) await settle(stopped)
    if (isLast || !mayPass(error())) return stopped
    await wait((isForOne ? pause : Math.max(pause, FIRST_WAIT_SECS * 2 ** Math.max(0, idle - 1))) * 1000, signal)
  }
}
