import { once } from 'node:events'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { expect } from 'vitest'
import { UserInputError } from '../../src/errors.ts'
import { ALL, type Rig } from './rig.ts'

/* Waiting for things to happen, and making them wait, so that no test needs a clock. */

/**
 * From now on no call arrives before it is let go; lists do.
 * @returns `asked`: ids of the calls asked for, `letGo`: ends it
 */
export function holdCalls({ source }: Rig): { asked: string[]; letGo(): void } {
  const asked: string[] = []
  const gate = new AbortController()
  const getRaw = source.getRaw.bind(source)
  source.getRaw = async (id, signal) => {
    asked.push(id)
    await once(gate.signal, 'abort', { signal }).catch(() => signal?.throwIfAborted())
    return getRaw(id, signal)
  }
  return {
    asked,
    letGo() {
      source.getRaw = getRaw
      gate.abort()
    },
  }
}

/**
 * Waits that end when the test says so, in place of those by the clock: `new Waits()` and `{ sync: { wait: waits.wait } }`.
 */
export class Waits {
  /** Those that nobody has ended, in milliseconds. */
  readonly open: number[] = []
  readonly #ends: (() => void)[] = []

  readonly wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    this.open.push(ms)
    await new Promise<void>((resolve, reject) => {
      this.#ends.push(resolve)
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
  }

  /** The time is over for all of them, those that were aborted too. */
  end(): void {
    this.open.length = 0
    for (const end of this.#ends.splice(0)) end()
  }
}

/** Resolves as soon as it is so; where it never is, the test's own time runs out. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(5)
}

/** Until nothing is under way: nothing is asked for in many turns of the event loop. What waits by a clock goes on. */
export async function quiet(rig: Rig): Promise<void> {
  let seen = -1
  for (let turns = 0; turns < 200; turns += 1) {
    if (seen !== rig.api.requests.length || rig.api.inFlight > 0) turns = 0
    seen = rig.api.requests.length
    await turn()
  }
}

/** Asks until all is there. @returns how often */
export async function persist(rig: Rig, request = ALL): Promise<number> {
  for (let asked = 1; ; asked += 1) {
    // Where even the first page is refused, that is the answer, and the next question is a new one.
    const report = await rig.ensure(request).catch(error => {
      if (error instanceof UserInputError) return null
      throw error
    })
    if (report?.complete) return asked
    if (report) expect(report.partial).toBeTruthy()
    if (asked === 30) throw new Error(`still partial: ${report?.partial}`)
  }
}
