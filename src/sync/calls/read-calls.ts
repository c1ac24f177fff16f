import { toConversationInPieces } from '../../api/map.ts'
import { showId } from '../../api/path.ts'
import type { Archive, PreparedDetail } from '../../archive/archive.ts'
import { isUnwritable } from '../../archive/engine/unwritable.ts'
import { ConversationsError, NotFoundError, ShapeError } from '../../errors.ts'
import type { Pieces } from '../../pieces.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import { YieldingQueue } from '../run/yielding-queue.ts'
import { Failures, isLasting } from './failures.ts'
import { type InFlightCall, InFlightCalls } from './in-flight-calls.ts'
import { leaveOut } from './leave-out.ts'
import { eraseGone, MANY, type Proof } from './proof-of-deletion.ts'

/** Calls read before others get their turn. */
const FAIR_SHARE = 50

type CallAnswer = { raw: unknown } | { error: ConversationsError }

/**
 * Reads whole calls in the order given, several at a time, and writes each as it arrives; one that the API no longer
 * has becomes a tombstone, where there is proof. Failures are noted in the tally and end the work only where they come in a row.
 * @param isAwaited others wait: the rest is left after a fair share
 * @returns how many of them were asked for
 */
export async function readCalls(
  ids: readonly string[],
  context: SyncContext,
  isAwaited: () => boolean,
  proof: Proof,
): Promise<{ asked: number; stopped: StopReason | null }> {
  const { concurrency, pageEvents, tally, upstream } = context
  const failures = new Failures(tally.failed)
  const inFlight = new InFlightCalls(pageEvents)
  // Requests go on while answers wait to be written, but not without end.
  const backlog = new YieldingQueue(concurrency, upstream.signal)
  const gone: InFlightCall[] = []
  let asked = 0
  let isBroken = false

  const isOver = (): boolean =>
    isBroken ||
    failures.stopped !== null ||
    (!proof.isGiven && gone.length >= MANY) ||
    asked >= ids.length ||
    (asked >= FAIR_SHARE && isAwaited())
  const work = async (): Promise<void> => {
    while (!isOver()) {
      const call = inFlight.begin(ids[asked++]!, upstream.clock.read())
      const answer = await ask(call.id, context)
      await backlog.add(function* () {
        if ('error' in answer && answer.error instanceof NotFoundError) {
          gone.push(call)
          tally.read += 1
        } else {
          const error = yield* write(call, answer, context, proof)
          if (error && isLasting(error)) leaveOut(context.archive, call.id, error, call.at)
          failures.note(call.id, error)
          if (!failures.has(call.id)) tally.read += 1
        }
        inFlight.end(call)
      })
    }
    await backlog.finish()
  }
  const workers = Array.from({ length: Math.min(concurrency, ids.length) }, () =>
    work().catch(error => {
      isBroken = true
      throw error
    }),
  )
  const ends = await Promise.allSettled(workers)
  inFlight.close()
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return { asked, stopped: failures.stopped ?? (await eraseGone(gone, proof, context)) }
}

/** @throws what ends all the work */
async function ask(id: string, { upstream }: SyncContext): Promise<CallAnswer> {
  try {
    return { raw: await upstream.call(id) }
  } catch (error) {
    upstream.signal.throwIfAborted()
    return { error: asFailure(error) }
  }
}

/**
 * In pieces, so that a call of megabytes does not hold up the others.
 * @returns why the call could not be read
 */
function* write(
  call: InFlightCall,
  answer: CallAnswer,
  { archive }: SyncContext,
  proof: Proof,
): Pieces<ConversationsError | null> {
  if ('error' in answer) return answer.error
  const detail = yield* prepared(answer.raw, call.id, archive)
  if (detail instanceof ConversationsError) return detail
  yield
  try {
    // Not earlier: lists that arrive meanwhile change the moment as of which the call counts.
    yield* archive.writeInPieces(detail, call.at)
    proof.isGiven = true
    return null
  } catch (error) {
    if (isUnwritable(error)) return cannotRead(call.id, error)
    throw error
  }
}

/** The call made ready to be written, or why that is impossible: whatever one call is like, it ends nothing else. */
function* prepared(raw: unknown, id: string, archive: Archive): Pieces<PreparedDetail | ConversationsError> {
  try {
    const call = yield* toConversationInPieces(raw, id)
    const { reason } = call.unread
    if (reason !== null) return new ShapeError(`Conversation ${showId(id)} cannot be analyzed: ${reason}.`)
    yield
    return yield* archive.prepare(raw, call)
  } catch (error) {
    return error instanceof ConversationsError ? error : cannotRead(id, error)
  }
}

function cannotRead(id: string, cause: unknown): ShapeError {
  const error = new ShapeError(`Conversation ${showId(id)} cannot be read: its JSON has an unexpected shape.`)
  return Object.assign(error, { cause })
}

/** @throws the error itself where it is not one of the source */
function asFailure(error: unknown): ConversationsError {
  if (error instanceof ConversationsError) return error
  throw error
}
