import type { Part } from '../../domain/statistics.ts'
import type { Metric, Units } from '../define/metric.ts'
import type { Members } from '../read/assign-groups.ts'
import type { Observation } from '../read/observe.ts'

/** What the calls of one row tell for one metric. */
export interface Sample {
  calls: number
  /** Of calls or of units, in the order of the calls. */
  values: number[]
  /** How many of the values come from each call. */
  sizes: number[]
  /** One for each call, of what is a ratio. */
  parts: Part[]
}

/** What is not counted. */
export interface LeftOut {
  reason: string
  count: number
  /** Calls, or the units of calls. */
  of: string
}

/**
 * By row. A call in several rows counts in each; of its units only those that brought it there, where the row is about
 * such units.
 */
export function samplesOf(
  metric: Metric,
  observations: readonly Observation[] | null,
  units: Units | null,
  members: Members,
  rows: number,
): Sample[] {
  const samples = Array.from({ length: rows }, (): Sample => ({ calls: 0, values: [], sizes: [], parts: [] }))
  const own = members.sources.find(({ source }) => source === units?.source)
  for (const [pair, call] of members.calls.entries()) {
    const sample = samples[members.rows[pair]!]!
    const observation = observations?.[call]
    if (typeof observation === 'string') continue
    sample.calls++
    if (typeof observation === 'number') addValue(sample, observation)
    else if (Array.isArray(observation)) {
      const tuples = own?.ofUnits[call]
      addUnits(sample, metric, units!, observation, unit => !tuples || tuples[unit] === own!.ofPairs[pair])
    } else if (observation) sample.parts.push(observation)
  }
  return samples
}

function addValue(sample: Sample, value: number): void {
  sample.values.push(value)
  sample.sizes.push(1)
}

function addUnits(
  sample: Sample,
  { form }: Metric,
  { isSummed, of = item => item }: Units,
  items: readonly (number | null)[],
  isHere: (unit: number) => boolean,
): void {
  const isNumber = form === 'number' && !isSummed
  let [sum, size] = [0, 0]
  for (let unit = 0; unit < items.length; unit++) {
    const item = items[unit]!
    if (item === null || !isHere(unit)) continue
    const value = of(item)
    if (isNumber) sample.values.push(value)
    sum += value
    size++
  }
  if (isNumber) sample.sizes.push(size)
  else if (isSummed) addValue(sample, sum)
  else sample.parts.push({ numerator: sum, denominator: size })
}

/** Each call once, whatever rows it is in. */
export function leftOutOf(
  metric: Metric,
  observations: readonly Observation[] | null,
  units: Units | null,
  members: Members,
): LeftOut[] {
  const reasons = new Map<string, number>()
  let unmeasured = 0
  let last = -1
  for (const call of members.calls) {
    if (call === last) continue
    last = call
    const observation = observations?.[call]
    if (typeof observation === 'string') reasons.set(observation, (reasons.get(observation) ?? 0) + 1)
    else if (Array.isArray(observation)) for (const item of observation) unmeasured += Number(item === null)
  }
  const calls = [...reasons].map(([reason, count]) => ({ reason, count, of: 'calls' }))
  // Not as they were met, which is the engine's affair.
  calls.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
  return unmeasured === 0 ? calls : [...calls, { reason: metric.missing, count: unmeasured, of: units!.source.units }]
}
