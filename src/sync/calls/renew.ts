import type { Archive } from '../../archive/archive.ts'
import type { Sql } from '../../archive/engine/sql.ts'
import { letOthersGoFirst } from '../../pieces.ts'
import type { KeyedQueue } from '../run/keyed-queue.ts'
import { YieldingQueue } from '../run/yielding-queue.ts'

/** Calls mapped again before others get their turn. */
const BATCH = 50

/**
 * Maps stored bodies again that an older version of this program mapped: newest first, in pieces
 * between which the loop comes round. Whoever needs few calls gets a turn between the batches of whoever needs all.
 * @throws the signal's reason; ArchiveError
 */
export async function renewCalls(where: Sql, archive: Archive, queue: KeyedQueue, signal: AbortSignal): Promise<void> {
  const renewBatch = async (): Promise<boolean> => {
    const ids = await archive.idsOutdated(where, BATCH)
    const backlog = new YieldingQueue(1, signal)
    for (const id of ids) {
      await letOthersGoFirst()
      await backlog.add(() => archive.renew(id))
    }
    await backlog.finish()
    return ids.length > 0
  }
  const isNeeded = async (): Promise<boolean> => (await archive.idsOutdated(where, 1)).length > 0
  const alone = () => archive.leases.alone('renewals', renewBatch, isNeeded, signal)
  while (await queue.run('renewals', alone, signal));
}
