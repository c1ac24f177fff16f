import { onAbort } from '../../api/abort.ts'
import { type RequestContext, requestContext } from '../../request-context.ts'
import { type Asking, isShort, Line, newAsking } from './line.ts'

/**
 * Lets so many tasks run at a time, and one more that is a part of a short question, which would else wait until somebody's
 * long one has had its turn. The others wait for theirs (`Line`).
 */
export class FairQueue {
  readonly #most: number
  readonly #line = new Line<() => void>()
  /** By the request that a question is asked by; whatever no request asks is a question by itself. */
  readonly #asking = new WeakMap<RequestContext, Asking>()
  #short = 0
  #long = 0

  constructor(most: number) {
    this.#most = most
  }

  /** @throws what the task throws, or the signal's reason where it aborts while the task waits */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const asking = this.#whoAsks()
    const isLong = !isShort(asking)
    if (isLong ? this.#mayBeLong : this.#isFree) {
      if (isLong) this.#line.begin(asking)
      this.#begin(isLong)
    } else await this.#turn(asking, isLong, signal)
    const begunMs = performance.now()
    try {
      return await task()
    } finally {
      asking.usedMs += performance.now() - begunMs
      this.#end(isLong)
    }
  }

  get #isFree(): boolean {
    return this.#short + this.#long <= this.#most
  }

  get #mayBeLong(): boolean {
    return this.#isFree && this.#long < this.#most
  }

  #begin(isLong: boolean): void {
    if (isLong) this.#long += 1
    else this.#short += 1
  }

  /** Whoever comes next takes the place over. */
  #end(isLong: boolean): void {
    if (isLong) this.#long -= 1
    else this.#short -= 1
    while (this.#isFree) {
      const next = this.#line.next(this.#mayBeLong)
      if (!next) return
      next()
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

  #turn(asking: Asking, isLong: boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = this.#line.add(asking, () => {
        forget()
        this.#begin(isLong)
        resolve()
      })
      const forget = onAbort(signal, () => {
        leave()
        reject(signal?.reason)
      })
    })
  }
}
