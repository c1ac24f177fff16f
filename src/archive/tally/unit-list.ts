import type { Scalar, ToldColumns } from '../read/told-columns.ts'

/** The units of all calls, those of a call together. */
export interface UnitList {
  /** By call: where its units begin, and how many they are. */
  starts: Int32Array
  sizes: Int32Array
  /** By unit. */
  cells(place: number): Scalar[]
}

/** Of a column of calls in which each has a list. */
export function unitsInLists(calls: ToldColumns, place: number): UnitList {
  const lists = calls.cells(place) as Scalar[][]
  const sizes = Int32Array.from(lists, ({ length }) => length)
  return { sizes, starts: startsOf(sizes), cells: () => lists.flat() }
}

function startsOf(sizes: Int32Array): Int32Array {
  const starts = new Int32Array(sizes.length)
  for (let call = 1; call < sizes.length; call++) starts[call] = starts[call - 1]! + sizes[call - 1]!
  return starts
}

/**
 * Of a table of units.
 * @param ids place of our own ids of their calls
 * @param calls by our own ids: their numbers
 */
export function unitsInOneList(units: ToldColumns, ids: number, calls: ReadonlyMap<number, number>): UnitList {
  const [starts, sizes] = [new Int32Array(calls.size), new Int32Array(calls.size)]
  const ofCalls = units.cells(ids) as number[]
  for (let from = 0; from < ofCalls.length; ) {
    const id = ofCalls[from]!
    let end = from + 1
    while (ofCalls[end] === id) end++
    const call = calls.get(id)!
    starts[call] = from
    sizes[call] = end - from
    from = end
  }
  return { starts, sizes, cells: place => units.cells(place) as Scalar[] }
}
