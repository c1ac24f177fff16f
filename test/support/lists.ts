import type { App } from '../../src/app.ts'

/** Reads all lists into the archive and no transcript, so that a short wait is spent on transcripts alone. */
export async function readLists(app: App): Promise<void> {
  const mirror = await app.mirror()
  await mirror.ensure({ filter: {}, details: false }, { signal: new AbortController().signal })
}
