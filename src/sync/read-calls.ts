import type { Conversation } from '../domain/conversation.ts'
import { ConversationsError, NotFoundError } from '../errors.ts'
import type { Effort, Halt } from './effort.ts'
import { Failures } from './failures.ts'
import { type Flight, Flights } from './flights.ts'
import { OneByOne } from './one-by-one.ts'

/** Calls read before others get their turn. */
const FAIR_SHARE = 50

type Answer = { flight: Flight } & ({ raw: unknown; call: Conversation } | { error: unknown })

/**
 * Reads whole calls in the order given, several at a time, and writes each as it arrives; one that the API no longer
 * has becomes a tombstone. Failures are noted in the tally and end the work only where they come in a row.
 * @param isAwaited others wait: the rest is left after a fair share
 * @returns how many of them were asked for
 */
export async function readCalls(
  ids: readonly string[],
  effort: Effort,
  isAwaited: () => boolean,
): Promise<{ asked: number; halt: Halt | null }> {
  const { concurrency, listNews, tally, upstream } = effort
  const failures = new Failures(tally.failed)
  const flights = new Flights(listNews)
  const writers = new OneByOne()
  let asked = 0
  let isBroken = false

  const askNext = (): Promise<Answer> | null => {
    const isEnough = asked >= ids.length || (asked >= FAIR_SHARE && isAwaited())
    if (isEnough || isBroken || failures.halt) return null
    return ask(flights.begin(ids[asked++]!, upstream.clock.read()), effort)
  }
  const work = async (): Promise<void> => {
    for (let asking = askNext(); asking !== null; ) {
      const answer = await asking
      // The next request leaves before this answer is written, so that its waiting and our writing overlap.
      asking = askNext()
      await writers.next()
      upstream.signal.throwIfAborted()
      failures.note(answer.flight.id, write(answer, effort))
      flights.end(answer.flight)
    }
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
  return { asked, halt: failures.halt }
}

/** Never rejects: an answer may have to wait until somebody looks at it. */
async function ask(flight: Flight, { upstream }: Effort): Promise<Answer> {
  try {
    return { flight, ...(await upstream.call(flight.id)) }
  } catch (error) {
    return { flight, error }
  }
}

/**
 * @returns what went wrong with this call alone
 * @throws what ends all the work
 */
function write(answer: Answer, { archive }: Effort): ConversationsError | null {
  const { id, at } = answer.flight
  if (!('error' in answer)) {
    archive.upsertConversation(answer.raw, answer.call, at)
    return null
  }
  if (!(answer.error instanceof ConversationsError)) throw answer.error
  if (!(answer.error instanceof NotFoundError)) return answer.error
  archive.tombstone(id, at)
  return null
}
