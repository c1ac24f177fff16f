import { sleep } from '../api/retry.ts'
import type { Log } from '../log.ts'
import type { SyncReport } from './report.ts'

const MAX_WAIT_SECS = 3600

/**
 * Reads again and again, until the signal aborts. Whatever goes wrong is logged, and makes the next try come later.
 * @param read one reading
 */
export async function keepFresh(
  read: () => Promise<SyncReport>,
  everySecs: number,
  signal: AbortSignal,
  log: Pick<Log, 'debug' | 'warn'> | undefined,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const problem = await read().then(
      report => report.partial,
      error => (error instanceof Error ? error.message : String(error)),
    )
    if (signal.aborted) return
    failures = problem === null ? 0 : failures + 1
    const waitSecs = Math.max(everySecs, Math.min(everySecs * 2 ** failures, MAX_WAIT_SECS))
    if (problem === null) log?.debug('The archive is up to date.')
    else log?.warn(`The archive could not be brought up to date (next try in ${waitSecs} s): ${problem}`)
    await sleep(waitSecs * 1000, signal).catch(() => {})
  }
}
