import type { Archive, PreparedDetail } from '../../archive/archive.ts'
import type { AskedCall } from './claimed-calls.ts'

/** A call made ready. */
export interface ReadyCall {
  call: AskedCall
  detail: PreparedDetail
}

/** What is written in one transaction, a few tens of milliseconds: about 16 calls of 30 turns. */
const WEIGHT = 1_200
/** Rows, and what of the body is text to be indexed. */
const weightOf = ({ turns, tools, packed }: PreparedDetail): number =>
  10 + turns.length + tools.length + packed.length / 230

/** Calls that wait to be written together: a transaction costs as much as a call, and so does each part of the index. */
export class WriteBatch {
  #ready: ReadyCall[] = []
  #weight = 0

  get isFull(): boolean {
    return this.#weight >= WEIGHT
  }

  add(ready: ReadyCall): void {
    this.#ready.push(ready)
    this.#weight += weightOf(ready.detail)
  }

  /** @returns what was written, and what the archive did not take, with its error. @throws what concerns all of them */
  async write(archive: Archive): Promise<{ call: AskedCall; error: unknown }[]> {
    const batch = this.#ready
    if (batch.length === 0) return []
    this.#ready = []
    this.#weight = 0
    try {
      await archive.writeTogether(batch.map(({ detail, call: { at } }) => ({ detail, at })))
      return batch.map(({ call }) => ({ call, error: null }))
    } catch (error) {
      if (!archive.isUnwritable(error)) throw error
      const written: { call: AskedCall; error: unknown }[] = []
      for (const { detail, call } of batch) {
        written.push({ call, error: await this.#writeAlone(archive, detail, call.at) })
      }
      return written
    }
  }

  async #writeAlone(archive: Archive, detail: PreparedDetail, at: number): Promise<unknown> {
    try {
      await archive.writeTogether([{ detail, at }])
      return null
    } catch (error) {
      if (archive.isUnwritable(error)) return error
      throw error
    }
  }
}
