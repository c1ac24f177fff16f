import { toConversationInPieces } from '../../api/map.ts'
import { showId } from '../../api/path.ts'
import type { Archive, PreparedDetail } from '../../archive/archive.ts'
import { prepareInPieces } from '../../archive/write/write-detail.ts'
import { hasManyParts } from '../../archive/write/write-in-pieces.ts'
import { ConversationsError, NotFoundError, ShapeError } from '../../errors.ts'
import { inTurns, type Pieces, waitFor } from '../../pieces.ts'
import type { Waiting } from '../run/keyed-queue.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import { YieldingQueue } from '../run/yielding-queue.ts'
import type { AskedCall, ClaimedCalls } from './claimed-calls.ts'
import { Failures, isLasting } from './failures.ts'
import { leaveOut } from './leave-out.ts'
import { eraseGone, MANY, type Proof } from './proof-of-deletion.ts'
import { WriteBatch } from './write-batch.ts'

/** Calls read before others get their turn; where somebody waits for them, and not for the others', so many times more. */
const FAIR_SHARE = 50
const PREFERENCE = 3

type CallAnswer = { raw: unknown } | { error: ConversationsError }

/** Calls made ready that wait to be made part of a transaction, and those that come meanwhile. */
const BACKLOG = 4
/** Milliseconds that a call made ready waits for others, to be written with them. */
const GATHER_MS = 50

/**
 * Reads whole calls in the order given, as many at a time as the source takes, and writes them as they arrive, some
 * together; one that the API no longer has becomes a tombstone, where there is proof. Failures are noted in the tally
 * and end the work only where they come in a row.
 * @param waiting who is left the rest after a fair share
 */
export async function readCalls(
  calls: ClaimedCalls,
  context: SyncContext,
  waiting: () => Waiting,
  proof: Proof,
): Promise<{ stopped: StopReason | null }> {
  const { archive, tally, upstream } = context
  const failures = new Failures(tally.failed)
  // Requests go on while answers wait to be written, but not without end.
  const backlog = new YieldingQueue(BACKLOG, upstream.signal)
  const batch = new WriteBatch()
  let timer: NodeJS.Timeout | undefined
  const gone: AskedCall[] = []
  let isBroken = false

  const shareBeside = (others: Waiting): number =>
    others === 'nobody'
      ? Infinity
      : others === 'background' && context.isUrgent()
        ? PREFERENCE * FAIR_SHARE
        : FAIR_SHARE
  const isOver = (): boolean =>
    isBroken ||
    failures.stopped !== null ||
    (!proof.isGiven && gone.length >= MANY) ||
    calls.isOver ||
    (calls.asked.length >= FAIR_SHARE && calls.asked.length >= shareBeside(waiting()))
  const end = function* (call: AskedCall, error: ConversationsError | null): Pieces<void> {
    if (error && isLasting(error)) yield* waitFor(leaveOut(archive, call.id, error, call.at))
    failures.note(call.id, error)
    if (!failures.has(call.id)) tally.read += 1
    calls.done(call.id)
    upstream.timing.callsRead(1, performance.now())
  }
  const writeBatch = function* (): Pieces<void> {
    yield
    clearTimeout(timer)
    timer = undefined
    for (const { call, error } of yield* waitFor(batch.write(archive))) {
      if (error === null) proof.isGiven = true
      yield* end(call, error === null ? null : cannotRead(call.id, error))
    }
  }
  const take = function* (call: AskedCall, answer: CallAnswer): Pieces<void> {
    if ('error' in answer && answer.error instanceof NotFoundError) {
      gone.push(call)
      tally.read += 1
      return
    }
    const detail = 'error' in answer ? answer.error : yield* prepared(answer.raw, call)
    if (detail instanceof ConversationsError) return yield* end(call, detail)
    // Whatever comes of its writing, the source is there.
    failures.note(call.id, null)
    if (hasManyParts(detail)) {
      yield
      const error = yield* writeLong(call, detail, archive)
      proof.isGiven ||= error === null
      return yield* end(call, error)
    }
    batch.add({ call, detail })
    if (batch.isFull) yield* writeBatch()
    else timer ??= setTimeout(() => void backlog.add(writeBatch).catch(() => {}), GATHER_MS)
  }
  const workers: Promise<void>[] = []
  let working = 0
  const work = async (): Promise<void> => {
    while (!isOver() && working <= upstream.concurrency) {
      const claimed = await calls.next()
      if (claimed === undefined) return
      const call = { ...claimed, at: upstream.clock.read() }
      if (working < upstream.concurrency && !isOver()) startWorker()
      const answer = await ask(call.id, context)
      await backlog.add(() => take(call, answer))
    }
  }
  const startWorker = (): void => {
    working += 1
    const worker = work()
      .catch(error => {
        isBroken = true
        throw error
      })
      .finally(() => {
        working -= 1
      })
    worker.catch(() => {})
    workers.push(worker)
  }
  upstream.timing.callsBegin(performance.now())
  startWorker()
  // The list grows meanwhile.
  const failed: unknown[] = []
  for (const worker of workers) await worker.catch(error => failed.push(error))
  await backlog
    .add(writeBatch)
    .then(() => backlog.finish())
    .catch(error => failed.push(error))
  clearTimeout(timer)
  if (failed.length > 0) {
    // What was made ready is not lost with the rest.
    if (upstream.signal.aborted) await inTurns(writeBatch())
    throw failed[0]
  }
  return { stopped: failures.stopped ?? (await eraseGone(gone, proof, context)) }
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

/** In pieces, so that a call of megabytes does not hold up the others. @returns why it could not be written */
function* writeLong(call: AskedCall, detail: PreparedDetail, archive: Archive): Pieces<ConversationsError | null> {
  try {
    yield* archive.writeInPieces(detail, call.at)
    return null
  } catch (error) {
    if (archive.isUnwritable(error)) return cannotRead(call.id, error)
    throw error
  }
}

/** The call made ready to be written, or why that is impossible: whatever one call is like, it ends nothing else. */
function* prepared(raw: unknown, { id, seen }: AskedCall): Pieces<PreparedDetail | ConversationsError> {
  try {
    const call = yield* toConversationInPieces(raw, id)
    const { reason } = call.unread
    if (reason !== null) return new ShapeError(`Conversation ${showId(id)} cannot be analyzed: ${reason}.`)
    yield
    return { ...(yield* prepareInPieces(raw, call)), seen }
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
