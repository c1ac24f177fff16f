import { Semaphore } from '../../api/semaphore.ts'

/** Who wants to do work of the same kind: somebody whose asker waits for the answer, or only what nobody waits for. */
export type Waiting = 'nobody' | 'background' | 'asker'

interface Line {
  gate: Semaphore
  /** Those at work included. */
  all: number
  urgent: number
}

/** Kinds of work that are done by one after the other, in the order of asking. */
export class KeyedQueue {
  readonly #kinds = new Map<string, Line>()

  /**
   * Does the task as soon as nobody else does one of the same kind.
   * @param task is told who waits, to make room for them now and then
   * @param isUrgent somebody waits for its answer: it goes before what is done in the background
   * @throws the signal's reason where it aborts before the task begins
   */
  async run<T>(
    kind: string,
    task: (waiting: () => Waiting) => Promise<T>,
    signal: AbortSignal,
    isUrgent = false,
  ): Promise<T> {
    const line = this.#kinds.get(kind) ?? { gate: new Semaphore(1), all: 0, urgent: 0 }
    this.#kinds.set(kind, line)
    const own = isUrgent ? 1 : 0
    const waiting = (): Waiting => (line.urgent > own ? 'asker' : line.all > 1 ? 'background' : 'nobody')
    line.all += 1
    line.urgent += own
    try {
      return await line.gate.run(() => task(waiting), signal, isUrgent)
    } finally {
      line.all -= 1
      line.urgent -= own
      if (line.all === 0) this.#kinds.delete(kind)
    }
  }
}
