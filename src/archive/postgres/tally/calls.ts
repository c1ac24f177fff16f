import { Sql, sql } from '../../engine/sql.ts'
import type { Key, Measure } from '../../engine/tallying.ts'
import type { Row as Cells } from '../../engine/values.ts'
import type { Work } from '../../engine/work.ts'
import type { Scalar } from '../../read/columns.ts'
import { type Left, noSample, type Row } from '../../tally/tally.ts'
import { aggregates, sampleOf } from './aggregates.ts'
import { inputs, whyOf } from './inputs.ts'
import { callsInRows, groupBy, keyName, listed, named, namesOf, type Scope } from './relation.ts'
import { adds, IS_WHOLE, isShared, rowsAndWhole, togetherOf, total } from './whole.ts'

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

/** By row, and of all calls. */
export function* countCalls(
  scope: Scope,
  keys: readonly Key[],
  measures: readonly Measure[],
): Work<{ rows: Counted[]; whole: Counted }> {
  const read = (key: readonly Key[], cells: Cells): Counted => ({
    key: key.map((_, at) => cells[keyName(at)] as Scalar),
    calls: Number(cells.calls),
    samples: measures.map((measure, at) => (isOfUnits(measure) ? noSample() : sampleOf(measure, at, cells))),
    left: measures.map((measure, at) => leftOf(measure, at, cells)),
  })
  const doesAdd = measures.every(measure => isOfUnits(measure) || adds(measure))
  const told = yield* rowsAndWhole(keys, doesAdd, (...asked) => statement(scope, measures, ...asked))
  const rows = told.rows.map(cells => read(keys, cells))
  return { rows, whole: told.whole ? read([], told.whole) : together(rows, measures) }
}

function statement(scope: Scope, measures: readonly Measure[], keys: readonly Key[], isWithWhole: boolean): Sql {
  // Why calls do not count is asked once of each.
  const why = <T>(told: T[]): T[] => (isShared(keys) ? [] : told)
  const asked = [...measures.entries()]
  const columns = asked.flatMap(([at, measure]) => [
    ...why([named(whyOf(measure.leftOut), `w${at}`)]),
    ...inputs(measure, at),
  ])
  const found = asked.flatMap(([at, measure]) => [
    ...why(reasons(measure, at)),
    ...(isOfUnits(measure) ? [] : aggregates(measure, at)),
  ])
  const told = listed([...namesOf(keys), ...(isWithWhole ? [IS_WHOLE] : []), CALLS, ...found])
  return sql`SELECT ${told} FROM (${callsInRows(scope, keys, columns)} ${ONCE}) r ${groupBy(keys, isWithWhole)}`
}

const together = (rows: readonly Counted[], measures: readonly Measure[]): Counted => ({
  key: [],
  calls: total(rows.map(({ calls }) => calls)),
  samples: measures.map((_, at) => togetherOf(rows.map(({ samples }) => samples[at]!))),
  left: measures.map(({ leftOut }, at) => {
    const lefts = rows.map(({ left }) => left[at]!)
    const calls = leftOut.map((_, reason) => total(lefts.map(({ calls }) => calls[reason]!)))
    return { calls, missing: total(lefts.map(({ missing }) => missing)), units: 0 }
  }),
})

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
