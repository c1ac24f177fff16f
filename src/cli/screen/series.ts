import { METRIC_NAMES } from '../../analysis/define/names.ts'
import { NONE, OTHERS } from '../../tools/analyze/cells.ts'
import { padTo, widthOf } from './columns.ts'
import type { Paint } from './paint.ts'
import { sparkline } from './pictures.ts'

/** A share as analyses show it, with what it is made of. */
export const SHARE = /^(\d{1,3}\.\d) % \(/

/** `success_rate`, `duration.p95`. */
export const isMetric = (name: string): boolean => (METRIC_NAMES as readonly string[]).includes(name.split('.')[0]!)

/** Groups of time: with the newest first, or in order because they come round. */
const NEWEST_FIRST = ['hour', 'day', 'week', 'month']
const COME_ROUND = ['weekday', 'hour_of_day']

/** What a line holds beside name and picture: the extremes. */
const ROOM_FOR_NUMBERS = 24

/** A line for each metric of a table by time alone, the oldest first: `success_rate ▁▅·█ 36.4 to 100 %`. */
export function seriesLines(head: readonly string[], all: readonly string[][], width: number, paint: Paint): string[] {
  // Neither is a point in time.
  const body = all.filter(([key]) => key !== NONE && key !== OTHERS)
  const isNewestFirst = NEWEST_FIRST.includes(head[0]!) && isDescending(body)
  const isSeries = isNewestFirst || COME_ROUND.includes(head[0]!)
  if (!isSeries || body.length < 3 || !head.slice(1).every(isMetric)) return []
  const rows = isNewestFirst ? [...body].reverse() : body
  // How many there are of a thing is no series of its own.
  const names = head.slice(1).filter(name => !/\.[nk]$/.test(name))
  const widest = Math.max(...names.map(widthOf))
  return names.flatMap(name => {
    const cells = rows.map(row => row[head.indexOf(name)]!)
    const values = cells.map(numberIn).slice(-Math.max(1, width - widest - ROOM_FOR_NUMBERS))
    const known = values.filter(value => value !== null)
    if (known.length < 2) return []
    const picture = (values.length < cells.length ? '…' : '') + sparkline(values)
    const unit = cells.some(cell => SHARE.test(cell)) ? ' %' : ''
    const extremes = `${Math.min(...known)} to ${Math.max(...known)}${unit}`
    return [`${paint.head(padTo(name, widest, false))} ${paint.picture(picture)} ${extremes}`]
  })
}

/** Rows may be sorted by something else than time. */
function isDescending(body: readonly string[][]): boolean {
  const keys = body.map(([key]) => key!)
  return keys.every((key, at) => at === 0 || key <= keys[at - 1]!)
}

function numberIn(cell: string): number | null {
  const number = /^-?\d+(?:\.\d+)?/.exec(cell)?.[0]
  return number === undefined ? null : Number(number)
}
