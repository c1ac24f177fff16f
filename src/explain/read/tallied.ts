import type { Attribute } from '../facts/attribute.ts'

/** Of each group. */
export type Counts = [first: number, second: number]

/** What is known of one attribute, or of one key of a keyed one. */
export interface Tallied {
  attribute: Attribute
  /** Of keyed attributes. */
  key: string | null
  /** Calls where it is known. */
  n: Readonly<Counts>
  /** By value: calls that have it. */
  values: ReadonlyMap<string, Readonly<Counts>>
  /** There are so many values that none can be common, and none is kept. */
  isTooWide: boolean
  /** By call: 1 where it is known. */
  known(): Uint8Array
  /** The calls that have a value, ascending. */
  callsOf(value: string): Calls
}

/** Numbers of calls. */
export type Calls = readonly number[] | Uint32Array

/** Beyond so many values a field holds what is each caller's own: ids, names, free text. */
export const MOST_VALUES = 5000

/** Calls of both groups as they are told: the same for all attributes. */
export interface Told {
  /** By call: its group, and 1 where it was read in full. */
  sides: Uint8Array
  isRead: Uint8Array
  /** Of each group: calls, and those of them of which only the list is known. */
  calls: Counts
  unread: Counts
}

export const countsOf = (calls: Calls, sides: Uint8Array): Counts => {
  let second = 0
  for (const call of calls) second += sides[call]!
  return [calls.length - second, second]
}

/** Made when it is asked for first. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
