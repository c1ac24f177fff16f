import { setMaxListeners } from 'node:events'

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
