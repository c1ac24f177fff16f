import { and, joined, Sql, sql } from '../../engine/sql.ts'
import type { Measure } from '../../engine/tallying.ts'
import { named } from './relation.ts'

/** What is added up of a call, as columns `x` and `y` with the measure's number; null where it does not count. */
export function inputs({ leftOut, reading }: Measure, at: number): Sql[] {
  const unlessLeftOut = (value: Sql): Sql => chosen(leftOut, () => 'NULL', sql`(${value})::double precision`)
  if ('value' in reading) return [named(unlessLeftOut(reading.value), `x${at}`)]
  if ('units' in reading) return []
  // A part is a part only as a whole.
  const { numerator, denominator } = reading
  const x = sql`CASE WHEN (${denominator}) IS NOT NULL THEN ${numerator} END`
  const y = sql`CASE WHEN (${numerator}) IS NOT NULL THEN ${denominator} END`
  return [named(unlessLeftOut(x), `x${at}`), named(unlessLeftOut(y), `y${at}`)]
}

/** The number of the first condition that holds. */
export const whyOf = (leftOut: readonly Sql[]): Sql => chosen(leftOut, String, sql`NULL::int`)

/** None of the conditions holds; of a CASE the planner knows nothing: `findings/postgres-case-hides-its-conditions.sh`. */
export const noneOf = (leftOut: readonly Sql[]): Sql => and(leftOut.map(condition => sql`(${condition}) IS NOT TRUE`))

const chosen = (conditions: readonly Sql[], of: (at: number) => string, otherwise: Sql): Sql =>
  conditions.length === 0
    ? otherwise
    : sql`CASE ${joined(
        conditions.map((condition, at) => sql`WHEN ${condition} THEN ${new Sql(of(at))}`),
        ' ',
      )} ELSE ${otherwise} END`
