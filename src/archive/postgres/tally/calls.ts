import { Sql, sql } from '../../engine/sql.ts'
import type { Key, Measure } from '../../engine/tallying.ts'
import type { Row as Cells } from '../../engine/values.ts'
import { all, type Work } from '../../engine/work.ts'
import type { Scalar } from '../../read/columns.ts'
import { type Left, noSample, type Row } from '../../tally/tally.ts'
import { aggregates, sampleOf } from './aggregates.ts'
import { inputs, whyOf } from './inputs.ts'
import { callsInRows, groupBy, keyName, listed, named, namesOf, type Scope } from './relation.ts'

/** What the calls of a row tell; of units only why their calls do not count. */
export interface Counted extends Row {
  left: Left[]
}

/**
 * What the planner does not take apart is computed once of a call, however many numbers are made of it. (`OFFSET 0` would do
 * that, too, but it counts as a limit where it is no bigint, and nothing beyond a limit is done by several workers:
 * `findings/postgres-offset-zero-is-not-parallel.sh`.)
 */
const ONCE = new Sql("OFFSET bigint '0'")
const CALLS = named(sql`count(*)`, 'calls')

/** @param tells whether the measure with that number is asked for; of the others nothing is told */
export function* countCalls(
  scope: Scope,
  keys: readonly Key[],
  measures: readonly Measure[],
  tells: (at: number) => boolean = () => true,
  tellsWhy = tells,
): Work<Counted[]> {
  const asked = [...measures.entries()].filter(([at]) => tells(at))
  const columns = asked.flatMap(([at, measure]) => [
    ...(tellsWhy(at) ? [named(whyOf(measure.leftOut), `w${at}`)] : []),
    ...inputs(measure, at),
  ])
  const found = asked.flatMap(([at, measure]) => [
    ...(tellsWhy(at) ? reasons(measure, at) : []),
    ...(isOfUnits(measure) ? [] : aggregates(measure, at)),
  ])
  const rows = yield* all(
    sql`SELECT ${listed([...namesOf(keys), CALLS, ...found])} FROM (${callsInRows(scope, keys, columns)} ${ONCE}) r ${groupBy(keys)}`,
  )
  return rows.map(cells => ({
    key: keys.map((_, at) => cells[keyName(at)] as Scalar),
    calls: Number(cells.calls),
    samples: measures.map((measure, at) =>
      tells(at) && !isOfUnits(measure) ? sampleOf(measure, at, cells) : noSample(),
    ),
    left: measures.map((measure, at) => leftOf(measure, at, cells)),
  }))
}

export const isOfUnits = ({ reading }: Measure): boolean => 'units' in reading

function reasons({ leftOut }: Measure, at: number): Sql[] {
  const why = (number: number): Sql =>
    named(sql`count(*) FILTER (WHERE ${new Sql(`w${at} = ${number}`)})`, `w${at}_${number}`)
  const counted = named(sql`count(*) FILTER (WHERE ${new Sql(`w${at}`)} IS NULL)`, `counted${at}`)
  return [...leftOut.map((_, number) => why(number)), counted]
}

function leftOf(measure: Measure, at: number, cells: Cells): Left {
  const cell = (name: string): number => Number(cells[name] ?? 0)
  return {
    calls: measure.leftOut.map((_, number) => cell(`w${at}_${number}`)),
    missing: isOfUnits(measure) ? 0 : cell(`counted${at}`) - cell(`a${at}_calls`),
    units: 0,
  }
}
