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

/** Lets the event loop come round between the pieces. @throws what the work throws, or the signal's reason */
export async function inTurns<T>(pieces: Pieces<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    const { done, value } = pieces.next()
    if (done) return value
    await (value ?? nextTurn())
    signal?.throwIfAborted()
  }
}

/** What the promise brings, in the middle of work in pieces. */
export function* waitFor<T>(promise: Promise<T>): Pieces<T> {
  let result: T | undefined
  yield promise.then(value => {
    result = value
  })
  return result as T
}

/** The items in lists of that many, in order. */
export function* batches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size)
    yield at === 0 && items.length <= size ? items : items.slice(at, at + size)
}

/** Turns of a transcript that are worked on in one go. */
export const TURNS_A_PIECE = 500
