/* Figures by means of their own: formulas as their authors give them, clocks by Intl. Nothing of src is used here. */

export type Interval = readonly [low: number, high: number]

const Z = 1.959963984540054

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const mean = (values: readonly number[]): number => sum(values) / values.length

/** Wilson 1927: the shares p for which |k/n − p| is at most z standard errors of p, the roots of a quadratic. */
export function wilson(k: number, n: number): Interval {
  const [a, b, c] = [n + Z * Z, -(2 * k + Z * Z), (k * k) / n]
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c))
  return [(-b - root) / (2 * a), (-b + root) / (2 * a)]
}

/** Newcombe 1998, method 10: of k1/n1 − k2/n2. */
export function newcombe([k1, n1]: Share, [k2, n2]: Share): Interval {
  const [[low1, high1], [low2, high2]] = [wilson(k1, n1), wilson(k2, n2)]
  const [p1, p2] = [k1 / n1, k2 / n2]
  return [p1 - p2 - Math.hypot(p1 - low1, high2 - p2), p1 - p2 + Math.hypot(high1 - p1, p2 - low2)]
}

export type Share = readonly [k: number, n: number]

/** Hyndman and Fan 1996, type 7; null of nothing. */
export function percentile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null
  const ordered = [...values].sort((a, b) => a - b)
  const place = ((ordered.length - 1) * p) / 100
  const weight = place % 1
  return ordered[Math.floor(place)]! * (1 - weight) + ordered[Math.ceil(place)]! * weight
}

export interface Clock {
  /** 2026-11-15 07:00:00 */
  time: string
  day: string
  /** Its Monday. */
  week: string
  month: string
  weekday: string
  hour: number
}

/** What the clocks of a zone show. */
export function clockIn(timeZone: string): (unix: number) => Clock {
  const numbers = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const names = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' })
  return unix => {
    const time = numbers.format(unix * 1000)
    const day = time.slice(0, 10)
    const daysSinceMonday = (new Date(day).getUTCDay() + 6) % 7
    return {
      ...{ time, day, week: shifted(day, -daysSinceMonday), month: day.slice(0, 7) },
      ...{ weekday: names.format(unix * 1000), hour: Number(time.slice(11, 13)) },
    }
  }
}

/** So many days later; what stands behind the date stays. */
export function shifted(time: string, days: number): string {
  const date = new Date(time.slice(0, 10))
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10) + time.slice(10)
}

/* As answers write them. */

export const percent = (share: number): string => (Number(share.toFixed(3)) * 100).toFixed(1)

/** With its sign; four digits at least, one of them behind the point. */
export function number(exact: number): string {
  // A figure in the middle of two is tipped by no last bits.
  const value = Number(exact.toPrecision(12))
  const whole = Math.trunc(Math.abs(value)).toString().length
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(Math.max(4, whole + 1))))
}

export const range = ([low, high]: Interval, show = percent): string =>
  `${show(low)}${low < 0 && Number(show(low)) < 0 ? ' to ' : '-'}${show(high)}`
