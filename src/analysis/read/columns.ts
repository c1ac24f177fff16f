import type { Database } from '../../archive/engine/database.ts'
import { Sql, sql } from '../../archive/engine/sql.ts'

/** What one call has in a column: one value, or a list of them. */
export type Scalar = string | number | null
export type Cell = Scalar | Scalar[]

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

/**
 * Reads columns, not rows: each one comes as one JSON text, made by one statement. Both drivers make an object of every
 * row and a value of every cell, which takes longer than all the rest: for two million turns a percentile by groups
 * takes a tenth of what window functions take, and simple counts take no longer than with GROUP BY, which sorts.
 * The limit is that of one text, half a GB in V8: some 40 million turns.
 * @param where a condition on `conversations c`
 */
export function readColumns(db: Database, where: Sql, columns: readonly ReadColumn[]): Columns {
  // In one order, so that few statements serve many questions.
  const different = [...new Map(columns.map(column => [keyOf(column), column]))].sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = [sql`count(*) AS size`, ...different.map(([, column], at) => aggregate(column, at))]
  const fields = new Sql(
    parts.map(part => part.sql).join(',\n  '),
    parts.flatMap(({ params }) => params),
  )
  const statement = sql`SELECT ${fields} FROM conversations c WHERE ${where}`
  const row = db.get(statement.sql, statement.params)!
  const texts = new Map(different.map(([key], at) => [key, String(row[`c${at}`] ?? '[]')]))
  const read = new Map<string, Cell[]>()
  const cells = (column: ReadColumn): Cell[] => {
    const key = keyOf(column)
    // Only when it is asked for: of many calls each takes its time.
    if (!read.has(key)) read.set(key, JSON.parse(texts.get(key)!))
    texts.delete(key)
    return read.get(key)!
  }
  return { size: Number(row.size), cells }
}

function aggregate({ sql: of, isList }: ReadColumn, at: number): Sql {
  const name = new Sql(`c${at}`, [])
  return isList ? sql`'[' || group_concat(${of}) || ']' AS ${name}` : sql`json_group_array(${of}) AS ${name}`
}

/** Several metrics may want the same. */
const keyOf = ({ sql: { sql: text, params } }: ReadColumn): string => JSON.stringify([text, ...params.map(String)])

/** `CASE WHEN … THEN '0' WHEN … THEN '1' ELSE value END`: the number of the condition that holds first, as text. */
export function unless(conditions: readonly Sql[], value: Sql, isList = false): Sql {
  const quote = isList ? '"' : ''
  return conditions.reduceRight(
    (otherwise, condition, at) =>
      sql`CASE WHEN ${condition} THEN ${new Sql(`'${quote}${at}${quote}'`, [])} ELSE ${otherwise} END`,
    value,
  )
}

/** A list of items as JSON text. Lists of the same rows have the same order, that of the table's key. */
export const list = (item: Sql, from: Sql): Sql =>
  sql`'[' || coalesce((SELECT group_concat(${item}) FROM ${from}), '') || ']'`
