import { type NumberTable, OTHERS } from './table.ts'

/** Groups that are periods following one another, and those that come round. */
const PERIODS = ['hour', 'day', 'week', 'month']
const ROUNDS = ['weekday', 'hour_of_day']

/** As many lines can be told apart in one chart. */
export const MOST_LINES = 4

export type ChartKind = 'comparison' | 'tiles' | 'line' | 'lines' | 'multiples' | 'columns' | 'bars'

/**
 * Which chart answers the question:
 *
 * | question | chart |
 * |---|---|
 * | compared with something | both sides of each row on one axis |
 * | no groups | the number itself |
 * | by hour, day, week or month | a line; columns where calls are counted |
 * | … and by something else | a line each, up to four; more: small charts on one scale |
 * | by weekday or hour of the day | columns |
 * | by anything else | bars |
 */
export function chartFor({ answer, groups }: NumberTable, metric: string): ChartKind {
  if (answer.comparison) return 'comparison'
  if (groups.length === 0) return 'tiles'
  const [first = ''] = groups
  if (groups.length === 1) {
    if (PERIODS.includes(first)) return metric === 'count' ? 'columns' : 'line'
    return ROUNDS.includes(first) ? 'columns' : 'bars'
  }
  const period = periodGroup(groups)
  if (period < 0 || groups.length > 2) return 'bars'
  const known = answer.rows.filter(([key]) => key !== OTHERS)
  const others = new Set(known.map(row => String(row[1 - period] ?? 'none')))
  return others.size <= MOST_LINES ? 'lines' : 'multiples'
}

/** Place of the group that is a period; -1: there is none. */
export const periodGroup = (groups: readonly string[]): number => groups.findIndex(name => PERIODS.includes(name))

/** Lists begin with the newest period, time begins with the oldest. */
export const isPeriod = (group: string | undefined): boolean => group !== undefined && PERIODS.includes(group)
