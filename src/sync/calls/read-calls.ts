import { toConversationInPieces } from '../../api/map.ts'
import { showId } from '../../api/path.ts'
import type { Archive, PreparedDetail } from '../../archive/archive.ts'
import { isUnwritable } from '../../archive/engine/unwritable.ts'
import { ConversationsError, NotFoundError, ShapeError } from '../../errors.ts'
import type { Pieces } from '../../pieces.ts'
import type { Effort, Halt } from '../run/sync-context.ts'
import { Backlog } from '../run/yielding-queue.ts'
import { Failures, isLasting } from './failures.ts'
import { type Flight, Flights } from './in-flight-calls.ts'
import { leaveOut } from './leave-out.ts'
import { eraseGone, MANY, type Proof } from './proof-of-deletion.ts'

/** Calls read before others get their turn. */
const FAIR_SHARE = 50

type Answer = { raw: unknown } | { error: ConversationsError }

/**
 * Reads whole calls in the order given, several at a time, and writes each as it arrives; one that the API no longer
 * has becomes a tombstone, where there is proof. Failures are noted in the tally and end the work only where they come in a row.
 * @param isAwaited others wait: the rest is left after a fair share
 * @returns how many of them were asked for
 */
export async function readCalls(
  ids: readonly string[],
  effort: Effort,
  isAwaited: () => boolean,
  proof: Proof,
): Promise<{ asked: number; halt: Halt | null }> {
  const { concurrency, listNews, tally, upstream } = effort
  const failures = new Failures(tally.failed)
  const flights = new Flights(listNews)
  // Requests go on while answers wait to be written, but not without end.
  const backlog = new Backlog(concurrency, upstream.signal)
  const gone: Flight[] = []
  let asked = 0
  let isBroken = false

  const isOver = (): boolean =>
    isBroken ||
    failures.halt !== null ||
    (!proof.isGiven && gone.length >= MANY) ||
    asked >= ids.length ||
    (asked >= FAIR_SHARE && isAwaited())
  const work = async (): Promise<void> => {
    while (!isOver()) {
      const flight = flights.begin(ids[asked++]!, upstream.clock.read())
      const answer = await ask(flight.id, effort)
      await backlog.add(function* () {
        if ('error' in answer && answer.error instanceof NotFoundError) {
          gone.push(flight)
          tally.read += 1
        } else {
          const error = yield* write(flight, answer, effort, proof)
          if (error && isLasting(error)) leaveOut(effort.archive, flight.id, error, flight.at)
          failures.note(flight.id, error)
          if (!failures.has(flight.id)) tally.read += 1
        }
        flights.end(flight)
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
  flights.close()
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return { asked, halt: failures.halt ?? (await eraseGone(gone, proof, effort)) }
}

/** @throws what ends all the work */
async function ask(id: string, { upstream }: Effort): Promise<Answer> {
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
function* write(flight: Flight, answer: Answer, { archive }: Effort, proof: Proof): Pieces<ConversationsError | null> {
  if ('error' in answer) return answer.error
  const detail = yield* prepared(answer.raw, flight.id, archive)
  if (detail instanceof ConversationsError) return detail
  yield
  try {
    // Not earlier: lists that arrive meanwhile change the moment as of which the call counts.
    yield* archive.writeInPieces(detail, flight.at)
    proof.isGiven = true
    return null
  } catch (error) {
    if (isUnwritable(error)) return cannotRead(flight.id, error)
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
