import { joined, Sql, sql } from '../../archive/engine/sql.ts'
import type { ReadColumn } from '../../archive/read/columns.ts'
import type { CallColumn } from '../facts/attribute.ts'

/** Where the cells of a column are read. */
export interface Place {
  from: ReadColumn
  /** Of few different cells, which are digits of a number: what one counts in it. */
  weight: number
}

/** Larger numbers take an engine of JavaScript longer. */
const MOST = 2 ** 30

/**
 * Columns of few different cells are read together, as the digits of a number; null is the last digit. To write and read a
 * cell takes longer than all that is done with it. Lists come as texts: calls with the same text have the same.
 */
export function placesOf(columns: readonly CallColumn[]): Map<CallColumn, Place> {
  const places = new Map<CallColumn, Place>()
  let digits: { column: CallColumn; weight: number }[] = []
  let weight = 1
  const close = (): void => {
    const parts = digits.map(
      ({ column, weight }) => sql`${whole(weight)} * coalesce(${column.sql}, ${whole(column.few!)})`,
    )
    const from = { sql: joined(parts, ' + '), isList: false }
    for (const { column, weight } of digits) places.set(column, { from, weight })
    ;[digits, weight] = [[], 1]
  }
  for (const column of columns) {
    if (column.few === undefined) places.set(column, { from: { ...column, isList: false }, weight })
    else {
      if (weight * (column.few + 1) > MOST) close()
      digits.push({ column, weight })
      weight *= column.few + 1
    }
  }
  close()
  return places
}

const whole = (number: number): Sql => new Sql(String(number))
