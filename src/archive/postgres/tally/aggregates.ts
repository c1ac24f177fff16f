import { noSums, type Summary, USUAL_PERCENTILES } from '../../../domain/statistics.ts'
import { Sql, sql } from '../../engine/sql.ts'
import type { Measure } from '../../engine/tallying.ts'
import type { Row as Cells } from '../../engine/values.ts'
import { noSample, type Sample } from '../../tally/tally.ts'

/* What is made of the columns `x` and `y` of many calls. */

const percentilesOf = ({ percentiles = [] }: Measure): number[] => [...new Set([...USUAL_PERCENTILES, ...percentiles])]

/** The extremes are the first and the last of them. Type 7 of Hyndman and Fan, as everywhere. */
const percentileCont = (measure: Measure): Sql =>
  new Sql(`percentile_cont(ARRAY[0, ${percentilesOf(measure).map(p => p / 100)}, 1])`)

/** Columns whose names begin with the measure's number. */
export function aggregates(measure: Measure, at: number): Sql[] {
  const { keeps, reading } = measure
  const [x, y] = [new Sql(`x${at}`), new Sql(`y${at}`)]
  const as = (value: Sql, name: string): Sql => sql`${value} AS ${new Sql(`a${at}_${name}`)}`
  const calls = as(sql`count(${x})`, 'calls')
  const sum = as(sql`sum(${x})`, 'k')
  if (keeps === 'values') return [calls, as(sql`'[' || string_agg(${x}::text, ',') || ']'`, 'values')]
  if (keeps === 'summary')
    return [calls, sum, as(sql`${percentileCont(measure)} WITHIN GROUP (ORDER BY ${x})`, 'percentiles')]
  // A condition: 1 or 0 of 1.
  if ('value' in reading) return [calls, sum]
  return [
    ...[calls, sum, as(sql`sum(${y})`, 'n')],
    ...[as(sql`sum(${x} * ${x})`, 'kk'), as(sql`sum(${y} * ${y})`, 'nn'), as(sql`sum(${x} * ${y})`, 'kn')],
    as(sql`coalesce(bool_and(${x} IN (0, 1) AND ${y} IN (0, 1)), TRUE)`, 'one'),
  ]
}

/** What they tell. */
export function sampleOf(measure: Measure, at: number, cells: Cells): Sample {
  const { keeps, reading } = measure
  const cell = (name: string): unknown => cells[`a${at}_${name}`]
  const number = (name: string): number => Number(cell(name) ?? 0)
  const sample = noSample()
  if (keeps === 'values') {
    const values: number[] = JSON.parse(String(cell('values') ?? '[]'))
    return { ...sample, values, sizes: values.map(() => 1) }
  }
  if (keeps === 'summary') {
    const summary = summaryOf(number('calls'), number('k'), percentilesOf(measure), cell('percentiles'))
    return { ...sample, summary }
  }
  const [calls, k] = [number('calls'), number('k')]
  const parts = { n: number('n'), kk: number('kk'), nn: number('nn'), kn: number('kn') }
  const condition = { n: calls, kk: k, nn: calls, kn: k }
  const isOnePerCall = 'value' in reading || cell('one') === 1
  return { ...sample, sums: { ...noSums(), calls, k, ...('value' in reading ? condition : parts), isOnePerCall } }
}

function summaryOf(n: number, sum: number, percentiles: readonly number[], told: unknown): Summary {
  const found = n === 0 ? [] : (told as number[])
  const known = Object.fromEntries(percentiles.map((p, at) => [`p${p}`, found[at + 1] ?? null]))
  const [min, max] = [found[0], found.at(-1)]
  if (min === undefined || max === undefined) return { n, sum, avg: null, min: null, max: null, ...known }
  // A rounded sum must not put the average outside of the values.
  return { n, sum, avg: Math.min(Math.max(sum / n, min), max), min, max, ...known }
}
