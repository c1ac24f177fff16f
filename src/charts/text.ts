import type { Point } from './point.ts'

/** Font size of the charts in pixels, as in `style.ts`. */
export const FONT = 12

/** Wide letters of East Asian scripts, and emoji. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u

/** Width in pixels, near enough and rather too much: without a browser nobody knows the font. */
export function textWidth(text: string): number {
  let width = 0
  for (const letter of text) {
    const share = WIDE.test(letter) ? 1 : /[%mwMW@]/.test(letter) ? 0.95 : /[ilj.,:;'|! ]/.test(letter) ? 0.34 : 0.63
    width += share * FONT
  }
  return width
}

/** The beginning of the text that fits, with a mark where it is cut. */
export function cutToWidth(text: string, most: number): string {
  if (textWidth(text) <= most) return text
  const room = most - textWidth('…')
  let shown = ''
  for (const letter of text) {
    if (textWidth(shown + letter) > room) break
    shown += letter
  }
  return `${shown.trimEnd()}…`
}

/** `62.5 %`, `1.35 s`, `1,240`: a number of a chart with its unit. */
export function shownValue(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return 'no data'
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`
  return withUnit(grouped(value, Number.isInteger(value) ? 0 : digitsOf(value)), unit)
}

/** The same for an axis, where the numbers are round. */
export const shownTick = (value: number, unit: string): string =>
  unit === 'share' ? `${Number((value * 100).toFixed(1))} %` : withUnit(grouped(Number(value.toPrecision(6)), 6), unit)

/** Of a share in percentage points. */
export const shownDifference = (value: number, unit: string): string => {
  const sign = value > 0 ? '+' : ''
  return unit === 'share' ? `${sign}${(value * 100).toFixed(1)} points` : sign + shownValue(value, unit)
}

/** `47.0 to 75.8 %` */
export const shownInterval = (low: number, high: number, unit: string): string =>
  unit === 'share'
    ? `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %`
    : `${shownValue(low, '')} to ${shownValue(high, unit)}`

/** `22 Nov: 62.5 % (47.0 to 75.8 %), n 40, partial`: what a mark says under the pointer and aloud. */
export function pointText({ label, value, low, high, n, note, partial }: Point, unit: string): string {
  const interval = hasInterval({ low, high }) ? ` (${shownInterval(low!, high!, unit)})` : ''
  const parts = [`${label}: ${shownValue(value, unit)}${interval}`, n === null || n === undefined ? '' : `n ${n}`]
  return [...parts, note ?? '', partial ? 'partial' : ''].filter(Boolean).join(', ')
}

export const hasInterval = ({ low, high }: Pick<Point, 'low' | 'high'>): boolean =>
  typeof low === 'number' && typeof high === 'number' && Number.isFinite(low) && Number.isFinite(high)

/** Units that are written behind the number; others are said by the chart's title. */
const withUnit = (number: string, unit: string): string =>
  unit === 'USD' ? `$${number}` : unit === 's' ? `${number} s` : number

const digitsOf = (value: number): number => (Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 1)

const grouped = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits, signDisplay: 'negative' })

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A period as an axis shows it: `2026-11-22` → `22 Nov`, `2026-11` → `Nov 2026`; anything else as it is. */
export function shortPeriod(label: string): string {
  const { year, month, day, time } =
    /^(?<year>\d{4})-(?<month>\d\d)(?:-(?<day>\d\d)(?: (?<time>\d\d:\d\d))?)?$/.exec(label)?.groups ?? {}
  const name = MONTHS[Number(month) - 1]
  if (name === undefined) return label
  if (day === undefined) return `${name} ${year}`
  return time === undefined || time === '00:00' ? `${Number(day)} ${name}` : time
}
