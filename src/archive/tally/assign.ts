import type { RecipeKey } from '../engine/recipe.ts'
import type { Scalar, ToldColumns } from '../read/told-columns.ts'
import { KeySpace } from './key-space.ts'
import { bucketAt } from './steps.ts'
import type { UnitTable } from './unit-list.ts'

/** Which calls are in which rows: pairs of both, in the order of the calls. */
export interface Members {
  calls: number[]
  rows: number[]
  /** Keys of what calls have several of. */
  sources: KeyedSource[]
  keys: readonly Scalar[][]
}

interface KeyedSource {
  /** Of their units. */
  table: number
  /** By unit: the number of its values. */
  ofUnits: Int32Array
  /** By pair: of the values that brought the call into the row. */
  ofPairs: number[]
}

/**
 * Puts every call into its rows. By what calls have several of, a call is in each row of which it has one, once; in
 * the row without a value if it has none.
 */
export function assign(
  keys: readonly RecipeKey[],
  calls: ToldColumns,
  lists: readonly (UnitTable | undefined)[],
): Members {
  const rows = new KeySpace(keys.length)
  const values = keys.map(key => (key.table === 0 ? scalarsOf(key, calls) : []))
  const tables = [...new Set(keys.map(({ table }) => table))].filter(table => table > 0)
  const sources = tables.map(table => tuplesOf(table, keys, lists[table]!))
  const members: Members = { calls: [], rows: [], sources: sources.map(({ keyed }) => keyed), keys: rows.keys }
  const key: Scalar[] = keys.map(() => null)
  const chosen: number[] = []
  const add = (call: number): void => {
    const source = sources[chosen.length]
    if (!source) {
      members.calls.push(call)
      members.rows.push(rows.numberOf(key))
      for (let at = 0; at < chosen.length; at++) members.sources[at]!.ofPairs.push(chosen[at]!)
      return
    }
    for (const tuple of source.choices(call)) {
      for (let at = 0; at < source.places.length; at++) key[source.places[at]!] = source.space.keys[tuple]![at]!
      chosen.push(tuple)
      add(call)
      chosen.pop()
    }
  }
  for (let call = 0; call < calls.size; call++) {
    for (let place = 0; place < keys.length; place++) if (keys[place]!.table === 0) key[place] = values[place]![call]!
    add(call)
  }
  return members
}

function scalarsOf({ place, steps }: RecipeKey, calls: ToldColumns): Scalar[] {
  const cells = calls.cells(place) as Scalar[]
  if (!steps) return cells
  // The API gives 0 where it knows no start.
  return (cells as (number | null)[]).map(unix => (unix ? bucketAt(steps, unix) : null))
}

/** The values of the units of one table, for the keys that are made of them: together where there are several. */
function tuplesOf(table: number, keys: readonly RecipeKey[], list: UnitTable) {
  const places = [...keys.keys()].filter(place => keys[place]!.table === table)
  const cells = places.map(place => list.cells(keys[place]!.place))
  const space = new KeySpace(places.length)
  const none = space.numberOf(places.map(() => null))
  const ofUnits = new Int32Array(cells[0]!.length)
  const tuple: Scalar[] = places.map(() => null)
  for (let unit = 0; unit < ofUnits.length; unit++) {
    for (let at = 0; at < tuple.length; at++) tuple[at] = cells[at]![unit]!
    ofUnits[unit] = space.numberOf(tuple)
  }
  /** Units without a value count only in calls that have no others. */
  const choices = (call: number): number[] => {
    const [from, end] = [list.starts[call]!, list.starts[call]! + list.sizes[call]!]
    if (end - from > MANY) return distinct(new Set(ofUnits.subarray(from, end)), none)
    const found: number[] = []
    for (let unit = from; unit < end; unit++) {
      const one = ofUnits[unit]!
      if (one !== none && !found.includes(one)) found.push(one)
    }
    return found.length === 0 ? [none] : found
  }
  const keyed: KeyedSource = { table, ofUnits, ofPairs: [] }
  return { places, space, choices, keyed }
}

/** Units of one call, which are then looked through faster by a set. */
const MANY = 100

function distinct(units: Set<number>, none: number): number[] {
  if (units.size > 1) units.delete(none)
  return [...units]
}
