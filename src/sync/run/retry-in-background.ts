import { sleep } from '../../api/retry.ts'
import { mayPass, pauseOf, SHORT_PAUSE_SECS } from '../calls/failures.ts'
import type { Halt } from './sync-context.ts'
import type { Tally } from './tally.ts'

const FIRST_WAIT_SECS = 15
/** Tries in a row that read nothing at all. */
const MAX_IDLE = 6

export interface Patience {
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
export async function patiently(
  work: () => Promise<Halt | null>,
  { tally, isAwaited, signal, wait = sleep }: Patience,
): Promise<Halt | null> {
  for (let idle = 0; ; ) {
    const before = tally.read
    const halt = await work()
    const error = halt ? halt.error : [...tally.failed.values()].find(mayPass)
    idle = tally.read > before ? 0 : idle + 1
    if (!mayPass(error)) return halt
    const pause = pauseOf(error)
    if (isAwaited()) {
      if (idle > 0 || pause > SHORT_PAUSE_SECS) return halt
      await wait(pause * 1000, signal)
    } else {
      if (idle > MAX_IDLE) return halt
      await wait(Math.max(pause, FIRST_WAIT_SECS * 2 ** Math.max(0, idle - 1)) * 1000, signal)
    }
  }
}
