import { noSums, type Summary } from '../../../domain/statistics.ts'
import { Sql, sql } from '../../engine/sql.ts'
import type { Measure } from '../../engine/tallying.ts'
import type { Row as Cells } from '../../engine/values.ts'
import { noSample, type Sample } from '../../tally/tally.ts'

/* What is made of the columns `x` and `y` of many calls. */

/** Type 7 of Hyndman and Fan, as everywhere. */
const PERCENTILES = new Sql('percentile_cont(ARRAY[0, 0.5, 0.9, 0.95, 0.99, 1])')

/** Columns whose names begin with the measure's number. */
export function aggregates({ keeps, reading }: Measure, at: number): Sql[] {
  const [x, y] = [new Sql(`x${at}`), new Sql(`y${at}`)]
  const as = (value: Sql, name: string): Sql => sql`${value} AS ${new Sql(`a${at}_${name}`)}`
  const calls = as(sql`count(${x})`, 'calls')
  const sum = as(sql`sum(${x})`, 'k')
  if (keeps === 'values') return [calls, as(sql`'[' || string_agg(${x}::text, ',') || ']'`, 'values')]
  if (keeps === 'summary') return [calls, sum, as(sql`${PERCENTILES} WITHIN GROUP (ORDER BY ${x})`, 'percentiles')]
  // A condition: 1 or 0 of 1.
  if ('value' in reading) return [calls, sum]
  return [
    ...[calls, sum, as(sql`sum(${y})`, 'n')],
    ...[as(sql`sum(${x} * ${x})`, 'kk'), as(sql`sum(${y} * ${y})`, 'nn'), as(sql`sum(${x} * ${y})`, 'kn')],
    as(sql`coalesce(bool_and(${x} IN (0, 1) AND ${y} IN (0, 1)), TRUE)`, 'one'),
  ]
}

/** What they tell. */
export function sampleOf({ keeps, reading }: Measure, at: number, cells: Cells): Sample {
  const cell = (name: string): unknown => cells[`a${at}_${name}`]
  const number = (name: string): number => Number(cell(name) ?? 0)
  const sample = noSample()
  if (keeps === 'values') {
    const values: number[] = JSON.parse(String(cell('values') ?? '[]'))
    return { ...sample, values, sizes: values.map(() => 1) }
  }
  if (keeps === 'summary') return { ...sample, summary: summaryOf(number('calls'), number('k'), cell('percentiles')) }
  const [calls, k] = [number('calls'), number('k')]
  const parts = { n: number('n'), kk: number('kk'), nn: number('nn'), kn: number('kn') }
  const condition = { n: calls, kk: k, nn: calls, kn: k }
  const isOnePerCall = 'value' in reading || cell('one') === 1
  return { ...sample, sums: { ...noSums(), calls, k, ...('value' in reading ? condition : parts), isOnePerCall } }
}

function summaryOf(n: number, sum: number, told: unknown): Summary {
  if (n === 0) return { n, sum, avg: null, min: null, max: null, p50: null, p90: null, p95: null, p99: null }
  const [min, p50, p90, p95, p99, max] = told as [number, number, number, number, number, number]
  // A rounded sum must not put the average outside of the values.
  return { n, sum, avg: Math.min(Math.max(sum / n, min), max), min, max, p50, p90, p95, p99 }
}
