import { type Sql, sql } from '../../engine/sql.ts'

/*
 * The id of a call tells the month in which it starts: the month stands above the 40 lowest bits, a number that no other
 * call has in them. So a table that is divided by ids is divided by months, every key that holds an id may be unique,
 * what belongs to a call is found in one partition, and no table needs a column for it. Months are those of UTC.
 */

const NUMBER_BITS = 2 ** 40
const [FIRST_YEAR, LAST_YEAR] = [2015, 2049]

/** Months from January 2015 on, 0 and more. */
export type Month = number

/** Of calls whose start is not known, or is in no year that is counted: a partition of their own, behind all others. */
export const OTHER: Month = (LAST_YEAR - FIRST_YEAR + 1) * 12

/** @param startedAt Unix seconds; 0 or null: not known */
export function monthOf(startedAt: number | null): Month {
  if (startedAt === null || startedAt <= 0) return OTHER
  const date = new Date(startedAt * 1000)
  const month = (date.getUTCFullYear() - FIRST_YEAR) * 12 + date.getUTCMonth()
  // NaN too: a date beyond the calendar.
  return month >= 0 && month < OTHER ? month : OTHER
}

/** The lowest id that a call of the month can have. */
export const firstIdOf = (month: Month): number => month * NUMBER_BITS
export const monthOfId = (id: number): Month => Math.floor(id / NUMBER_BITS)
export const numberOf = (id: number): number => id % NUMBER_BITS

/** The order in which calls came to be known. */
export const numberIn = (id: Sql): Sql => sql`(${id} & ${NUMBER_BITS - 1}::bigint)`

/** Looked up in every month by its key: what came late may belong to an old one. */
export const newestAfter = (number: number, where: Sql): Sql => sql`(
  SELECT max(${numberIn(sql`newest.id`)}) FROM word_counts m CROSS JOIN LATERAL (
    SELECT c.id FROM conversations c
    WHERE c.id > m.month * ${NUMBER_BITS}::bigint + ${number}::bigint
      AND c.id < (m.month + 1) * ${NUMBER_BITS}::bigint AND (${where})
    ORDER BY c.id DESC LIMIT 1) newest)`

/** `2026_11`, or `other`: what the names of the month's tables end with. */
export function suffixOf(month: Month): string {
  if (month === OTHER) return 'other'
  return `${FIRST_YEAR + Math.floor(month / 12)}_${String((month % 12) + 1).padStart(2, '0')}`
}

/** null: no table of ours. */
export function monthOfSuffix(suffix: string): Month | null {
  if (suffix === 'other') return OTHER
  const [, year, month] = /^(\d{4})_(\d\d)$/.exec(suffix) ?? []
  return year === undefined ? null : (Number(year) - FIRST_YEAR) * 12 + Number(month) - 1
}

/** Unix seconds at which the month begins. */
const startOf = (month: Month): number => Date.UTC(FIRST_YEAR, month) / 1000

/** All calls of the month started before (Unix seconds). */
export const isOver = (month: Month, before: number): boolean => month !== OTHER && startOf(month + 1) <= before

const COUNTED_FROM = Date.UTC(FIRST_YEAR) / 1000
const COUNTED_TO = Date.UTC(LAST_YEAR + 1) / 1000

/**
 * Holds for the ids of all calls that start at `from` or later and earlier than `before` (Unix seconds; undefined: whenever), and
 * for no others than those of the same months. The bounds are values, so that the planner knows what it need not look at.
 */
export function mayStart(from: number | undefined, before: number | undefined, id: Sql): Sql {
  const isOpenBelow = from === undefined || from < COUNTED_FROM
  const isOpenAbove = before === undefined || before > COUNTED_TO
  const lowest = isOpenBelow ? 0 : firstIdOf(monthOf(from))
  // Behind the last month stand the others, who come in where the span is open on a side.
  if (isOpenAbove) return isOpenBelow ? sql`TRUE` : sql`${id} >= ${lowest}::bigint`
  const end = firstIdOf(monthAfter(before))
  if (isOpenBelow) return sql`(${id} < ${end}::bigint OR ${id} >= ${firstIdOf(OTHER)}::bigint)`
  return sql`${id} >= ${lowest}::bigint AND ${id} < ${end}::bigint`
}

/** The first month of which no part is before (Unix seconds). */
function monthAfter(before: number): Month {
  if (before <= COUNTED_FROM) return 0
  // At the end of the last month there is no month any more.
  const month = before === COUNTED_TO ? OTHER : monthOf(before)
  return startOf(month) === before ? month : month + 1
}
