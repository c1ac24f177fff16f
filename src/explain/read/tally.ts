import type { Cell, Columns, ReadColumn } from '../../archive/read/columns.ts'
import type { Pieces } from '../../pieces.ts'
import type { Attribute } from '../facts/attribute.ts'
import { IS_READ, NAME, type Side, STARTED } from './read-groups.ts'

/** What is known of one attribute, or of one key of a keyed one. */
export interface Tallied {
  attribute: Attribute
  /** Of keyed attributes. */
  key: string | null
  /** By call: 1 where it is known. */
  known: Uint8Array
  /** Of each group: calls where it is known. */
  n: [number, number]
  /** By value: the calls that have it, ascending. */
  calls: Map<string, number[]>
  /** There are so many values that none can be common. */
  isTooWide: boolean
}

/** The calls of both groups by number, and every attribute of them. */
export class Tally {
  /** By call: the group it is in. */
  readonly sides: Uint8Array
  /** By call: the API's id, and when it started. */
  readonly names: string[] = []
  readonly starts: number[] = []
  /** Of each group: calls, and those of them of which only the list is known. */
  readonly calls: [number, number] = [0, 0]
  readonly unread: [number, number] = [0, 0]
  readonly all: Tallied[] = []
  readonly #byKey = new Map<Attribute, Map<string, Tallied>>()
  readonly #places = new Map<Attribute, Map<Cell, readonly Place[]>>()
  readonly #attributes: readonly Attribute[]
  readonly #zone: string

  /** @param size calls that there will be */
  constructor(size: number, attributes: readonly Attribute[], zone: string) {
    this.sides = new Uint8Array(size)
    this.#attributes = attributes
    this.#zone = zone
  }

  /** Calls of a group. */
  of(side: Side): number[] {
    return this.names.flatMap((_, call) => (this.sides[call] === side ? call : []))
  }

  /** What `add` takes of each call. Lists come as texts: calls with the same text count in the same places. */
  get columns(): readonly ReadColumn[] {
    return [NAME, STARTED, IS_READ, ...this.#attributes.map(({ column }) => ({ ...column, isList: false }))]
  }

  *add(slice: Columns, side: Side): Pieces<void> {
    const first = this.names.length
    const names = slice.cells(NAME) as string[]
    const [starts, isRead] = [STARTED, IS_READ].map(column => slice.cells(column)) as [number[], number[]]
    for (let at = 0; at < slice.size; at++) {
      this.sides[first + at] = side
      this.names.push(names[at]!)
      this.starts.push(starts[at] ?? 0)
      if (isRead[at] !== 1) this.unread[side]++
    }
    this.calls[side] += slice.size
    for (const [at, attribute] of this.#attributes.entries()) {
      if (at % 8 === 7) yield
      this.#addAttribute(attribute, slice, isRead, first, side)
    }
  }

  #addAttribute(attribute: Attribute, slice: Columns, isRead: readonly unknown[], first: number, side: Side): void {
    const cells = slice.cells(attribute.column)
    const known = this.#places.get(attribute) ?? new Map<Cell, readonly Place[]>()
    this.#places.set(attribute, known)
    for (let at = 0; at < slice.size; at++) {
      if (attribute.needsDetail && isRead[at] !== 1) continue
      const cell = cells[at]!
      let places = known.get(cell)
      if (places === undefined) {
        places = this.#placesOf(attribute, cell)
        if (known.size < MOST_REMEMBERED) known.set(cell, places)
      }
      for (const place of places) count(place, first + at, side)
    }
  }

  /** Nowhere where nothing is known. */
  #placesOf(attribute: Attribute, cell: Cell): Place[] {
    const values = attribute.read(attribute.column.isList ? JSON.parse(cell as string) : cell, this.#zone)
    if (values === null) return []
    if (attribute.form !== 'keyed') return [placeOf(this.#of(attribute, ''), values)]
    return values.flatMap((key, at) =>
      at % 2 === 0 ? placeOf(this.#of(attribute, key), values.slice(at + 1, at + 2)) : [],
    )
  }

  #of(attribute: Attribute, key: string): Tallied {
    const keys = this.#byKey.get(attribute) ?? new Map<string, Tallied>()
    this.#byKey.set(attribute, keys)
    const known = keys.get(key)
    if (known) return known
    const made: Tallied = {
      ...{ attribute, key: attribute.form === 'keyed' ? key : null, n: [0, 0], calls: new Map(), isTooWide: false },
      known: new Uint8Array(this.sides.length),
    }
    keys.set(key, made)
    this.all.push(made)
    return made
  }
}

/** Where calls with the same cell count: what is known of them, and the calls of each value that they have. */
interface Place {
  tallied: Tallied
  calls: readonly number[][]
}

/** The same few cells come again and again. */
const MOST_REMEMBERED = 1000

/** Beyond so many values a field holds what is each caller's own: ids, names, free text. */
const MOST_VALUES = 5000

function placeOf(tallied: Tallied, values: readonly string[]): Place {
  const calls: number[][] = []
  for (const value of values) {
    if (!tallied.calls.has(value) && tallied.calls.size === MOST_VALUES) tallied.isTooWide = true
    if (tallied.isTooWide) break
    const own = tallied.calls.get(value) ?? []
    tallied.calls.set(value, own)
    calls.push(own)
  }
  if (tallied.isTooWide) tallied.calls.clear()
  return { tallied, calls }
}

function count({ tallied, calls }: Place, call: number, side: Side): void {
  if (tallied.known[call] === 1) return
  tallied.known[call] = 1
  tallied.n[side]++
  if (!tallied.isTooWide) for (const own of calls) own.push(call)
}
