import { frame, hit, labelsBelow, legend, noData, type Plot, rules, tickWidth } from './frame.ts'
import type { ChartOptions, Point, Series } from './point.ts'
import { type Scale, scaleOf } from './scale.ts'
import { type SvgNode, svg } from './svg.ts'
import { FONT, hasInterval, pointText, shortPeriod } from './text.ts'

const HEIGHT = 220
const STRIP = 22
/** More points than that have no marks of their own. */
const MARKED = 62
/** Intervals of more series would hide each other. */
const BANDS = 3

/**
 * Lines over time. A period without a number interrupts its line and has a cross at the foot; one that is covered in
 * part is drawn hollow and dashed. Of a single series the numbers of calls stand as small columns below.
 */
export function lineChart(options: ChartOptions & { height?: number }, series: readonly Series[]): SvgNode {
  const { unit, width, height = HEIGHT } = options
  const points = series.flatMap(one => one.points)
  const periods = (series[0]?.points ?? []).map(({ label }) => label)
  const names = legend(series.length < 2 ? [] : series.map(({ name }, at) => ({ name, mark: swatch(at) })), width)
  const counts = series.length === 1 ? series[0]!.points.map(({ n }) => n ?? null) : []
  const hasCounts = counts.some(n => n !== null)
  const bottom = height - FONT - 10 - (hasCounts ? STRIP : 0)
  const y = scaleOf(points.flatMap(valuesOf), { from: bottom, to: names.height + 8, unit, fromZero: false })
  const plot: Plot = { left: tickWidth(y, unit), right: width - 10, top: names.height + 8, bottom }
  const x = placesIn(plot, periods.length)
  return frame(
    options,
    height,
    names.node,
    rules(y, plot, unit),
    ...series.map(({ points }, at) => line(points, x, y, plot, colour(at), series.length <= BANDS)),
    hasCounts && countStrip(counts, x, plot),
    labelsBelow(periods.map(shortPeriod), x, hasCounts ? { ...plot, bottom: bottom + STRIP } : plot),
    ...hits(series, x, plot, unit),
  )
}

export const valuesOf = ({ value, low, high }: Point): number[] =>
  [value, low, high].filter(number => typeof number === 'number')

export const colour = (at: number): string => `series-${(at % 6) + 1}`

const swatch = (at: number): SvgNode => svg('path', { class: `line ${colour(at)}`, d: `M0 ${FONT / 2}h12` })

/** The place of each period, from edge to edge. */
export function placesIn({ left, right }: Plot, count: number): (place: number) => number {
  const inset = Math.min(14, (right - left) / (2 * Math.max(1, count)))
  const [from, to] = [left + inset, right - inset]
  return place => (count < 2 ? (from + to) / 2 : from + ((to - from) * place) / (count - 1))
}

/** Line, interval and marks of one series. */
export function line(
  points: readonly Point[],
  x: (place: number) => number,
  y: Scale,
  plot: Plot,
  name: string,
  withBand: boolean,
): SvgNode {
  const known = points.map(({ value }) => value !== null)
  const marks = points.map((point, place) => {
    if (point.value === null) return points.length <= MARKED ? noData(x(place), plot.bottom - 5) : null
    const isAlone = !known[place - 1] && !known[place + 1]
    if (points.length > MARKED && !isAlone && !point.partial) return null
    return svg('circle', { class: point.partial ? 'dot hollow' : 'dot', cx: x(place), cy: y(point.value), r: 3 })
  })
  return svg(
    'g',
    { class: name },
    withBand && svg('path', { class: 'band', d: bandPath(points, x, y) }),
    svg('path', { class: 'line', d: linePath(points, x, y, false) }),
    svg('path', { class: 'line dashed', d: linePath(points, x, y, true) }),
    ...marks,
  )
}

/** From each point to the next one; those to and from a partial period on a path of their own. */
function linePath(points: readonly Point[], x: (place: number) => number, y: Scale, dashed: boolean): string {
  let path = ''
  let isOpen = false
  for (let place = 1; place < points.length; place++) {
    const [before, point] = [points[place - 1]!, points[place]!]
    const isMine = Boolean(before.partial || point.partial) === dashed
    if (before.value === null || point.value === null || !isMine) {
      isOpen = false
      continue
    }
    path += `${isOpen ? '' : `M${pair(x(place - 1), y(before.value))}`}L${pair(x(place), y(point.value))}`
    isOpen = true
  }
  return path
}

/** One area for each run of periods with an interval. */
function bandPath(points: readonly Point[], x: (place: number) => number, y: Scale): string {
  let path = ''
  let run: number[] = []
  const close = () => {
    const above = run.map(place => pair(x(place), y(points[place]!.high!)))
    const below = run.map(place => pair(x(place), y(points[place]!.low!))).reverse()
    if (run.length === 1) {
      // An interval that stands alone is a bar.
      const [at] = run
      path += `M${pair(x(at!) - 2, y(points[at!]!.high!))}H${(x(at!) + 2).toFixed(1)}V${y(points[at!]!.low!).toFixed(1)}H${(x(at!) - 2).toFixed(1)}Z`
    } else if (run.length > 1) path += `M${[...above, ...below].join('L')}Z`
    run = []
  }
  for (const [place, point] of points.entries()) {
    if (hasInterval(point)) run.push(place)
    else close()
  }
  close()
  return path
}

const pair = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`

/** How many calls each period rests on. */
function countStrip(counts: readonly (number | null)[], x: (place: number) => number, { left, bottom }: Plot): SvgNode {
  const most = Math.max(1, ...counts.map(n => n ?? 0))
  const breadth = Math.max(1, Math.min(10, counts.length > 1 ? (x(1) - x(0)) * 0.6 : 10))
  const foot = bottom + STRIP - 2
  const columns = counts.map((n, place) => {
    const height = ((n ?? 0) / most) * (STRIP - 8)
    return height > 0 && svg('rect', { x: x(place) - breadth / 2, y: foot - height, width: breadth, height })
  })
  return svg('g', { class: 'counts' }, svg('text', { x: left - 6, y: foot, 'text-anchor': 'end' }, 'n'), ...columns)
}

/** What lies over a period: it says the numbers, and is what one points at. */
export function hits(
  series: readonly Series[],
  x: (place: number) => number,
  { top, bottom, left, right }: Plot,
  unit: string,
): SvgNode[] {
  const count = series[0]?.points.length ?? 0
  const breadth = count > 1 ? x(1) - x(0) : right - left
  return Array.from({ length: count }, (_, place) => {
    const texts = series.map(({ name, points }) => {
      const text = pointText(points[place]!, unit)
      return series.length > 1 ? `${name}, ${text}` : text
    })
    const from = Math.max(left, x(place) - breadth / 2)
    const width = Math.min(breadth, right - from)
    return hit(place, texts.join('\n'), { x: from, y: top, width, height: bottom - top })
  })
}
