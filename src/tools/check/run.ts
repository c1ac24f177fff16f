import type { Probe, RowProbe } from '../../analysis/index.ts'
import { previousWindow } from '../../domain/previous-window.ts'
import type { TimeWindow } from '../../domain/time.ts'
import { weeksBefore } from '../../domain/weeks-before.ts'
import { UserInputError } from '../../errors.ts'
import type { Analysed } from '../analyze/analysed.ts'
import type { Engine } from '../analyze/question.ts'
import { analysedCalls } from '../analyze/run.ts'
import { input as analyzeInput } from '../analyze/schema.ts'
import type { ToolContext } from '../define.ts'
import { checkAnswer } from './answer.ts'
import type { Check, Reading } from './checked.ts'
import { conditionOf, measureOf, probeOf } from './condition.ts'
import { WEEKS } from './drift.ts'
import type { CheckAnswer, CheckInput } from './schema.ts'

/** As many as the engine shows. */
const MOST_GROUPS = 1000

/** From conditions to verdicts; all numbers are those of `analyze_conversations`. */
export async function checkCalls(request: CheckInput, context: ToolContext): Promise<CheckAnswer> {
  const engine = await import('../../analysis/index.ts')
  const { conditions = [], drift = [], for: count, only_beyond_chance, ...selected } = request
  const { checks, probes } = checksOf(conditions, drift, engine)
  const metrics = [...new Set(probes.map(({ metric }) => metric))]
  const asked = analyzeInput.parse({ ...selected, metrics, page_size: MOST_GROUPS })
  const read = async (window?: TimeWindow): Promise<Reading> =>
    readingOf(await analysedCalls(asked, context, { engine, probes, window }))
  // Reading takes its time, in which a window without an end grows.
  const now = context.now()
  const periods = [await read()]
  const { window } = periods[0]!.analysed.selection
  // What is wrong with the window is said before more is read.
  const weeks = drift.length > 0 ? weeksBefore(window ?? { zone: context.timezone }, now, WEEKS) : []
  for (let last = window; periods.length < count; ) {
    if (!last) throw new UserInputError('Several periods need a window: set after, for example 24h or yesterday.')
    last = previousWindow(last, context.now(), periods.length === 1 ? request.after : '')
    periods.push(await read(last))
  }
  const earlier: Reading[] = []
  for (const week of weeks) earlier.push(await read(week))
  return checkAnswer(request, { checks, periods, weeks: earlier }, context)
}

function checksOf(conditions: readonly string[], drift: readonly string[], engine: Engine) {
  const probes: Probe[] = []
  const add = (probe: Probe): number => probes.push(probe) - 1
  const checks: Check[] = [
    ...conditions.map(text => {
      const condition = conditionOf(text, engine)
      return { condition, probe: add(probeOf(condition)) }
    }),
    ...drift.map(name => {
      const { shown, ...measure } = measureOf(name, engine)
      const probe = (end: Probe['end']): number => add({ metric: measure.metric, stat: measure.stat, end })
      return { drift: { text: `drift of ${shown}`, ...measure }, probes: { low: probe('low'), high: probe('high') } }
    }),
  ]
  if (checks.length > 0) return { checks, probes }
  throw new UserInputError('Give a condition, such as "success_rate >= 80%", or a metric whose drift is checked.')
}

function readingOf(analysed: Analysed): Reading {
  const { analysis, asked, synced } = analysed
  const isComplete = synced.report.complete
  // Numbers that will still change decide nothing.
  const known = (probe: RowProbe): RowProbe =>
    isComplete ? probe : { ...probe, value: null, interval: null, reason: 'not all calls are synced', calls: [] }
  const rows: Reading['rows'] = new Map()
  for (const [at, row] of analysis.table.rows.entries()) {
    const group = row.slice(0, asked.groupBy.length)
    rows.set(JSON.stringify(group), { group, probed: analysis.probed[at]!.map(known) })
  }
  return { analysed, isComplete, rows }
}
