import { Semaphore } from '../../api/semaphore.ts'

/** Kinds of work that are done by one after the other, in the order of asking. */
export class KeyedQueue {
  readonly #kinds = new Map<string, { gate: Semaphore; askers: number }>()

  /**
   * Does the task as soon as nobody else does one of the same kind.
   * @param task is told whether others wait, to make room for them now and then
   * @throws the signal's reason where it aborts before the task begins
   */
  async run<T>(kind: string, task: (isAwaited: () => boolean) => Promise<T>, signal: AbortSignal): Promise<T> {
    const line = this.#kinds.get(kind) ?? { gate: new Semaphore(1), askers: 0 }
    this.#kinds.set(kind, line)
    line.askers += 1
    try {
      return await line.gate.run(() => task(() => line.askers > 1), signal)
    } finally {
      line.askers -= 1
      if (line.askers === 0) this.#kinds.delete(kind)
    }
  }
}
