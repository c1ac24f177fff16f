import type { Pieces } from '../../../pieces.ts'
import { mayStart, Sql, sql } from '../../engine/sql.ts'
import type { Tallying } from '../../engine/tallying.ts'
import type { Row as Cells } from '../../engine/values.ts'
import { all, first, type Work } from '../../engine/work.ts'
import type { Scalar } from '../../read/columns.ts'
import { type Left, noSample, type Row, type Tallied, type Tally } from '../../tally/tally.ts'
import { aggregates, sampleOf } from './aggregates.ts'
import { inputs, whyOf } from './inputs.ts'
import { callsInRows, groupBy, keyName, listed, named, namesOf, type Scope } from './relation.ts'
import { bucketed } from './steps.ts'
import { unitSamples } from './units.ts'

class Told implements Tally {
  readonly tallied: Tallied

  constructor(tallied: Tallied) {
    this.tallied = tallied
  }

  // biome-ignore lint/correctness/useYield: nothing is left to be done
  *finish(): Pieces<Tallied> {
    return this.tallied
  }
}

/** One statement tells the numbers of the calls of all rows, another one those of all calls; those of units take two each. */
export function* tallyThere(tallying: Tallying): Work<Tally> {
  const { where, window, keys, measures } = tallying
  const clocks = new Map<unknown, Sql>()
  for (const key of keys) if (key.bucketOf) clocks.set(key, yield* bucketed(key, where))
  const scope: Scope = {
    where,
    ofCall: key => clocks.get(key) ?? key.value,
    ofUnits: mayStart(window?.afterUnix, window?.beforeUnix, sql`u.conversation`),
  }
  const rows = yield* countRows(tallying, scope)
  const { whole, left } = yield* countWhole(measures, scope)
  const byKey = new Map(rows.map(row => [JSON.stringify(row.key), row]))
  for (const [at, measure] of measures.entries()) {
    if (!('units' in measure.reading)) continue
    for (const { key, sample } of yield* unitSamples(scope, keys, measure, measure.reading.units))
      byKey.get(JSON.stringify(key))!.samples[at] = sample
    const [all] = yield* unitSamples(scope, [], measure, measure.reading.units)
    whole.samples[at] = all!.sample
    left[at]!.units = all!.none
  }
  return new Told({ rows, whole, left })
}

const CALLS = named(sql`count(*)`, 'calls')

function* countRows({ keys, measures }: Tallying, scope: Scope): Work<Row[]> {
  const ofCalls = [...measures.entries()].filter(([, { reading }]) => !('units' in reading))
  const columns = ofCalls.flatMap(([at, measure]) => inputs(measure, at))
  const found = listed([...namesOf(keys), CALLS, ...ofCalls.flatMap(([at, one]) => aggregates(one, at))])
  const told = yield* all(sql`SELECT ${found} FROM (${callsInRows(scope, keys, columns)} OFFSET 0) r ${groupBy(keys)}`)
  return told.map(cells => ({
    key: keys.map((_, at) => cells[keyName(at)] as Scalar),
    calls: Number(cells.calls),
    samples: measures.map((measure, at) => ('units' in measure.reading ? noSample() : sampleOf(measure, at, cells))),
  }))
}

/** Why calls are not counted is told of all of them together. */
function* countWhole(measures: Tallying['measures'], scope: Scope): Work<Pick<Tallied, 'whole' | 'left'>> {
  const isOfUnits = measures.map(({ reading }) => 'units' in reading)
  const columns = measures.flatMap((measure, at) => [
    named(whyOf(measure.leftOut), `w${at}`),
    ...(isOfUnits[at] ? [] : inputs(measure, at)),
  ])
  const why = (at: number, number: number): Sql =>
    named(sql`count(*) FILTER (WHERE ${new Sql(`w${at} = ${number}`)})`, `w${at}_${number}`)
  const found = measures.flatMap((measure, at) => [
    ...measure.leftOut.map((_, number) => why(at, number)),
    named(sql`count(*) FILTER (WHERE ${new Sql(`w${at}`)} IS NULL)`, `counted${at}`),
    ...(isOfUnits[at] ? [] : aggregates(measure, at)),
  ])
  const cells: Cells = (yield* first(
    sql`SELECT ${listed([CALLS, ...found])} FROM (${callsInRows(scope, [], columns)} OFFSET 0) r`,
  ))!
  const samples = measures.map((measure, at) => (isOfUnits[at] ? noSample() : sampleOf(measure, at, cells)))
  const left = measures.map(({ leftOut }, at): Left => {
    const calls = leftOut.map((_, number) => Number(cells[`w${at}_${number}`]))
    return {
      calls,
      missing: isOfUnits[at] ? 0 : Number(cells[`counted${at}`]) - Number(cells[`a${at}_calls`]),
      units: 0,
    }
  })
  return { whole: { key: [], calls: Number(cells.calls), samples }, left }
}
