import type { Archive } from '../../archive/archive.ts'
import { noteUnreadable } from '../../archive/due/unreadable.ts'
import { AuthError, type ConversationsError, ShapeError, UpstreamError } from '../../errors.ts'
import type { StopReason } from '../run/sync-context.ts'
import type { Tally } from '../run/tally.ts'

const HOUR = 3600
/** Of a call that cannot be read at all. */
const LASTING = { tries: 1, secs: 24 * HOUR }
/** Of a call whose body came broken each time. */
const BROKEN = { tries: 1, secs: HOUR }
/** Of a call that fails, with which hardly anything is read: so many questions have to meet it. */
const FAILING = { tries: 3, secs: 60, most: HOUR }
/** Of a call that fails in all its tries while at least as much is read: the source is well. */
const FAILING_ALONE = { ...FAILING, atLeast: 3 }

/** The call exists, but what the API returns cannot be read. */
export const leaveOut = (archive: Archive, id: string, error: ConversationsError, at: number): Promise<void> =>
  archive.write(noteUnreadable(id, sentenceOf(error), at, LASTING))

/** What the calls that still fail at the end of the work are from now on. */
export async function settle(tally: Tally, stopped: StopReason | null, archive: Archive, at: number): Promise<void> {
  // Where the source itself failed, its calls are not to blame.
  if (stopped?.error) return
  const failing = tally.read >= tally.failed.size ? FAILING_ALONE : FAILING
  for (const [id, error] of tally.failed) {
    const limits = error instanceof ShapeError ? BROKEN : isOfCall(error) ? failing : null
    if (limits === null) continue
    await archive.write(noteUnreadable(id, sentenceOf(error), at, limits))
    if (limits !== FAILING) tally.failed.delete(id)
  }
}

/** Nobody is asked to be patient with a whole workspace for one call. */
const isOfCall = (error: ConversationsError): boolean => error instanceof UpstreamError || error instanceof AuthError

/** Without the advice: there is nothing to do. */
const sentenceOf = ({ message }: ConversationsError): string => message.split(/(?<=\.) /)[0]!
