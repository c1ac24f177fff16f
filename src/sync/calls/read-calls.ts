import type { Waiting } from '../run/keyed-queue.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import { CallWriter } from './call-writer.ts'
import type { ClaimedCalls } from './claimed-calls.ts'
import { ask } from './one-call.ts'
import { eraseGone, MANY, type Proof } from './proof-of-deletion.ts'

/** Calls read before others get their turn; where somebody waits for them, and not for the others', so many times more. */
const FAIR_SHARE = 50
const PREFERENCE = 3

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
  const { upstream } = context
  const writer = new CallWriter(calls, context, proof)
  const isShareDone = (): boolean =>
    calls.asked.length >= FAIR_SHARE && calls.asked.length >= shareBeside(waiting(), context)
  const isOver = (): boolean =>
    writer.failures.stopped !== null || (!proof.isGiven && writer.gone.length >= MANY) || calls.isOver || isShareDone()
  upstream.timing.callsBegin(performance.now())
  const failed = await withWorkers(
    () => (isOver() ? 0 : upstream.concurrency),
    async onBegin => {
      const claimed = await calls.next()
      if (claimed === undefined) return false
      const call = { ...claimed, at: upstream.clock.read() }
      onBegin()
      await writer.add(call, await ask(call.id, context))
      return true
    },
  )
  await writer.finish().catch(error => failed.push(error))
  if (failed.length > 0) {
    if (upstream.signal.aborted) await writer.salvage()
    throw failed[0]
  }
  return { stopped: writer.failures.stopped ?? (await eraseGone(writer.gone, proof, context)) }
}

function shareBeside(others: Waiting, { isUrgent }: SyncContext): number {
  if (others === 'nobody') return Number.POSITIVE_INFINITY
  return others === 'background' && isUrgent() ? PREFERENCE * FAIR_SHARE : FAIR_SHARE
}

/**
 * Repeats a step, by as many workers as are wanted at the moment: one starts another when its own step has begun.
 * @param most workers; 0: no further step
 * @param step says when it has begun, and whether there is more to do
 * @returns what the steps threw; after the first, no other begins
 */
async function withWorkers(most: () => number, step: (onBegin: () => void) => Promise<boolean>): Promise<unknown[]> {
  const failed: unknown[] = []
  const workers: Promise<void>[] = []
  let working = 0
  const wanted = (): number => (failed.length > 0 ? 0 : most())
  const onBegin = (): void => {
    if (working < wanted()) start()
  }
  const work = async (): Promise<void> => {
    while (working <= wanted() && (await step(onBegin))) {}
  }
  const start = (): void => {
    working += 1
    workers.push(
      work()
        .catch(error => void failed.push(error))
        .finally(() => {
          working -= 1
        }),
    )
  }
  start()
  // The list grows meanwhile.
  for (const worker of workers) await worker
  return failed
}
