import { isIn, type Sql, sql } from '../../archive/engine/sql.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import { KeySpace } from '../../archive/tally/key-space.ts'
import type { Tallied } from '../../archive/tally/tally.ts'
import { bothSums, noSums } from '../../domain/statistics.ts'
import type { Pieces } from '../../pieces.ts'
import type { Sample } from '../compute/sample.ts'
import type { Plan } from '../define/question.ts'
import { type Measured, measuredOf } from './measured.ts'
import type { ReadSelection } from './read-selection.ts'

/* What the calls have together whose rows are not shown, each call once, of the same moment as the rows. */

/** How the archive is asked. */
export interface Asked {
  plan: Plan
  /** Values of the rows that will be shown, as the archive gave them: what the others have is asked for beside them. */
  shown: readonly Scalar[] | null
}

/** What it has told. */
export interface Told {
  tallied: Tallied
  space: KeySpace
  measured: readonly Measured[]
  /** Of the question that `planOfRest` makes. */
  rest: ReadSelection | null
}

/** By metric; null where there are no such calls, or nobody asks, or rows of several groups share calls. */
export type Others = { samples: Sample[] | null } | { again: Asked }

/** @returns how to ask again where this does not tell: which rows are shown, only all numbers do */
export function* othersOf({ plan, shown }: Asked, told: Told, rows: readonly number[]): Pieces<Others> {
  const { tallied, space, measured, rest } = told
  const isShown = new Set(rows)
  if (isShown.size === space.keys.length) return { samples: null }
  if (!plan.groups.some(({ group }) => group.source)) {
    // Of summaries nobody knows the percentiles together.
    if (!plan.needsValues && plan.metrics.some(({ metric }) => metric.form === 'number')) {
      return { again: { plan: { ...plan, needsValues: true }, shown } }
    }
    return {
      samples: together(
        measured,
        [...space.keys.keys()].filter(row => !isShown.has(row)),
      ),
    }
  }
  if (plan.groups.length > 1 || plan.probes.length > 0) return { samples: null }
  const keys = tallied.rows.filter(({ key }) => isShown.has(space.numberOf(key))).map(({ key }) => key[0]!)
  const isSame = keys.length === shown?.length && keys.every(key => shown.includes(key))
  return rest && isSame ? { samples: yield* restOf(rest, planOfRest(plan, keys)) } : { again: { plan, shown: keys } }
}

/** Rows that share no calls. */
function together(measured: readonly Measured[], rows: readonly number[]): Sample[] | null {
  const all = measured.map(({ samples }): Sample => {
    const own = rows.map(row => samples[row]!)
    return {
      ...{ calls: own.reduce((sum, { calls }) => sum + calls, 0), summary: null },
      sums: own.reduce((sofar, { sums }) => bothSums(sofar, sums), noSums()),
      ...{ values: own.flatMap(({ values }) => values), sizes: own.flatMap(({ sizes }) => sizes) },
    }
  })
  return all[0]!.calls === 0 ? null : all
}

/** The key of what is in the rows that are not shown. */
const REST = 1

/**
 * The same question with one row for all calls that have a value whose row is not shown: where rows share calls, the archive
 * tells what these rows have together, which their own numbers do not.
 * @param plan of one group, of which calls have several
 */
export function planOfRest(plan: Plan, shown: readonly Scalar[]): Plan {
  const [{ name, group }] = plan.groups as [Plan['groups'][number]]
  const { unify: _, show: __, ...kept } = group
  return { ...plan, groups: [{ name, group: { ...kept, item: isRest(group.item!, shown) } }], probes: [] }
}

/** Things without a value bring a call nowhere. */
function isRest(value: Sql, shown: readonly Scalar[]): Sql {
  const texts = shown.filter(one => typeof one === 'string')
  const isShown = shown
    .filter(one => typeof one === 'number')
    .reduce((any, number) => sql`${any} OR ${value} = ${number}`, isIn(value, texts))
  return sql`CASE WHEN ${value} IS NOT NULL AND NOT (${isShown}) THEN 1 END`
}

function* restOf(side: ReadSelection, plan: Plan): Pieces<Sample[] | null> {
  const tallied = yield* side.tally.finish()
  const space = new KeySpace(1)
  for (const { key } of tallied.rows) space.numberOf(key)
  const row = space.keys.findIndex(([key]) => key === REST)
  return row < 0 ? null : measuredOf(tallied, side, plan, space).map(({ samples }) => samples[row]!)
}
