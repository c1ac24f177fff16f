import { type Sql, sql } from '../../engine/sql.ts'
import type { Key, Measure, Units } from '../../engine/tallying.ts'
import type { Row as Cells } from '../../engine/values.ts'
import type { Work } from '../../engine/work.ts'
import type { Scalar } from '../../read/columns.ts'
import { noSample, type Sample } from '../../tally/tally.ts'
import { aggregates, sampleOf } from './aggregates.ts'
import { noneOf } from './inputs.ts'
import { groupBy, keyName, listed, namesOf, type Scope, unitsInRows } from './relation.ts'
import { adds, IS_WHOLE, rowsAndWhole, togetherOf, total } from './whole.ts'

interface UnitSample {
  key: Scalar[]
  sample: Sample
  /** Units without a number. */
  none: number
}

/** What the units of calls tell, by row and of all calls. */
export function* unitSamples(
  scope: Scope,
  keys: readonly Key[],
  measure: Measure,
  units: Units,
): Work<{ rows: UnitSample[]; whole: UnitSample }> {
  const where = sql`(${scope.where}) AND ${noneOf(measure.leftOut)}`
  const told = yield* rowsAndWhole(keys, adds(measure), (asked, isWithWhole) => {
    const { from, found } = added(measure, units, unitsInRows({ ...scope, where }, asked, units), asked)
    const columns = listed([...namesOf(asked), ...(isWithWhole ? [IS_WHOLE] : []), ...found])
    return sql`SELECT ${columns} FROM (${from}) r ${groupBy(asked, isWithWhole)}`
  })
  const read = (key: readonly Key[], cells: Cells): UnitSample => ({
    key: key.map((_, at) => cells[keyName(at)] as Scalar),
    sample: measure.keeps === 'values' && !units.isSummed ? listsOf(cells) : sampleOf(measure, 0, cells),
    none: units.isSummed ? 0 : Number(cells.none ?? 0),
  })
  const rows = told.rows.map(cells => read(keys, cells))
  return { rows, whole: told.whole ? read([], told.whole) : together(rows) }
}

const together = (rows: readonly UnitSample[]): UnitSample => ({
  key: [],
  sample: togetherOf(rows.map(({ sample }) => sample)),
  none: total(rows.map(({ none }) => none)),
})

function added(measure: Measure, { isSummed }: Units, inRows: Sql, keys: readonly Key[]) {
  const byCall = (what: Sql): Sql =>
    sql`SELECT ${listed([...namesOf(keys), what])} FROM (${inRows}) u GROUP BY ${listed([sql`id`, ...namesOf(keys)])}`
  const none = sql`count(*) - count(x) AS none`
  if (isSummed) return { from: byCall(sql`coalesce(sum(x), 0) AS x0`), found: aggregates(measure, 0) }
  if (measure.keeps === 'sums') {
    const from = byCall(sql`sum(x) AS x0, nullif(count(x), 0)::double precision AS y0, ${none}`)
    return { from, found: [...aggregates(measure, 0), sql`sum(none) AS none`] }
  }
  if (measure.keeps === 'values') {
    const from = byCall(sql`string_agg(x::text, ',') AS list, ${none}`)
    const lists = sql`'[' || string_agg('[' || list || ']', ',') || ']' AS lists`
    return { from, found: [lists, sql`sum(none) AS none`] }
  }
  return {
    from: sql`SELECT ${listed([...namesOf(keys), sql`x AS x0`])} FROM (${inRows}) u`,
    found: [...aggregates(measure, 0), sql`count(*) - count(x0) AS none`],
  }
}

/** By call. */
function listsOf({ lists }: { lists?: unknown }): Sample {
  const ofCalls: number[][] = JSON.parse(String(lists ?? '[]'))
  return { ...noSample(), values: ofCalls.flat(), sizes: ofCalls.map(({ length }) => length) }
}
