import { mayStart, type Sql, sql } from '../../engine/sql.ts'
import type { Measure, Tallying } from '../../engine/tallying.ts'
import type { Work } from '../../engine/work.ts'
import { Finished, type Left, noSample, type Row, type Tally } from '../../tally/tally.ts'
import { type Counted, countCalls, isOfUnits } from './calls.ts'
import type { Scope } from './relation.ts'
import { bucketed } from './steps.ts'
import { unitSamples } from './units.ts'
import { leftTogether, togetherOf, total } from './whole.ts'

/**
 * One statement tells the numbers of the calls of all rows. What can be added up of them is that of all calls; for the rest
 * (percentiles, rows that share calls) another statement looks at all calls once more. Those of units take one each, or two.
 */
export function* tallyThere(tallying: Tallying): Work<Tally> {
  const { where, window, keys, measures } = tallying
  const clocks = new Map<unknown, Sql>()
  for (const key of keys) if (key.bucketOf) clocks.set(key, yield* bucketed(key, where))
  const scope: Scope = {
    where,
    ofCall: key => clocks.get(key) ?? key.value,
    ofUnits: mayStart(window?.afterUnix, window?.beforeUnix, sql`u.conversation`),
  }
  const isShared = keys.some(({ source }) => source !== undefined)
  const adds = ({ keeps }: Measure): boolean => keys.length === 0 || (!isShared && keeps === 'sums')
  const addsAt = (at: number): boolean => adds(measures[at]!)
  const rows = yield* countCalls(scope, keys, measures, () => true, addsAt)
  const [others] =
    isShared || !measures.every(adds) ? yield* countCalls(scope, [], measures, at => !addsAt(at)) : [undefined]
  const whole: Row = {
    key: [],
    calls: isShared ? others!.calls : total(rows.map(({ calls }) => calls)),
    samples: measures.map((_, at) =>
      addsAt(at) ? togetherOf(rows.map(({ samples }) => samples[at]!)) : others!.samples[at]!,
    ),
  }
  const left = measures.map(
    ({ leftOut }, at): Left =>
      addsAt(at)
        ? leftTogether(
            rows.map(({ left }) => left[at]!),
            leftOut.length,
          )
        : others!.left[at]!,
  )
  for (const [at, measure] of measures.entries())
    if (isOfUnits(measure)) yield* tellUnits(tallying, scope, at, adds(measure), { rows, whole, left })
  return new Finished({ rows: rows.map(({ left: _, ...row }) => row), whole, left })
}

/** @param told what is filled in */
function* tellUnits(
  { keys, measures }: Tallying,
  scope: Scope,
  at: number,
  adds: boolean,
  { rows, whole, left }: { rows: Counted[]; whole: Row; left: Left[] },
): Work<void> {
  const measure = measures[at]!
  if (!('units' in measure.reading)) return
  const byKey = new Map(rows.map(row => [JSON.stringify(row.key), row]))
  const ofRows = yield* unitSamples(scope, keys, measure, measure.reading.units)
  for (const { key, sample } of ofRows) byKey.get(JSON.stringify(key))!.samples[at] = sample
  const ofAll = adds ? ofRows : yield* unitSamples(scope, [], measure, measure.reading.units)
  whole.samples[at] = ofAll.length > 0 ? togetherOf(ofAll.map(({ sample }) => sample)) : noSample()
  left[at]!.units = total(ofAll.map(({ none }) => none))
}
