import { frame, hit, legend, noData, type Plot, upright, uprights } from './frame.ts'
import { colour } from './line.ts'
import type { ChartOptions } from './point.ts'
import { scaleOf } from './scale.ts'
import { type SvgNode, svg } from './svg.ts'
import { cutToWidth, FONT, shownDifference, shownValue, textWidth } from './text.ts'

/** A number on both sides of a comparison; null: there is none. */
export interface Compared {
  label: string
  value: number | null
  n?: number | null | undefined
  other: number | null
  otherN?: number | null | undefined
  difference: number | null
  /** 95 % confidence interval of the difference. */
  low?: number | null | undefined
  high?: number | null | undefined
  /** `significant`, `not significant`, or why nothing can be said. */
  verdict?: string | null | undefined
}

const ROW = 46

/** For each row both sides on one axis, and in words how large the difference is and how sure. */
export function comparisonChart(
  options: ChartOptions & { name: string; other: string },
  rows: readonly Compared[],
): SvgNode {
  const { unit, width } = options
  const names = legend(
    [
      { name: options.name, mark: dot(6, FONT / 2, 'dot') },
      { name: options.other, mark: dot(6, FONT / 2, 'dot other') },
    ],
    width,
  )
  const plot: Plot = { left: 16, right: width - 22, top: names.height, bottom: names.height + ROW * rows.length }
  const values = rows.flatMap(({ value, other }) => [value, other]).filter(value => value !== null)
  const x = scaleOf(values, { from: plot.left, to: plot.right, unit, fromZero: unit === 'share' })
  const drawn = rows.map((row, place) => {
    const top = plot.top + ROW * place
    const said = differenceText(row, unit)
    const room = width - textWidth(said) - 20
    return svg(
      'g',
      { class: row.verdict === 'significant' ? 'row significant' : 'row' },
      svg('text', { class: 'value', x: 0, y: top + 16 }, cutToWidth(row.label, Math.max(60, room))),
      svg('text', { class: 'difference', x: width, y: top + 16, 'text-anchor': 'end' }, said),
      ...x.ticks.map(tick => upright(x, tick, top + 23, top + 41)),
      ...pairOf(row, x, top + 32),
      hit(place, rowText(row, options), { x: 0, y: top, width, height: ROW }),
    )
  })
  return frame(
    options,
    plot.bottom + FONT + 8,
    svg('g', { class: colour(0) }, names.node),
    uprights(x, { ...plot, top: plot.bottom - 4 }, unit),
    svg('g', { class: colour(0) }, ...drawn),
  )
}

const dot = (cx: number, cy: number, name: string): SvgNode => svg('circle', { class: name, cx, cy, r: 5 })

function pairOf({ value, other }: Compared, x: (value: number) => number, y: number): SvgNode[] {
  if (value === null && other === null) return [noData(x(0), y)]
  const both = value !== null && other !== null
  return [
    ...(both ? [svg('line', { class: 'span', x1: x(other), x2: x(value), y1: y, y2: y })] : []),
    ...(other === null ? [] : [dot(x(other), y, 'dot other')]),
    ...(value === null ? [] : [dot(x(value), y, 'dot')]),
  ]
}

/** `+8.2 points (+2.1 to +14.0)` */
function differenceText({ difference, low, high, verdict }: Compared, unit: string): string {
  if (difference === null) return verdict ?? 'no data'
  const range =
    typeof low === 'number' && typeof high === 'number' ? ` (${bare(low, unit)} to ${bare(high, unit)})` : ''
  const known = verdict === 'significant' || verdict === 'not significant' ? '' : verdict ? `, ${verdict}` : ''
  return shownDifference(difference, unit) + range + known
}

const bare = (value: number, unit: string): string =>
  unit === 'share' ? shownDifference(value, unit).replace(/ points$/, '') : shownDifference(value, '')

function rowText(row: Compared, { name, other, unit }: ChartOptions & { name: string; other: string }): string {
  const n = (count: number | null | undefined) => (typeof count === 'number' ? ` (n ${count})` : '')
  const sides = `${name} ${shownValue(row.value, unit)}${n(row.n)}, ${other} ${shownValue(row.other, unit)}${n(row.otherN)}`
  return `${row.label}: ${sides}; ${differenceText(row, unit)}${row.verdict ? `, ${row.verdict}` : ''}`
}
