import { frame, type Plot, rules, tickWidth } from './frame.ts'
import { colour, hits, line, placesIn, valuesOf } from './line.ts'
import type { ChartOptions, Series } from './point.ts'
import { scaleOf } from './scale.ts'
import { type SvgNode, svg } from './svg.ts'
import { cutToWidth, FONT, shortPeriod, textWidth } from './text.ts'

const LEAST_WIDTH = 200
const PANEL = 130
const GAP = 14

/** A small line chart for each group, all on the same scale, so that they can be compared. */
export function smallMultiples(options: ChartOptions, series: readonly Series[]): SvgNode {
  const { unit, width } = options
  const columns = Math.max(1, Math.min(series.length, Math.floor((width + GAP) / (LEAST_WIDTH + GAP))))
  const breadth = (width - GAP * (columns - 1)) / columns
  const [top, bottom] = [FONT + 12, PANEL - FONT - 12]
  const y = scaleOf(
    series.flatMap(({ points }) => points.flatMap(valuesOf)),
    { from: bottom, to: top, unit, fromZero: false },
  )
  const plot: Plot = { left: tickWidth(y, unit), right: breadth - 4, top, bottom }
  const panels = series.map(({ name, points }, at) => {
    const x = placesIn(plot, points.length)
    const [first, last] = [points[0]?.label ?? '', points.at(-1)?.label ?? ''].map(shortPeriod) as [string, string]
    const place = `translate(${Math.round((at % columns) * (breadth + GAP))} ${Math.floor(at / columns) * PANEL})`
    return svg(
      'g',
      { class: 'panel', transform: place, 'data-at': at },
      svg('text', { class: 'value', x: 0, y: FONT }, cutToWidth(name, breadth)),
      rules(y, plot, unit),
      line(points, x, y, plot, colour(0), true),
      svg('text', { class: 'axis-end', x: plot.left, y: bottom + FONT + 4 }, first),
      last !== first &&
        textWidth(first + last) + 12 < plot.right - plot.left &&
        svg('text', { class: 'axis-end', x: plot.right, y: bottom + FONT + 4, 'text-anchor': 'end' }, last),
      ...hits([{ name, points }], x, plot, unit),
    )
  })
  return frame(options, PANEL * Math.ceil(series.length / columns), ...panels)
}
