import { Semaphore } from './semaphore.ts'

/**
 * What a request is for: something that a question waits for, or a page of a list for it; a page of a list for the
 * archive; one of many calls for the archive, before which all else goes.
 */
export type Errand = 'question' | 'list' | 'walk' | 'bulk'

/** Of so many places one is kept for questions, which costs nothing that could be measured. */
const MANY = 16

/** Requests that a limit may ever let through at a time. */
export const mostOf = (ceiling: number): number => (ceiling >= MANY ? ceiling - 1 : ceiling)

/**
 * Lets as many requests at a time through as a limit says. An API may leave some of them unanswered for half a minute,
 * so a question keeps its share: lists leave one place to the others, and where all places are taken a question, or a
 * list for one, may have one more, up to the ceiling.
 */
export class Gate {
  readonly #limit: () => number
  readonly #ceiling: number
  readonly #semaphore: Semaphore
  readonly #running: Record<Errand, number> = { question: 0, list: 0, walk: 0, bulk: 0 }

  constructor(limit: () => number, ceiling: number) {
    this.#limit = limit
    this.#ceiling = ceiling
    this.#semaphore = new Semaphore(limit)
  }

  /** Requests under way. */
  get running(): number {
    return this.#semaphore.running
  }

  /** As `Semaphore.run`. */
  run<T>(task: () => Promise<T>, errand: Errand, signal?: AbortSignal): Promise<T> {
    const counted = async (): Promise<T> => {
      try {
        return await task()
      } finally {
        this.#running[errand] -= 1
      }
    }
    const share = {
      mayStart: () => this.#mayStart(errand),
      onStart: () => {
        this.#running[errand] += 1
      },
    }
    return this.#semaphore.run(counted, signal, errand !== 'bulk', share)
  }

  #mayStart(errand: Errand): boolean {
    const [limit, { list, walk }] = [this.#limit(), this.#running]
    const isList = errand === 'list' || errand === 'walk'
    if (this.running < limit && !(isList && list + walk >= Math.max(1, limit - 1))) return true
    return (errand === 'question' || errand === 'list') && this.#running[errand] === 0 && this.running < this.#ceiling
  }
}
