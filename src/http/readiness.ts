import type { App } from '../app.ts'

/** Milliseconds: a store that takes longer to answer is not there. */
const PATIENCE_MS = 3_000

export interface Readiness {
  ready: boolean
  /** `ok`, or why not. */
  archive: string
  /** Whether the last request to the API came to something; `unused`: there was none. */
  api: 'ok' | 'failing' | 'unused'
}

/** Whether questions can be answered: by the archive, which the API's absence does not take away. */
export async function readiness(app: Pick<App, 'mirror' | 'traffic' | 'log'>): Promise<Readiness> {
  const traffic = await app.traffic()
  const api = !traffic || traffic.requests === 0 ? 'unused' : traffic.isFailing ? 'failing' : 'ok'
  return { ...(await archiveReady(app)), api }
}

async function archiveReady({ mirror, log }: Pick<App, 'mirror' | 'log'>): Promise<Omit<Readiness, 'api'>> {
  let timer: NodeJS.Timeout | undefined
  try {
    const opened = await mirror()
    if (opened.isOff) return { ready: true, archive: 'off' }
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS)
    })
    await Promise.race([opened.open().then(({ archive }) => archive.note('ready')), late])
    return { ready: true, archive: 'ok' }
  } catch (error) {
    log.warn(`Not ready: ${error instanceof Error ? error.message : error}`)
    // Why is for the log: whoever asks has not said who it is.
    return { ready: false, archive: 'unavailable' }
  } finally {
    clearTimeout(timer)
  }
}
