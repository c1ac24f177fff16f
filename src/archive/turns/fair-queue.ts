import { onAbort } from '../../api/abort.ts'
import { type RequestContext, requestContext } from '../../request-context.ts'
import { type Asking, Line, newAsking } from './line.ts'

/** Lets so many tasks run at a time; the others wait for their turn (`Line`). */
export class FairQueue {
  readonly #most: number
  readonly #line = new Line<() => void>()
  /** By the request that a question is asked by; whatever no request asks is a question by itself. */
  readonly #asking = new WeakMap<RequestContext, Asking>()
  #running = 0

  constructor(most: number) {
    this.#most = most
  }

  /** @throws what the task throws, or the signal's reason where it aborts while the task waits */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const asking = this.#whoAsks()
    if (this.#running < this.#most) this.#running += 1
    else await this.#turn(asking, signal)
    const begunMs = performance.now()
    try {
      return await task()
    } finally {
      asking.usedMs += performance.now() - begunMs
      // Whoever comes next takes the place over.
      const next = this.#line.next()
      if (next) next()
      else this.#running -= 1
    }
  }

  #whoAsks(): Asking {
    const request = requestContext.getStore()
    const known = request && this.#asking.get(request)
    if (known) return known
    const asking = newAsking(request?.client ?? '')
    if (request) this.#asking.set(request, asking)
    return asking
  }

  #turn(asking: Asking, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = this.#line.add(asking, () => {
        forget()
        resolve()
      })
      const forget = onAbort(signal, () => {
        leave()
        reject(signal?.reason)
      })
    })
  }
}
