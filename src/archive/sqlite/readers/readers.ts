import { onAbort } from '../../../api/abort.ts'
import { requestContext } from '../../../request-context.ts'
import type { Work } from '../../engine/work.ts'
import { performBy } from './perform.ts'
import { Reader } from './reader.ts'
import { Turns } from './turns.ts'

/** A few readers of one file, started when they are needed, each with one question at a time. */
export class Readers {
  readonly #path: string
  readonly #most: number
  readonly #check: () => void
  readonly #idle: Reader[] = []
  readonly #waiting = new Turns<() => void>()
  readonly #underWay = new Set<Promise<unknown>>()
  #busy = 0
  #isClosed = false

  /** @param check throws where the path no longer leads to the file that is meant */
  constructor(path: string, most: number, check: () => void) {
    this.#path = path
    this.#most = most
    this.#check = check
  }

  /** @throws what the work throws, the driver's error, or the signal's reason where it aborts while the work waits */
  async read<T>(work: Work<T>, signal?: AbortSignal): Promise<T> {
    if (this.#isClosed) throw new Error('the archive is closed')
    const reading = this.#inTurn(work, signal)
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

  async #inTurn<T>(work: Work<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#busy < this.#most) this.#busy += 1
    else await this.#turn(requestContext.getStore()?.client ?? '', signal)
    try {
      return await this.#read(work)
    } finally {
      // Whoever comes next takes the place over.
      const next = this.#waiting.next()
      if (next) next()
      else this.#busy -= 1
    }
  }

  #turn(whose: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        forget()
        resolve()
      }
      const forget = onAbort(signal, () => {
        this.#waiting.remove(whose, begin)
        reject(signal?.reason)
      })
      this.#waiting.add(whose, begin)
    })
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
