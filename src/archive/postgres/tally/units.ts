import { type Sql, sql } from '../../engine/sql.ts'
import type { Key, Measure, Units } from '../../engine/tallying.ts'
import { all, type Work } from '../../engine/work.ts'
import type { Scalar } from '../../read/columns.ts'
import { noSample, type Sample } from '../../tally/tally.ts'
import { aggregates, sampleOf } from './aggregates.ts'
import { whyOf } from './inputs.ts'
import { groupBy, keyName, listed, namesOf, type Scope, unitsInRows } from './relation.ts'

interface UnitSample {
  key: Scalar[]
  sample: Sample
  /** Units without a number. */
  none: number
}

/** What the units of calls tell, by row. */
export function* unitSamples(scope: Scope, keys: readonly Key[], measure: Measure, units: Units): Work<UnitSample[]> {
  const { leftOut } = measure
  const where = leftOut.length === 0 ? scope.where : sql`(${scope.where}) AND ${whyOf(leftOut)} IS NULL`
  const { from, found, read } = added(measure, units, unitsInRows({ ...scope, where }, keys, units), keys)
  const told = yield* all(sql`SELECT ${listed([...namesOf(keys), ...found])} FROM (${from}) r ${groupBy(keys)}`)
  return told.map(cells => ({
    key: keys.map((_, at) => cells[keyName(at)] as Scalar),
    sample: read(cells),
    none: units.isSummed ? 0 : Number(cells.none ?? 0),
  }))
}

function added(measure: Measure, { isSummed }: Units, inRows: Sql, keys: readonly Key[]) {
  const byCall = (what: Sql): Sql =>
    sql`SELECT ${listed([...namesOf(keys), what])} FROM (${inRows}) u GROUP BY ${listed([sql`id`, ...namesOf(keys)])}`
  const none = sql`count(*) - count(x) AS none`
  const read = (cells: Parameters<typeof sampleOf>[2]): Sample => sampleOf(measure, 0, cells)
  if (isSummed) return { from: byCall(sql`coalesce(sum(x), 0) AS x0`), found: aggregates(measure, 0), read }
  if (measure.keeps === 'sums') {
    const from = byCall(sql`sum(x) AS x0, nullif(count(x), 0)::double precision AS y0, ${none}`)
    return { from, found: [...aggregates(measure, 0), sql`sum(none) AS none`], read }
  }
  if (measure.keeps === 'values') {
    const from = byCall(sql`string_agg(x::text, ',') AS list, ${none}`)
    const lists = sql`'[' || string_agg('[' || list || ']', ',') || ']' AS lists`
    return { from, found: [lists, sql`sum(none) AS none`], read: listsOf }
  }
  return {
    from: sql`SELECT ${listed([...namesOf(keys), sql`x AS x0`])} FROM (${inRows}) u`,
    found: [...aggregates(measure, 0), sql`count(*) - count(x0) AS none`],
    read,
  }
}

/** By call. */
function listsOf({ lists }: { lists?: unknown }): Sample {
  const ofCalls: number[][] = JSON.parse(String(lists ?? '[]'))
  return { ...noSample(), values: ofCalls.flat(), sizes: ofCalls.map(({ length }) => length) }
}
