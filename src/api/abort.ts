import { setMaxListeners } from 'node:events'
import { DeadlineError } from '../errors.ts'

/** Calls the listener once when the signal aborts; the function returned takes that back. */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => {}
  // Any number of requests may share a caller's signal; Node would warn of a leak from the eleventh on.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}

/**
 * The promise's result, or the signal's reason as soon as the signal aborts, even where the work behind the promise is
 * slow to notice (undici ignores an abort while it connects).
 */
export function withAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal?.reason)
    if (signal?.aborted) abort()
    const forget = onAbort(signal, abort)
    // Listened to in any case: a late failure must not become an unhandled rejection.
    promise.then(resolve, reject).finally(forget)
  })
}

/**
 * Does the work with a signal that also aborts when the time (milliseconds) is over. The controller and the timer are
 * our own: Node 20 collects a signal of AbortSignal.any over AbortSignal.timeout while it is waited for, and then it
 * never aborts.
 */
export async function withDeadline<T>(
  ms: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const end = new AbortController()
  if (caller?.aborted) end.abort(caller.reason)
  const forget = onAbort(caller, () => end.abort(caller?.reason))
  const timer = setTimeout(() => end.abort(new DeadlineError(ms)), ms)
  try {
    return await work(end.signal)
  } finally {
    clearTimeout(timer)
    forget()
  }
}
