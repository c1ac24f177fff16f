import { frame, hit, type Plot, uprights, whisker } from './frame.ts'
import { colour, valuesOf } from './line.ts'
import type { ChartOptions, Point } from './point.ts'
import { scaleOf } from './scale.ts'
import { type SvgNode, svg } from './svg.ts'
import { cutToWidth, FONT, hasInterval, pointText, shownValue, textWidth } from './text.ts'

const ROW = 28

/** Lying bars from zero, one for each group, with interval, number and n beside them. */
export function barChart(options: ChartOptions, points: readonly Point[]): SvgNode {
  const { unit, width } = options
  const values = points.map(({ value }) => shownValue(value, unit))
  const counts = points.map(({ n }) => (n === null || n === undefined ? '' : `n ${n}`))
  const [valueWidth, countWidth] = [values, counts].map(texts => Math.max(0, ...texts.map(textWidth))) as [
    number,
    number,
  ]
  const names = Math.min(width * 0.42, Math.max(0, ...points.map(({ label }) => textWidth(label))) + 8)
  const plot: Plot = {
    left: names,
    right: width - valueWidth - countWidth - 32,
    top: 4,
    bottom: 4 + ROW * points.length,
  }
  const x = scaleOf(points.flatMap(valuesOf), { from: plot.left, to: plot.right, unit, fromZero: true })
  const rows = points.map((point, place) => {
    const middle = plot.top + ROW * (place + 0.5)
    const y = middle + FONT / 3
    const cut = cutToWidth(point.label, names - 8)
    return svg(
      'g',
      { class: 'row' },
      svg('text', { x: names - 8, y, 'text-anchor': 'end' }, cut),
      point.value !== null && bar(x(0), x(point.value), middle, point.partial === true),
      hasInterval(point) && whisker(x(point.low!), x(point.high!), middle, true),
      svg(
        'text',
        { class: point.value === null ? 'muted' : 'value', x: width - countWidth - 10, y, 'text-anchor': 'end' },
        values[place],
      ),
      svg('text', { class: 'muted', x: width - countWidth, y }, counts[place]),
      hit(place, pointText(point, unit), { x: 0, y: middle - ROW / 2, width, height: ROW }),
    )
  })
  return frame(options, plot.bottom + FONT + 8, uprights(x, plot, unit), svg('g', { class: colour(0) }, ...rows))
}

function bar(zero: number, end: number, middle: number, partial: boolean): SvgNode {
  const shape = { x: Math.min(zero, end), y: middle - 8, width: Math.abs(end - zero), height: 16, rx: 2 }
  return svg('rect', { class: partial ? 'bar partial' : 'bar', ...shape })
}
