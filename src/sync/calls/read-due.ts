import type { StopReason, SyncContext } from '../run/sync-context.ts'
import { ClaimedCalls, type Due, whenFree } from './claimed-calls.ts'
import type { Proof } from './proof-of-deletion.ts'
import { readCalls } from './read-calls.ts'

/** Ids taken from the archive at a time. */
const BATCH = 1000

/**
 * Reads whole calls until none is due, each once: one that fails, or is due again at once, waits for the next question.
 * Nobody else in this process reads calls meanwhile, so that two who need the same ones share them; what other servers
 * are reading is waited for when nothing else is left.
 * @param proof where none of them is there
 */
export async function readDue(context: SyncContext, due: Due, proof: Proof): Promise<StopReason | null> {
  const { archive, queue, upstream } = context
  const tried = new Set<string>()
  const idsLeft = async (): Promise<string[]> =>
    (await archive.read(due(BATCH + tried.size))).filter(id => !tried.has(id))
  // Who needs nothing does not wait for others.
  while ((await idsLeft()).length > 0) {
    let elsewhere: readonly string[] = []
    const result = await queue.run(
      'calls',
      async waiting => {
        const ids = await idsLeft()
        const calls = new ClaimedCalls(archive, ids, due)
        try {
          const { stopped } = await readCalls(calls, context, waiting, proof)
          if (calls.asked.length === 0) elsewhere = calls.elsewhere
          return ids.length === 0 ? null : (stopped ?? 'more')
        } finally {
          for (const id of calls.asked) tried.add(id)
          await calls.end()
        }
      },
      upstream.signal,
      context.isUrgent(),
    )
    if (result !== 'more') return result
    if (elsewhere.length > 0) await whenFree(archive, elsewhere, upstream.signal)
  }
  return null
}
