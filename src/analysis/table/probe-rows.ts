import type { KeySpace } from '../../archive/tally/key-space.ts'
import type { Pieces } from '../../pieces.ts'
import { probe } from '../compute/probe.ts'
import type { Plan } from '../define/question.ts'
import type { Measured } from '../read/measured.ts'
import { outliersOf } from '../read/outliers.ts'
import type { ReadSelection } from '../read/read-selection.ts'
import type { RowProbe } from './answer.ts'

/** What the probes of a question find in each of these rows. */
export function* probeRows(
  plan: Plan,
  measured: readonly Measured[],
  rows: readonly number[],
  { each, repeats }: ReadSelection,
  space: KeySpace,
): Pieces<RowProbe[][]> {
  const found: RowProbe[][] = rows.map(() => [])
  if (!each) return found
  const { rows: calls } = yield* each.tally.finish()
  for (const { metric: name, stat, end } of plan.probes) {
    const { metric, samples, calls: all } = measured.find(one => one.name === name)!
    const at = each.metrics.indexOf(name)
    const outliers = at < 0 ? new Map() : outliersOf(end, metric, calls, at, each.named, repeats, space)
    for (const [place, row] of rows.entries()) {
      found[place]!.push({ ...probe(metric, stat, samples[row]!, all), calls: outliers.get(row) ?? [] })
    }
    yield
  }
  return found
}
