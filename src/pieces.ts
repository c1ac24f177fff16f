import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Work that blocks the event loop, in pieces of some milliseconds: at each `yield` others may get their turn, and a
 * promise that is yielded is waited for. How long a call is, callers decide; an ordinary one is a single piece.
 */
export type Pieces<T> = Generator<Promise<unknown> | undefined, T, void>

/** Does all of it now. Only for work that waits for nothing. */
export function atOnce<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next()
    if (done) return value
    if (value instanceof Promise) throw new TypeError('work that waits cannot be done at once')
  }
}

/**
 * Lets the event loop come round between the pieces.
 * @throws what the work throws, or the signal's reason, whatever is waited for then
 */
export async function inTurns<T>(pieces: Pieces<T>, signal?: AbortSignal): Promise<T> {
  underWay++
  try {
    for (;;) {
      const { done, value } = pieces.next()
      if (done) return value
      await (value ? orAborted(value, signal) : nextTurn())
      signal?.throwIfAborted()
    }
  } finally {
    underWay--
  }
}

/** Works that are done in turns. */
let underWay = 0

/** After so many turns what nobody waits for goes on all the same. */
const MOST_TURNS = 64

/** Before a piece of what nobody waits for: lets such works go first, each with some pieces. */
export async function letOthersGoFirst(): Promise<void> {
  for (let turn = 0; underWay > 0 && turn < MOST_TURNS; turn++) await nextTurn()
}

/** It may wait for its turn behind others; whoever asked has a deadline. */
async function orAborted(promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  let end = (): void => {}
  const aborted = new Promise<void>(resolve => {
    end = resolve
  })
  signal?.addEventListener('abort', end)
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal?.removeEventListener('abort', end)
    end()
  }
}

/** What the promise brings, in the middle of work in pieces. @throws what it is rejected with */
export function* waitFor<T>(promise: Promise<T>): Pieces<T> {
  let settled: (() => T) | undefined
  yield promise.then(
    value => {
      settled = () => value
    },
    error => {
      settled = () => {
        throw error
      }
    },
  )
  return settled!()
}

/** The items in lists of that weight, or that of one item, in order; without `weightOf` each weighs 1. */
export function* batches<T>(
  items: readonly T[],
  most: number,
  weightOf?: (item: T) => number,
): Generator<readonly T[]> {
  let [from, weight] = [0, 0]
  for (let at = 0; at < items.length; at++) {
    const own = weightOf ? weightOf(items[at]!) : 1
    if (at > from && weight + own > most) {
      yield items.slice(from, at)
      from = at
      weight = 0
    }
    weight += own
  }
  if (from < items.length) yield from === 0 ? items : items.slice(from)
}

/** Turns of a transcript, or tool calls and results, that are worked on in one go. */
export const TURNS_A_PIECE = 500
