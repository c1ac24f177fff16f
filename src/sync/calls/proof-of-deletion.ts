import { agentIdsOf, isAnySeenAgain } from '../../archive/due/due.ts'
import type { Work } from '../../archive/engine/work.ts'
import { newestCalls } from '../../archive/place/workspace.ts'
import { ConversationsError } from '../../errors.ts'
import type { SyncQuestion } from '../question.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import type { AskedCall } from './claimed-calls.ts'
import { type MissingCalls, missingCalls } from './recheck.ts'

/*
 * Where all calls that were asked for have disappeared, the API may have lost them, or the archive the API: the key may be one of
 * another workspace, its agents out of reach, the lists empty by a fault. What is erased does not come back, so that
 * a second witness is heard first.
 */

/** Missing calls in a row, with none found among them, before the witness is asked. */
export const MANY = 10

export interface Proof {
  /** Some call was there, or the witness was heard. */
  isGiven: boolean
  /** Whether the calls may be taken as deleted. */
  seek(gone: readonly string[], context: SyncContext): Promise<boolean>
  /** A sentence for where they may not. */
  doubt: string
}

const NOTHING_ERASED =
  'Nothing was removed from the archive. If they really were deleted, start over with "conversations-mcp archive delete".'

/** For calls that lists do not show any more. */
export const proofOfDeletion = (question: SyncQuestion): Proof => ({
  isGiven: false,
  doubt: `All archived calls of this window are gone from the API, and so are their agents: the API, or what the key may read, seems to have changed. ${NOTHING_ERASED}`,
  async seek(gone, context) {
    const { archive } = context
    const missing = await archive.read(missingCalls(question))
    // Lists show them, and the API does not find them.
    if (missing.length === 0) return isAnotherThere(gone, context)
    if (await archive.read(areAllSeenAgain(missing))) return true
    const agents = await unlessFailed(context, () => context.upstream.agentIds())
    return (await archive.read(agentIdsOf(gone))).some(id => agents?.has(id))
  },
})

/** Whether the lists are still those of the same calls. */
function* areAllSeenAgain(missing: readonly MissingCalls[]): Work<boolean> {
  for (const { where, readAt, ids } of missing) if (!(yield* isAnySeenAgain(where, readAt, ids))) return false
  return true
}

/** For calls that lists have just shown. */
export const proofOfAbsence = (): Proof => ({
  isGiven: false,
  doubt: `The API lists these calls but finds none of them when they are read. ${NOTHING_ERASED}`,
  seek: isAnotherThere,
})

/** @returns why the calls were not erased; null: they were */
export async function eraseGone(
  gone: readonly AskedCall[],
  proof: Proof,
  context: SyncContext,
): Promise<StopReason | null> {
  if (gone.length === 0) return null
  proof.isGiven ||= await proof.seek(
    gone.map(({ id }) => id),
    context,
  )
  if (!proof.isGiven) return { reason: proof.doubt, error: null }
  for (const call of gone) await bury(call, context)
  return null
}

/** A list that was read so long ago should show what is there. */
const JUST_NOW_SECS = 60

/** The API no longer has it; where a list has just shown it, the reader should know that. */
async function bury({ id, at, seen }: AskedCall, { archive, tally }: SyncContext): Promise<void> {
  const listReadAt = (await archive.readingTimes(id))?.listReadAt ?? null
  if ((await archive.tombstone(id, at, seen)) && listReadAt !== null && at - listReadAt <= JUST_NOW_SECS)
    tally.vanished.add(id)
}

/** Whether the API finds any other call. */
async function isAnotherThere(gone: readonly string[], context: SyncContext): Promise<boolean> {
  const known = await context.archive.read(newestCalls(gone.length + 2))
  const others = known.filter(({ id }) => !gone.includes(id))
  for (const { id } of others.slice(0, 2)) if (await unlessFailed(context, () => context.upstream.call(id))) return true
  return false
}

async function unlessFailed<T>({ upstream }: SyncContext, ask: () => Promise<T>): Promise<T | null> {
  return ask().catch(error => {
    upstream.signal.throwIfAborted()
    if (error instanceof ConversationsError) return null
    throw error
  })
}
