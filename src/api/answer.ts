import type { Dispatcher } from 'undici'
import { onAbort } from './abort.ts'
import type { Headers } from './retry.ts'

export interface HttpAnswer {
  status: number
  headers: Headers
  /** Milliseconds until they came. */
  headersMs: number
  /** In pieces as they came; null: larger than the limit, or the explanation of an error that could not be read. */
  body: Uint8Array[] | null
}

type Request = Pick<Dispatcher.DispatchOptions, 'path' | 'method'> & { origin: string; headers: Record<string, string> }

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Error bodies are read for their code only. */
const MAX_ERROR_BYTES = 64 * 1024

/** Bytes of a body that are read. @param maxBytes of a success */
export const limitOf = (status: number, maxBytes: number): number => (isSuccess(status) ? maxBytes : MAX_ERROR_BYTES)

/**
 * Sends the request and gathers its answer as it comes in: a stream between costs as much as all else of a request.
 * @param maxBytes of the body of a success; what is larger is not read on
 * @throws the signal's reason where it aborts; what the network does, with a code
 */
export function answerTo(
  pool: Dispatcher,
  request: Request,
  maxBytes: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const startedMs = performance.now()
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    const forget = onAbort(signal, () => controller?.abort(signal.reason))
    const settle = (end: () => void): void => {
      forget()
      end()
    }
    let answer: (HttpAnswer & { body: Uint8Array[] }) | undefined
    let left = 0
    pool.dispatch(request, {
      onRequestStart(its) {
        controller = its
        if (signal.aborted) its.abort(signal.reason)
      },
      onResponseStart(_, status, headers) {
        // What only announces the answer is none.
        if (status < 200) return
        answer = { status, headers, headersMs: performance.now() - startedMs, body: [] }
        left = limitOf(status, maxBytes)
      },
      onResponseData(its, piece) {
        left -= piece.length
        answer!.body.push(piece)
        if (left >= 0) return
        settle(() => resolve({ ...answer!, body: null }))
        its.abort(new Error('too large'))
      },
      onResponseEnd: () => settle(() => resolve(answer!)),
      onResponseError(_, error) {
        // The status counts even where its explanation is cut off.
        const isExplained = answer === undefined || isSuccess(answer.status)
        settle(() => (isExplained ? reject(error) : resolve({ ...answer!, body: null })))
      },
    })
  })
}
