import type { Work } from '../../engine/work.ts'
import { FairQueue } from '../../turns/fair-queue.ts'
import { performBy } from './perform.ts'
import { Reader } from './reader.ts'

/** A few readers of one file, started when they are needed, each with one question at a time. */
export class Readers {
  readonly #path: string
  readonly #check: () => void
  readonly #queue: FairQueue
  readonly #idle: Reader[] = []
  readonly #underWay = new Set<Promise<unknown>>()
  #isClosed = false

  /** @param check throws where the path no longer leads to the file that is meant */
  constructor(path: string, most: number, check: () => void) {
    this.#path = path
    this.#queue = new FairQueue(most)
    this.#check = check
  }

  /** @throws what the work throws, the driver's error, or the signal's reason where it aborts while the work waits */
  async read<T>(work: Work<T>, signal?: AbortSignal): Promise<T> {
    if (this.#isClosed) throw new Error('the archive is closed')
    const reading = this.#queue.run(() => this.#read(work), signal)
    this.#underWay.add(reading)
    try {
      return await reading
    } finally {
      this.#underWay.delete(reading)
    }
  }

  /** Answers whoever has asked, then ends the threads. Twice is fine. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#underWay)
    await Promise.all(this.#idle.splice(0).map(reader => reader.close()))
  }

  async #read<T>(work: Work<T>): Promise<T> {
    const reader = this.#idle.pop() ?? (await this.#start())
    try {
      return await performBy(reader, work)
    } finally {
      if (!reader.isBroken) {
        reader.end()
        this.#idle.push(reader)
      }
    }
  }

  async #start(): Promise<Reader> {
    const reader = await Reader.start(this.#path)
    try {
      this.#check()
      return reader
    } catch (error) {
      await reader.close()
      throw error
    }
  }
}
