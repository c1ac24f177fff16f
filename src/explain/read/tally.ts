import type { Cell, Columns } from '../../archive/read/columns.ts'
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
    const own = attribute.form === 'keyed' ? null : this.#of(attribute, '')
    const read = remembering(attribute, this.#zone)
    for (let at = 0; at < slice.size; at++) {
      if (attribute.needsDetail && isRead[at] !== 1) continue
      const values = read(cells[at]!)
      if (values === null) continue
      const call = first + at
      if (own) count(own, call, side, values)
      else
        for (let part = 0; part < values.length; part += 2)
          count(this.#of(attribute, values[part]!), call, side, [values[part + 1]!])
    }
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

/** The same few values come again and again. */
const MOST_REMEMBERED = 1000

/** What the attribute reads, each single value once. */
function remembering(attribute: Attribute, zone: string): (cell: Cell) => readonly string[] | null {
  const known = new Map<Cell, readonly string[] | null>()
  return cell => {
    if (typeof cell === 'object' && cell !== null)
      return cell.length === 0 && attribute.form === 'keyed' ? NONE : attribute.read(cell, zone)
    const remembered = known.get(cell)
    if (remembered !== undefined) return remembered
    const values = attribute.read(cell, zone)
    if (known.size < MOST_REMEMBERED) known.set(cell, values)
    return values
  }
}

const NONE: readonly string[] = []

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
