import type { MetricName, RowProbe, Unit, Value } from '../../analysis/index.ts'
import type { Check, Checked, Reading } from './checked.ts'
import { type Drifted, judgeDrift } from './drift.ts'
import { type Judged, judge, judgePeriods } from './judge.ts'
import type { CheckInput } from './schema.ts'

/** The verdict on one condition in one group. */
export interface GroupFinding extends Judged {
  condition: string
  group: Value[]
  unit: Unit
  /** The number of the newest period. */
  probe: RowProbe
  expected?: Drifted['expected']
}

/** Verdicts on every condition in every group, in the order of the conditions. */
export function findingsOf(checked: Checked, request: CheckInput): GroupFinding[] {
  const { checks, periods, weeks } = checked
  const now = periods[0]!
  const known = [...now.rows.values()].map(({ group }) => group)
  // A group that has fallen silent is in no row now, and has a count all the same: none.
  const silent = request.min_count === undefined ? silentGroups(now, [...periods.slice(1), ...weeks]) : []
  return checks.flatMap(check => {
    const groups = metricOf(check) === 'count' ? [...known, ...silent] : known
    return groups.map(group => ({ group, ...findingOf(check, group, checked, request) }))
  })
}

function findingOf(check: Check, group: Value[], { periods, weeks }: Checked, request: CheckInput) {
  const key = JSON.stringify(group)
  const probeIn = (reading: Reading, at: number): RowProbe =>
    reading.rows.get(key)?.probed[at] ?? absent(metricOf(check), reading, request)
  if ('condition' in check) {
    const { condition } = check
    const each = periods.map(period => judge(condition, probeIn(period, check.probe), request.only_beyond_chance))
    return {
      condition: condition.text,
      unit: condition.unit,
      ...judgePeriods(each),
      probe: probeIn(periods[0]!, check.probe),
    }
  }
  const { drift, probes } = check
  const [low, high] = [probes.low, probes.high].map(at => probeIn(periods[0]!, at)) as [RowProbe, RowProbe]
  const past = weeks.map(week => probeIn(week, probes.low))
  const judged = judgeDrift(drift, low, past)
  const { expected } = judged
  const isBelow = expected !== null && low.value !== null && low.value < expected.low
  return { condition: drift.text, unit: drift.unit, ...judged, probe: isBelow ? low : high }
}

const metricOf = (check: Check): MetricName => ('condition' in check ? check.condition.metric : check.drift.metric)

function silentGroups(now: Reading, others: readonly Reading[]): Value[][] {
  const found = new Map<string, Value[]>()
  for (const { rows } of others) for (const [key, { group }] of rows) if (!now.rows.has(key)) found.set(key, group)
  return [...found.values()]
}

/** What a group comes to that has no row. */
function absent(metric: MetricName, { isComplete }: Reading, { min_count }: CheckInput): RowProbe {
  const isZero = metric === 'count' && isComplete && min_count === undefined
  const reason = isZero ? null : min_count === undefined ? 'no calls' : `fewer than ${min_count} calls`
  return { value: isZero ? 0 : null, interval: null, reason, k: null, n: 0, calls: [] }
}
