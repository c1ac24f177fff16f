import { mayStart, type Sql, sql } from '../../engine/sql.ts'
import type { Tallying } from '../../engine/tallying.ts'
import type { Work } from '../../engine/work.ts'
import { Finished, type Row, type Tally } from '../../tally/tally.ts'
import { type Counted, countCalls } from './calls.ts'
import type { Scope } from './relation.ts'
import { bucketed } from './steps.ts'
import { unitSamples } from './units.ts'

/** One statement tells the numbers of the calls of all rows, those of units take one each. */
export function* tallyThere({ where, window, keys, measures }: Tallying): Work<Tally> {
  const clocks = new Map<unknown, Sql>()
  for (const key of keys) if (key.bucketOf) clocks.set(key, yield* bucketed(key, where))
  const scope: Scope = {
    where,
    ofCall: key => clocks.get(key) ?? key.value,
    ofUnits: mayStart(window?.afterUnix, window?.beforeUnix, sql`u.conversation`),
  }
  const { rows, whole } = yield* countCalls(scope, keys, measures)
  const byKey = new Map(rows.map(row => [JSON.stringify(row.key), row]))
  for (const [at, measure] of measures.entries()) {
    if (!('units' in measure.reading)) continue
    const told = yield* unitSamples(scope, keys, measure, measure.reading.units)
    for (const { key, sample } of told.rows) byKey.get(JSON.stringify(key))!.samples[at] = sample
    whole.samples[at] = told.whole.sample
    whole.left[at]!.units = told.whole.none
  }
  const withoutLeft = ({ left: _, ...row }: Counted): Row => row
  return new Finished({ rows: rows.map(withoutLeft), whole: withoutLeft(whole), left: whole.left })
}
