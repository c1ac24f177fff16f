import { frame, labelsBelow, noData, type Plot, rules, tickWidth, whisker } from './frame.ts'
import { colour, hits, valuesOf } from './line.ts'
import type { ChartOptions, Point } from './point.ts'
import { scaleOf } from './scale.ts'
import { type SvgNode, svg } from './svg.ts'
import { FONT, hasInterval, shortPeriod } from './text.ts'

const HEIGHT = 200

/** Upright columns from zero: how many in each period, or a number for each weekday or hour of the day. */
export function columnChart(options: ChartOptions & { height?: number }, points: readonly Point[]): SvgNode {
  const { unit, width, height = HEIGHT } = options
  const bottom = height - FONT - 10
  const y = scaleOf(points.flatMap(valuesOf), { from: bottom, to: 8, unit, fromZero: true })
  const plot: Plot = { left: tickWidth(y, unit), right: width - 10, top: 8, bottom }
  const pitch = (plot.right - plot.left) / Math.max(1, points.length)
  const x = (place: number): number => plot.left + pitch * (place + 0.5)
  const breadth = Math.min(36, pitch * 0.7)
  const columns = points.map((point, place) => {
    if (point.value === null) return noData(x(place), y(0) - 6)
    const [top, foot] = [Math.min(y(point.value), y(0)), Math.max(y(point.value), y(0))]
    const shape = {
      x: x(place) - breadth / 2,
      y: top,
      width: breadth,
      height: foot - top,
      rx: Math.min(2, breadth / 4),
    }
    return svg(
      'g',
      {},
      svg('rect', { class: point.partial ? 'bar partial' : 'bar', ...shape }),
      hasInterval(point) && whisker(y(point.low!), y(point.high!), x(place), false),
    )
  })
  return frame(
    options,
    height,
    rules(y, plot, unit),
    svg('g', { class: colour(0) }, ...columns),
    labelsBelow(
      points.map(({ label }) => shortPeriod(label)),
      x,
      plot,
    ),
    ...hits([{ name: options.title, points }], x, plot, unit),
  )
}
