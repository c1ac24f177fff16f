import { hasManyParts } from '../../archive/write/write-in-pieces.ts'
import { ConversationsError, NotFoundError } from '../../errors.ts'
import { inTurns, type Pieces, waitFor } from '../../pieces.ts'
import type { SyncContext } from '../run/sync-context.ts'
import { YieldingQueue } from '../run/yielding-queue.ts'
import type { AskedCall, ClaimedCalls } from './claimed-calls.ts'
import { Failures, isLasting } from './failures.ts'
import { leaveOut } from './leave-out.ts'
import { type CallAnswer, cannotRead, prepared, writeLong } from './one-call.ts'
import type { Proof } from './proof-of-deletion.ts'
import { WriteBatch } from './write-batch.ts'

/** Calls made ready that wait to be made part of a transaction, and those that come meanwhile. */
const BACKLOG = 4
/** Milliseconds that a call made ready waits for others, to be written with them. */
const GATHER_MS = 200

/** Takes answers as they arrive, writes the calls, some together, and says what became of each. */
export class CallWriter {
  readonly failures: Failures
  /** Those that the API no longer has. */
  readonly gone: AskedCall[] = []
  readonly #calls: ClaimedCalls
  readonly #context: SyncContext
  readonly #proof: Proof
  // Requests go on while answers wait to be written, but not without end.
  readonly #backlog: YieldingQueue
  readonly #batch = new WriteBatch()
  #timer: NodeJS.Timeout | undefined

  /** @param proof given as soon as a call is written */
  constructor(calls: ClaimedCalls, context: SyncContext, proof: Proof) {
    this.#calls = calls
    this.#context = context
    this.#proof = proof
    this.failures = new Failures(context.tally.failed)
    this.#backlog = new YieldingQueue(BACKLOG, context.upstream.signal)
  }

  /** Returns as soon as there is room for more. @throws what earlier writing has thrown, or the signal's reason */
  add(call: AskedCall, answer: CallAnswer): Promise<void> {
    return this.#backlog.add(() => this.#take(call, answer))
  }

  /** Returns when all is written. @throws what the writing has thrown */
  async finish(): Promise<void> {
    try {
      await this.#backlog.add(() => this.#writeBatch())
      await this.#backlog.finish()
    } finally {
      clearTimeout(this.#timer)
    }
  }

  /** What was made ready is not lost where the work ends early. */
  salvage(): Promise<void> {
    return inTurns(this.#writeBatch())
  }

  *#take(call: AskedCall, answer: CallAnswer): Pieces<void> {
    if ('error' in answer && answer.error instanceof NotFoundError) {
      this.gone.push(call)
      this.#context.tally.read += 1
      return
    }
    const detail = 'error' in answer ? answer.error : yield* prepared(answer.raw, call, this.#context.archive)
    if (detail instanceof ConversationsError) return yield* this.#end(call, detail)
    // Whatever comes of its writing, the source is there.
    this.failures.note(call.id, null)
    if (hasManyParts(detail)) {
      yield
      return yield* this.#written(call, yield* writeLong(call, detail, this.#context.archive))
    }
    this.#batch.add({ call, detail })
    if (this.#batch.isFull) yield* this.#writeBatch()
    else this.#timer ??= setTimeout(() => void this.#writeSoon(), GATHER_MS)
  }

  /** What this throws, the next to be added throws as well. */
  #writeSoon(): Promise<void> {
    return this.#backlog.add(() => this.#writeBatch()).catch(() => {})
  }

  *#writeBatch(): Pieces<void> {
    yield
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const { call, error } of yield* waitFor(this.#batch.write(this.#context.archive))) {
      yield* this.#written(call, error === null ? null : cannotRead(call.id, error))
    }
  }

  *#written(call: AskedCall, error: ConversationsError | null): Pieces<void> {
    this.#proof.isGiven ||= error === null
    yield* this.#end(call, error)
  }

  *#end(call: AskedCall, error: ConversationsError | null): Pieces<void> {
    const { archive, tally, upstream } = this.#context
    if (error && isLasting(error)) yield* waitFor(leaveOut(archive, call.id, error, call.at))
    this.failures.note(call.id, error)
    if (!this.failures.has(call.id)) tally.read += 1
    this.#calls.done(call.id)
    upstream.timing.callsRead(1, performance.now())
  }
}
