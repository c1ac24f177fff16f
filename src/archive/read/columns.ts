import { joined, jsonArray, jsonArrayOfTexts, keyOf, Sql, sql, whenKnown } from '../engine/sql.ts'
import { first, type Work } from '../engine/work.ts'
import { type Cell, nameOf, ToldColumns } from './told-columns.ts'

export type { Cell, Scalar } from './told-columns.ts'

/** One thing to be known of every call. */
export interface ReadColumn {
  /** An expression about `conversations c`; of a list, JSON text. */
  sql: Sql
  isList: boolean
}

/** What is known of the calls, each at the same place in every column. */
export interface Columns {
  size: number
  cells(column: ReadColumn): Cell[]
}

/** A statement whose one row tells columns, and at which place each of them is. */
export interface ColumnsQuery {
  query: Sql
  placeOf(column: ReadColumn): number
}

/**
 * Reads columns, not rows: each one comes as one JSON text, made by one statement. Drivers make an object of every row
 * and a value of every cell, which takes longer than all the rest: for two million turns a percentile by groups
 * takes a tenth of what window functions take, and simple counts take no longer than with GROUP BY, which sorts.
 * The limit is that of one text, half a GB in V8: some 40 million turns.
 * @param where a condition on `conversations c`
 */
export const readColumns = (where: Sql, columns: readonly ReadColumn[]): Work<Columns> =>
  read(columnsQuery(where, columns))

/** The same of rows of any kind, in this order. @param from for FROM, with a condition */
export const readRows = (from: Sql, order: Sql, columns: readonly ReadColumn[]): Work<Columns> =>
  read(queryOf(from, order, columns))

function* read({ query, placeOf }: ColumnsQuery): Work<Columns> {
  const told = new ToldColumns((yield* first(query))!)
  return { size: told.size, cells: column => told.cells(placeOf(column)) }
}

export const columnsQuery = (where: Sql, columns: readonly ReadColumn[]): ColumnsQuery =>
  queryOf(sql`conversations c WHERE ${where}`, IN_ORDER, columns)

/**
 * The same of the units `u` that calls have: those of a call stand together.
 * @param units for FROM, with a condition behind it
 */
export const unitsQuery = (where: Sql, units: Sql, order: Sql, columns: readonly ReadColumn[]): ColumnsQuery =>
  queryOf(sql`conversations c CROSS JOIN ${units} AND (${where})`, sql`${IN_ORDER}, ${order}`, columns)

function queryOf(from: Sql, order: Sql, columns: readonly ReadColumn[]): ColumnsQuery {
  // In one order, so that few statements serve many questions.
  const different = [...new Map(columns.map(column => [keyOf(column.sql), column]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const parts = [sql`count(*) AS size`, ...different.map(([, column], at) => aggregate(column, order, at))]
  const places = new Map(different.map(([key], at) => [key, at]))
  return {
    query: sql`SELECT ${joined(parts, ',\n  ')} FROM ${from}`,
    placeOf: column => places.get(keyOf(column.sql))!,
  }
}

/** One order for all columns. */
const IN_ORDER = whenKnown(sql`c.id`)

const aggregate = ({ sql: of, isList }: ReadColumn, order: Sql, at: number): Sql =>
  sql`${isList ? jsonArrayOfTexts(of, order) : jsonArray(of, order)} AS ${new Sql(nameOf(at))}`
