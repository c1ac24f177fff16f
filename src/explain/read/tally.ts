import type { Columns } from '../../archive/read/columns.ts'
import type { Pieces } from '../../pieces.ts'
import type { Attribute } from '../facts/attribute.ts'
import { ID, IS_READ, type Side, STARTED } from './read-groups.ts'

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
  /** By call: our own id, and when it started. */
  readonly ids: number[] = []
  readonly starts: number[] = []
  /** Of each group: calls, and those of them of which only the list is known. */
  readonly calls: [number, number] = [0, 0]
  readonly unread: [number, number] = [0, 0]
  readonly all: Tallied[] = []
  readonly #byKey = new Map<string, Tallied>()
  readonly #attributes: readonly Attribute[]
  readonly #zone: string

  /** @param size calls that there will be */
  constructor(size: number, attributes: readonly Attribute[], zone: string) {
    this.sides = new Uint8Array(size)
    this.#attributes = attributes
    this.#zone = zone
  }

  *add(slice: Columns, side: Side): Pieces<void> {
    const first = this.ids.length
    const [ids, starts, isRead] = [ID, STARTED, IS_READ].map(column => slice.cells(column)) as [
      number[],
      number[],
      number[],
    ]
    for (let at = 0; at < slice.size; at++) {
      this.sides[first + at] = side
      this.ids.push(ids[at]!)
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
    for (let at = 0; at < slice.size; at++) {
      if (attribute.needsDetail && isRead[at] !== 1) continue
      const values = attribute.read(cells[at]!, this.#zone)
      if (values === null) continue
      const call = first + at
      if (attribute.form !== 'keyed') count(this.#of(attribute, null), call, side, values)
      else
        for (let part = 0; part < values.length; part += 2)
          count(this.#of(attribute, values[part]!), call, side, [values[part + 1]!])
    }
  }

  #of(attribute: Attribute, key: string | null): Tallied {
    const name = key === null ? attribute.name : `${attribute.name}:${key}`
    const known = this.#byKey.get(name)
    if (known) return known
    const made: Tallied = {
      ...{ attribute, key, n: [0, 0], calls: new Map(), isTooWide: false },
      known: new Uint8Array(this.sides.length),
    }
    this.#byKey.set(name, made)
    this.all.push(made)
    return made
  }
}

/** Beyond so many values a field holds what is each caller's own: ids, names, free text. */
const MOST_VALUES = 5000

function count(tallied: Tallied, call: number, side: Side, values: readonly string[]): void {
  if (tallied.known[call] === 1) return
  tallied.known[call] = 1
  tallied.n[side]++
  if (tallied.isTooWide) return
  for (const value of values) {
    const calls = tallied.calls.get(value)
    if (calls) calls.push(call)
    else if (tallied.calls.size < MOST_VALUES) tallied.calls.set(value, [call])
    else {
      tallied.isTooWide = true
      tallied.calls.clear()
      return
    }
  }
}
