import type { MetricName, Probe, Stat, Unit } from '../../analysis/index.ts'
import { UserInputError } from '../../errors.ts'
import { quote } from '../../render/quote.ts'
import { type Engine, namedOf, statNames } from '../analyze/question.ts'

export type Operator = '<' | '<=' | '>' | '>='

/** A number that has to keep to one side of a threshold. */
export interface Condition {
  /** As it was understood: `success_rate >= 80 %`. */
  text: string
  metric: MetricName
  stat: Stat
  operator: Operator
  /** In the metric's unit; shares 0 to 1. */
  threshold: number
  unit: Unit
}

const FORM =
  /^(?<name>.+?)\s*(?<operator><=|>=|<|>|≤|≥)\s*\$?(?<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*(?<unit>%|\p{L}[\p{L} ]*)?$/u

/**
 * Reads `success_rate >= 0.8`, `tool_error_rate < 5%`, `duration.p95 <= 1.5 min`; of numbers without a statistic it is
 * the average.
 * @throws UserInputError with the nearest metric, or the units that it takes
 */
export function conditionOf(text: string, engine: Engine): Condition {
  const { name = '', operator = '', number = '', unit: given } = FORM.exec(text.trim())?.groups ?? {}
  if (number === '' || number === '-') {
    throw new UserInputError(
      `The condition ${quote(text)} cannot be read. Write a metric, <, <=, > or >=, and a number: "success_rate >= 80%", "duration.p95 < 90 s".`,
    )
  }
  const { metric, stat, shown, unit } = measureOf(name, engine)
  const threshold = Number(number.replaceAll(',', '')) * factorOf(given?.trim(), unit, text)
  if (unit === 'share' && (threshold < 0 || threshold > 1)) throw notAShare(shown, text)
  const sign = operator.replace('≤', '<=').replace('≥', '>=') as Operator
  return { text: `${shown} ${sign} ${shownThreshold(threshold, unit)}`, metric, stat, operator: sign, threshold, unit }
}

export const holds = (value: number, { operator, threshold }: Pick<Condition, 'operator' | 'threshold'>): boolean =>
  ({ '<': value < threshold, '<=': value <= threshold, '>': value > threshold, '>=': value >= threshold })[operator]

/** Below what should be more, the calls that pull it down show why; else those that pull it up. */
export const probeOf = ({ metric, stat, operator }: Condition): Probe => {
  return { metric, stat, end: operator.startsWith('>') ? 'low' : 'high' }
}

/** What a name stands for, and the unit in which it is decided. @throws UserInputError for what does not exist */
export function measureOf(name: string, engine: Engine) {
  const named = namedOf(name.trim(), engine)
  const { form, unit } = engine.metricOf(named.name)
  const stat = named.stat ?? engine.mainStat(form)
  if (!engine.hasStat(form, stat)) {
    throw new UserInputError(`${quote(named.name)} has no ${stat}. It has ${statNames(form, engine)}.`)
  }
  const isCount = stat === 'k' || stat === 'n'
  const shown = stat === 'value' ? named.name : `${named.name}.${stat}`
  return { metric: named.name, stat, shown, unit: (isCount ? '' : unit) as Unit }
}

const TIMES: Record<string, number> = {
  ...{ ms: 0.001, milliseconds: 0.001, s: 1, sec: 1, secs: 1, second: 1, seconds: 1 },
  ...{ m: 60, min: 60, mins: 60, minute: 60, minutes: 60, h: 3600, hour: 3600, hours: 3600 },
}

/** By what a number in this unit is multiplied. */
function factorOf(given: string | undefined, unit: Unit, text: string): number {
  if (given === undefined) return 1
  if (given === '%' && unit === 'share') return 0.01
  if (unit === 's' && Object.hasOwn(TIMES, given)) return TIMES[given]!
  const plain = (word: string): string => word.toLowerCase().replace(/s$/, '')
  if (unit !== '' && unit !== 'share' && plain(given) === plain(unit)) return 1
  const takes = { share: '% or a share from 0 to 1', s: 'ms, s, min or h', '': 'a bare number' }[unit as string] ?? unit
  throw new UserInputError(`The condition ${quote(text)} is in ${quote(given)}; this metric takes ${takes}.`)
}

const notAShare = (shown: string, text: string): UserInputError =>
  new UserInputError(`${quote(shown)} is a share from 0 to 1; write 80% or 0.8 (got ${quote(text)}).`)

function shownThreshold(threshold: number, unit: Unit): string {
  if (unit === 'share') return `${Number((threshold * 100).toPrecision(10))} %`
  return `${Number(threshold.toPrecision(12))} ${unit === 'calls' ? '' : unit}`.trim()
}
