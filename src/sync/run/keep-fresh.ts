import type { sleep } from '../../api/retry.ts'
import type { Log } from '../../log.ts'
import type { SyncReport } from '../report/report.ts'

const MAX_WAIT_SECS = 3600

/**
 * Reads again and again, until the signal aborts. Where the source fails, that is logged, and the next try comes later;
 * single calls that cannot be read do not hold up the others.
 * @param read one reading
 * @param after what is done after each that succeeded
 * @param wait milliseconds; ends with the signal
 */
export async function keepFresh(
  read: () => Promise<SyncReport>,
  after: () => Promise<void>,
  everySecs: number,
  signal: AbortSignal,
  wait: typeof sleep,
  log: Pick<Log, 'debug' | 'warn'> | undefined,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const problem = await read().then(
      ({ error, partial }) => (error ? partial : null),
      error => (error instanceof Error ? error.message : String(error)),
    )
    if (signal.aborted) return
    failures = problem === null ? 0 : failures + 1
    const waitSecs = Math.max(everySecs, Math.min(everySecs * 2 ** failures, MAX_WAIT_SECS))
    if (problem === null) log?.debug('The archive is up to date.')
    else log?.warn(`The archive could not be refreshed (next try in ${waitSecs} s): ${problem}`)
    if (problem === null) await after()
    await wait(waitSecs * 1000, signal).catch(() => {})
  }
}
