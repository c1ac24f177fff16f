import type { Archive } from '../../archive/archive.ts'
import { latestRead, noteUnreadable } from '../../archive/due/unreadable.ts'
import { AuthError, ConversationsError, NotFoundError, ShapeError, UpstreamError } from '../../errors.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import type { Tally } from '../run/tally.ts'
import type { Upstream } from '../run/upstream.ts'

const HOUR = 3600
/** Of a call that cannot be read at all. */
const LASTING = { tries: 1, secs: 24 * HOUR }
/** Of a call whose body came broken each time. */
const BROKEN = { tries: 1, secs: HOUR }
/** Of a call that fails, with which hardly anything is read: so many questions have to meet it. */
const FAILING = { tries: 3, secs: 60, most: HOUR }
/** Of a call that fails in all its tries while at least as much is read: the source is well. */
const FAILING_ALONE = { ...FAILING, atLeast: 3 }

/** Calls that tell whether the source is well: one of them may have become one that fails. */
const WITNESSES = 2

/** The call exists, but what the API returns cannot be read. */
export const leaveOut = (archive: Archive, id: string, error: ConversationsError, at: number): Promise<void> =>
  archive.write(noteUnreadable(id, sentenceOf(error), at, LASTING))

/** What the calls that still fail at the end of the work are from now on. */
export async function settle(stopped: StopReason | null, { tally, archive, upstream }: SyncContext): Promise<void> {
  const toBlame = [...tally.failed].filter(([, error]) => error instanceof ShapeError || isOfCall(error))
  // Where the source itself failed, its calls are not to blame.
  if (stopped?.error || toBlame.length === 0 || (await isDown(upstream, archive, tally))) return
  const failing = tally.read >= tally.failed.size ? FAILING_ALONE : FAILING
  const at = upstream.clock.read()
  for (const [id, error] of toBlame) {
    const limits = error instanceof ShapeError ? BROKEN : failing
    await archive.write(noteUnreadable(id, sentenceOf(error), at, limits))
    if (limits !== FAILING) tally.failed.delete(id)
  }
}

/** Whether calls fail now that could be read before. Where there are none, nobody can tell. */
async function isDown(upstream: Upstream, archive: Archive, { failed }: Tally): Promise<boolean> {
  const known = (await archive.read(latestRead(failed.size + WITNESSES))).filter(id => !failed.has(id))
  for (const id of known.slice(0, WITNESSES)) {
    try {
      await upstream.call(id)
      return false
    } catch (error) {
      upstream.signal.throwIfAborted()
      if (!(error instanceof ConversationsError)) throw error
      if (error instanceof NotFoundError) return false
    }
  }
  return known.length > 0
}

/** Nobody is asked to be patient with a whole workspace for one call. */
const isOfCall = (error: ConversationsError): boolean => error instanceof UpstreamError || error instanceof AuthError

/** Without the advice: there is nothing to do. */
const sentenceOf = ({ message }: ConversationsError): string => message.split(/(?<=\.) /)[0]!
