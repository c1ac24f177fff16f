import { jsonNumbers, Sql, sql, unless } from '../../archive/engine/sql.ts'
import type { Cell, Columns, ReadColumn } from '../../archive/read/columns.ts'
import type { Part } from '../../domain/statistics.ts'
import type { Metric, Reading, Source, Units } from '../define/metric.ts'

/** What one call tells for one metric: a number, one for each unit as it was read, a part of a ratio, or why nothing. */
export type Observation = number | (number | null)[] | Part | string

/**
 * The columns that a metric is made of; the first one tells the calls that are left out.
 * @param grouped what the question groups by of which calls have several
 */
export function columnsOf(metric: Metric, grouped: readonly Source[]): ReadColumn[] {
  const when = metric.leftOut.map(exclusion => exclusion.when)
  const reading = readingOf(metric, grouped)
  if (reading === null) return []
  if ('value' in reading) return [{ sql: unless(when, reading.value), isList: false }]
  if ('units' in reading) {
    const { item, source } = reading.units
    return [{ sql: unlessList(when, jsonNumbers(item, source.from, source.order)), isList: true }]
  }
  const first = { sql: unless(when, reading.numerator), isList: false }
  return [first, { sql: reading.denominator, isList: false }]
}

/** `unless` of lists: JSON texts. */
const unlessList = (conditions: readonly Sql[], list: Sql): Sql =>
  conditions.reduceRight(
    (otherwise, condition, at) => sql`CASE WHEN ${condition} THEN ${new Sql(`'"${at}"'`)} ELSE ${otherwise} END`,
    list,
  )

/** By call; null where being there is all that counts. */
export function observe(metric: Metric, columns: Columns, grouped: readonly Source[]): Observation[] | null {
  const reading = readingOf(metric, grouped)
  const [first, second] = columnsOf(metric, grouped).map(column => columns.cells(column))
  if (reading === null || first === undefined) return null
  const read = 'units' in reading ? unitsOf : second ? partsOf(metric, second) : numberOf(metric)
  return first.map((cell, call) => (typeof cell === 'string' ? metric.leftOut[Number(cell)]!.reason : read(cell, call)))
}

/** The units that the metric's numbers come from; null where they are of the calls. */
export function unitsRead(metric: Metric, grouped: readonly Source[]): Units | null {
  const reading = readingOf(metric, grouped)
  return reading !== null && 'units' in reading ? reading.units : null
}

const readingOf = ({ reading, within }: Metric, grouped: readonly Source[]): Reading | null =>
  within && grouped.includes(within.source) ? { units: within } : (reading ?? null)

type Read = (cell: Cell, call: number) => Observation

const numberOf =
  ({ missing }: Metric): Read =>
  cell =>
    cell === null ? missing : (cell as number)

const unitsOf: Read = cell => cell as (number | null)[]

const partsOf =
  (metric: Metric, denominators: Cell[]): Read =>
  (cell, call) => {
    const [numerator, denominator] = [cell as number | null, denominators[call] as number | null]
    const isPart = numerator !== null && denominator !== null && fits(metric, numerator, denominator)
    return isPart ? { numerator, denominator } : metric.missing
  }

/** The API may count likes in ways of its own; most calls may add nothing below a price, that is what it is about. */
const fits = ({ form }: Metric, numerator: number, denominator: number): boolean =>
  form === 'price' || (denominator > 0 && (form !== 'share' || (numerator >= 0 && numerator <= denominator)))
