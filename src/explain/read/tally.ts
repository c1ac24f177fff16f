import type { Columns, ReadColumn } from '../../archive/read/columns.ts'
import type { Pieces } from '../../pieces.ts'
import type { Attribute, CallColumn, Units } from '../facts/attribute.ts'
import { Coded } from './coded.ts'
import { Itemized } from './itemized.ts'
import { type Place, placesOf } from './packed.ts'
import { CALL, ID, IS_READ, itemOf, type Members, NAME, type Side, type Slice, STARTED } from './read-groups.ts'
import type { Counts, Tallied, Told } from './tallied.ts'

const isOfUnits = (source: Attribute['source']): source is Units => 'from' in source

/** The calls of both groups by number, and every attribute of them. */
export class Tally implements Told {
  readonly sides: Uint8Array
  readonly isRead: Uint8Array
  /** By call: the API's id, and when it started. */
  readonly names: string[] = []
  readonly starts: number[] = []
  readonly calls: Counts = [0, 0]
  readonly unread: Counts = [0, 0]
  readonly #members: Members
  /** By place among them: the number of the call; negative: it was not told. */
  readonly #calls: Int32Array
  #place = 0
  readonly #attributes: readonly Attribute[]
  readonly #zone: string
  /** Attributes may share a column, or units. */
  readonly #coded = new Map<CallColumn, Coded>()
  readonly #places: ReadonlyMap<CallColumn, Place>
  readonly #itemized = new Map<Attribute, Itemized>()

  constructor(members: Members, attributes: readonly Attribute[], zone: string) {
    const size = members.ids.length
    this.#members = members
    this.#calls = new Int32Array(size).fill(-1)
    this.sides = new Uint8Array(size)
    this.isRead = new Uint8Array(size)
    this.#attributes = attributes
    this.#zone = zone
    for (const attribute of attributes) {
      const { source } = attribute
      if (isOfUnits(source)) this.#itemized.set(attribute, new Itemized(attribute, zone))
      else if (!this.#coded.has(source)) this.#coded.set(source, new Coded(source, size))
    }
    this.#places = placesOf([...this.#coded.keys()])
  }

  /** Calls of a group. */
  of(side: Side): number[] {
    const own: number[] = []
    for (let call = 0; call < this.names.length; call++) if (this.sides[call] === side) own.push(call)
    return own
  }

  /** What `add` takes of each call. */
  get columns(): readonly ReadColumn[] {
    return [NAME, STARTED, IS_READ, ...[...this.#places.values()].map(({ from }) => from)]
  }

  get units(): readonly Units[] {
    return [...new Set(this.#attributes.flatMap(({ source }) => (isOfUnits(source) ? source : [])))]
  }

  *add({ calls: columns, units }: Slice): Pieces<void> {
    const calls = this.#numbered(columns)
    for (const [at, [column, coded]] of [...this.#coded].entries()) {
      if (at % 8 === 7) yield
      const { from, weight } = this.#places.get(column)!
      coded.add(columns.cells(from), weight, calls, this)
    }
    for (const [source, items] of units) {
      yield
      const ids = items.cells(CALL) as number[]
      const own = new Int32Array(ids.length)
      for (let at = 0; at < ids.length; at++) own[at] = this.#calls[this.#placeOf(ids[at]!)] ?? -1
      for (const [attribute, itemized] of this.#itemized) {
        if (attribute.source === source) itemized.add(items.cells(itemOf(source)), own, this)
      }
    }
  }

  /** Numbers of the calls, by row; negative: it is in no group. */
  #numbered(columns: Columns): Int32Array {
    const [ids, isRead] = [ID, IS_READ].map(column => columns.cells(column) as number[]) as [number[], number[]]
    const names = columns.cells(NAME) as string[]
    const starts = columns.cells(STARTED) as (number | null)[]
    const calls = new Int32Array(ids.length).fill(-1)
    for (let at = 0; at < ids.length; at++) {
      const place = this.#placeOf(ids[at]!)
      if (place < 0) continue
      const side = this.#members.sides[place] as Side
      const call = this.names.push(names[at]!) - 1
      calls[at] = call
      this.#calls[place] = call
      this.starts.push(starts[at] ?? 0)
      this.sides[call] = side
      this.calls[side]++
      if (isRead[at] === 1) this.isRead[call] = 1
      else this.unread[side]++
    }
    return calls
  }

  /** Where the id stands among those of the groups; negative: nowhere. Usually it is that of the last one, or the next. */
  #placeOf(id: number): number {
    const { ids } = this.#members
    if (ids[this.#place] === id) return this.#place
    let [low, high] = [0, ids.length - 1]
    if (ids[this.#place + 1] === id) low = high = this.#place + 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (ids[middle]! < id) low = middle + 1
      else high = middle
    }
    this.#place = low
    return ids[low] === id ? low : -1
  }

  /** Every attribute, and every key of keyed ones, once all calls are there. */
  *all(): Pieces<Tallied[]> {
    const all: Tallied[] = []
    for (const attribute of this.#attributes) {
      const { source } = attribute
      if (isOfUnits(source)) all.push(...this.#itemized.get(attribute)!.tallied(this))
      else all.push(this.#coded.get(source)!.tallied(attribute, this, this.#zone))
      yield
    }
    return all
  }
}
