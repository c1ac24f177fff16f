import type { App } from './app.ts'
import { KEEP_FRESH_DAYS } from './settings.ts'

/**
 * Keeps the archive fresh beside a server, where a setting says so, and makes the checks after each reading. A server that
 * cannot do this can still answer.
 * @throws ConfigurationError where the file of checks is wrong
 */
export async function keepFresh(app: App): Promise<void> {
  const { checksFile, keepFreshSecs } = app.config
  if (keepFreshSecs === undefined) return
  const after = checksFile === undefined ? undefined : await (await import('./watch/watch.ts')).watcher(app, checksFile)
  void readAgain(app, keepFreshSecs, after)
}

async function readAgain(
  { mirror, log }: App,
  everySecs: number,
  after: ((signal: AbortSignal) => Promise<void>) | undefined,
): Promise<void> {
  try {
    const opened = await mirror()
    await opened.keepFresh({ everySecs, days: KEEP_FRESH_DAYS, after })
  } catch (error) {
    log.warn(`Background refresh is off: ${error instanceof Error ? error.message : error}`)
  }
}
