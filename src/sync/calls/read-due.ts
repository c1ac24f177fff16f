import type { Work } from '../../archive/engine/work.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import type { Proof } from './proof-of-deletion.ts'
import { readCalls } from './read-calls.ts'

/** Ids taken from the archive at a time. */
const BATCH = 1000

/**
 * Reads whole calls until none is due, each once: one that fails, or is due again at once, waits for the next question.
 * Nobody else in this process reads calls meanwhile, so that two who need the same ones share them.
 * @param proof where none of them is there
 * @param due ids, at most `limit` of them where they may be many
 */
export async function readDue(
  context: SyncContext,
  due: (limit: number) => Work<string[]>,
  proof: Proof,
): Promise<StopReason | null> {
  const { archive, queue, upstream } = context
  const tried = new Set<string>()
  const idsLeft = async (): Promise<string[]> =>
    (await archive.read(due(BATCH + tried.size))).filter(id => !tried.has(id))
  // Who needs nothing does not wait for others.
  while ((await idsLeft()).length > 0) {
    const result = await queue.run(
      'calls',
      async waiting => {
        const ids = await idsLeft()
        const { asked, stopped } = await readCalls(ids, context, waiting, proof)
        for (const id of ids.slice(0, asked)) tried.add(id)
        return ids.length === 0 ? null : (stopped ?? 'more')
      },
      upstream.signal,
      context.isUrgent(),
    )
    if (result !== 'more') return result
  }
  return null
}
