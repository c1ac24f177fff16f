import { frame, hit, type Plot, rules, tickWidth } from './frame.ts'
import { colour } from './line.ts'
import type { ChartOptions } from './point.ts'
import { scaleOf } from './scale.ts'
import { type SvgNode, svg } from './svg.ts'
import { FONT, shownInterval, shownTick, textWidth } from './text.ts'

const HEIGHT = 180

/** How many values lie between `from` and `to`, both in the chart's unit. */
export interface Bin {
  from: number
  to: number
  count: number
}

/** Columns without gaps over the values of a metric; their height is how many there are. */
export function histogramChart(options: ChartOptions & { height?: number }, bins: readonly Bin[]): SvgNode {
  const { unit, width, height = HEIGHT } = options
  const bottom = height - FONT - 10
  const counts = bins.map(({ count }) => count)
  const y = scaleOf(counts, { from: bottom, to: 8, unit: 'calls', fromZero: true })
  const plot: Plot = { left: tickWidth(y, 'calls'), right: width - 22, top: 8, bottom }
  const pitch = (plot.right - plot.left) / Math.max(1, bins.length)
  const columns = bins.flatMap(({ from, to, count }, place) => {
    const left = plot.left + pitch * place
    return [
      svg('rect', {
        class: 'bar',
        x: left + 0.5,
        y: y(count),
        width: Math.max(0.5, pitch - 1),
        height: bottom - y(count),
      }),
      hit(place, `${shownInterval(from, to, unit)}: ${count}`, {
        x: left,
        y: plot.top,
        width: pitch,
        height: bottom - plot.top,
      }),
    ]
  })
  return frame(
    options,
    height,
    rules(y, plot, 'calls'),
    svg('g', { class: colour(0) }, ...columns),
    edges(bins, plot, unit),
  )
}

/** The bounds of the bins, as many as have room. */
function edges(bins: readonly Bin[], { left, right, bottom }: Plot, unit: string): SvgNode {
  const bounds = [...bins.map(({ from }) => from), ...bins.slice(-1).map(({ to }) => to)].map(at =>
    shownTick(rounded(at), unit),
  )
  const pitch = (right - left) / Math.max(1, bins.length)
  const step = Math.max(1, Math.ceil((Math.max(0, ...bounds.map(textWidth)) + 14) / pitch))
  return svg(
    'g',
    { class: 'axis' },
    ...bounds.map(
      (text, place) =>
        place % step === 0 &&
        svg('text', { x: left + pitch * place, y: bottom + FONT + 4, 'text-anchor': 'middle' }, text),
    ),
  )
}

const rounded = (value: number): number => Number(value.toPrecision(3))
