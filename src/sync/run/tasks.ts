import { UpstreamError } from '../../errors.ts'
import { Task } from './task.ts'

/** All that is under way, so that it can be ended as a whole. */
export class Tasks {
  readonly #stopping = new AbortController()
  readonly #tasks = new Set<Task<unknown>>()
  readonly #running = new Set<Promise<unknown>>()
  /** Keys of the work that continues although nobody waits for it. */
  readonly #left = new Set<string>()

  /** Aborts when all is ended. */
  get stopping(): AbortSignal {
    return this.#stopping.signal
  }

  /** @throws where all has been ended */
  start<T>(work: (signal: AbortSignal) => Promise<T>): Task<T> {
    this.stopping.throwIfAborted()
    const task = new Task(work)
    this.#tasks.add(task)
    const forget = () => void this.#tasks.delete(task)
    this.track(task.ended).then(forget, forget)
    return task
  }

  /** What else is under way; `stop` waits for it. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    const forget = () => void this.#running.delete(work)
    work.then(forget, forget)
    return work
  }

  /** Lets a task continue although nobody waits for it any more; of equal ones only the first. */
  leave(task: Task<unknown>, key: string, onFailure: (error: unknown) => void): void {
    if (this.#left.has(key)) {
      task.end(new Error('the same is done already'))
      return
    }
    this.#left.add(key)
    task.ended
      .catch(error => {
        if (!this.stopping.aborted) onFailure(error)
      })
      .finally(() => this.#left.delete(key))
  }

  /** Ends everything; afterwards nothing is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort(new UpstreamError('Sync was stopped: the server is shutting down.'))
    for (const task of this.#tasks) task.end(this.stopping.reason)
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }
}
