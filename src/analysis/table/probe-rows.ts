import type { Pieces } from '../../pieces.ts'
import { probe } from '../compute/probe.ts'
import type { Plan } from '../define/question.ts'
import { type Measured, observed, type Repeats } from '../read/measured.ts'
import { outliersOf } from '../read/outliers.ts'
import type { ReadSelection } from '../read/read-selection.ts'
import type { RowProbe } from './answer.ts'

/** What the probes of a question find in each of these rows. */
export function* probeRows(
  plan: Plan,
  measured: readonly Measured[],
  rows: readonly number[],
  { side, repeats }: { side: ReadSelection; repeats: Repeats },
): Pieces<RowProbe[][]> {
  const found: RowProbe[][] = rows.map(() => [])
  for (const { metric: name, stat, end } of plan.probes) {
    const { metric, samples, calls } = measured.find(one => one.name === name)!
    const { observations, units } = observed(metric, side, repeats, plan)
    const outliers = outliersOf(end, metric, observations, units, side.members, side.columns)
    for (const [at, row] of rows.entries()) {
      found[at]!.push({ ...probe(metric, stat, samples[row]!, calls), calls: outliers.get(row) ?? [] })
    }
    yield
  }
  return found
}
