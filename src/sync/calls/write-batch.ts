import type { Archive, PreparedDetail } from '../../archive/archive.ts'
import { isUnwritable } from '../../archive/engine/unwritable.ts'
import type { InFlightCall } from './in-flight-calls.ts'

/** A call made ready, and as of when it counts: lists that arrive meanwhile change that, up to when it is written. */
export interface ReadyCall {
  call: InFlightCall
  detail: PreparedDetail
}

/** What is written in one transaction, a few tens of milliseconds: about 8 calls of 30 turns. */
const WEIGHT = 600
/** Rows, and what of the body is text to be indexed. */
const weightOf = ({ turns, tools, packed }: PreparedDetail): number =>
  10 + turns.length + tools.length + packed.length / 200

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

  /** @returns what was written, and what SQLite did not take, with its error. @throws what concerns all of them */
  write(archive: Archive): { call: InFlightCall; error: unknown }[] {
    const batch = this.#ready
    if (batch.length === 0) return []
    this.#ready = []
    this.#weight = 0
    try {
      archive.writeTogether(batch.map(({ detail, call: { at } }) => ({ detail, at })))
      return batch.map(({ call }) => ({ call, error: null }))
    } catch (error) {
      if (!isUnwritable(error)) throw error
      return batch.map(({ detail, call }) => ({ call, error: this.#writeAlone(archive, detail, call.at) }))
    }
  }

  #writeAlone(archive: Archive, detail: PreparedDetail, at: number): unknown {
    try {
      archive.writeTogether([{ detail, at }])
      return null
    } catch (error) {
      if (isUnwritable(error)) return error
      throw error
    }
  }
}
