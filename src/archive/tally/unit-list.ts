import { jsonNumbers, type Sql, sql } from '../engine/sql.ts'
import type { Source } from '../engine/tallying.ts'
import type { Work } from '../engine/work.ts'
import { type Columns, type ReadColumn, readUnits, type Scalar } from '../read/columns.ts'

export const column = (value: Sql): ReadColumn => ({ sql: value, isList: false })
/** Our own id of a call. */
export const ID = column(sql`c.id`)

/** The units of all calls, those of a call together. */
export interface UnitList {
  /** By call: where its units begin, and how many they are. */
  starts: Int32Array
  sizes: Int32Array
  /** By unit. */
  cells(item: Sql): Scalar[]
}

/** The numbers of the units of a call, as a column of calls: where nothing else is asked of them. */
export const listOf = ({ from, order }: Source, item: Sql): ReadColumn => ({
  sql: jsonNumbers(item, from, order),
  isList: true,
})

export function unitsInLists(source: Source, item: Sql, columns: Columns): UnitList {
  const lists = columns.cells(listOf(source, item)) as Scalar[][]
  const sizes = Int32Array.from(lists, ({ length }) => length)
  return { sizes, starts: startsOf(sizes), cells: one => (columns.cells(listOf(source, one)) as Scalar[][]).flat() }
}

function startsOf(sizes: Int32Array): Int32Array {
  const starts = new Int32Array(sizes.length)
  for (let call = 1; call < sizes.length; call++) starts[call] = starts[call - 1]! + sizes[call - 1]!
  return starts
}

/** Several things of each unit in one list: a list for each call would take longer to make than all the rest. */
export const readUnitList = (where: Sql, { from, order }: Source, items: readonly Sql[]): Work<Columns> =>
  readUnits(where, from, order, [ID, ...items.map(column)])

/** @param calls by our own ids: their numbers */
export function unitsInOneList(columns: Columns, calls: ReadonlyMap<number, number>): UnitList {
  const [starts, sizes] = [new Int32Array(calls.size), new Int32Array(calls.size)]
  const ids = columns.cells(ID) as number[]
  for (let from = 0; from < ids.length; ) {
    const id = ids[from]!
    let end = from + 1
    while (ids[end] === id) end++
    const call = calls.get(id)!
    starts[call] = from
    sizes[call] = end - from
    from = end
  }
  return { starts, sizes, cells: item => columns.cells(column(item)) as Scalar[] }
}
