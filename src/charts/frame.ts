import type { ChartOptions } from './point.ts'
import type { Scale } from './scale.ts'
import { type SvgNode, svg } from './svg.ts'
import { cutToWidth, FONT, shownTick, textWidth } from './text.ts'

/** Where the numbers are drawn, in pixels. */
export interface Plot {
  left: number
  right: number
  top: number
  bottom: number
}

/** The chart itself: named and described for those who do not see it. */
export const frame = (
  { title, description, width }: ChartOptions,
  height: number,
  ...inside: (SvgNode | null | false)[]
): SvgNode =>
  svg(
    'svg',
    {
      class: 'chart',
      role: 'img',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      xmlns: 'http://www.w3.org/2000/svg',
    },
    svg('title', {}, title),
    description !== undefined && svg('desc', {}, description),
    ...inside,
  )

/** Width that the numbers beside a vertical axis take. */
export const tickWidth = ({ ticks }: Scale, unit: string): number =>
  Math.max(...ticks.map(tick => textWidth(shownTick(tick, unit)))) + 8

/** Lines across the plot with their numbers on the left. */
export const rules = (scale: Scale, { left, right }: Plot, unit: string): SvgNode =>
  svg(
    'g',
    { class: 'axis' },
    ...scale.ticks.flatMap(tick => [
      svg('line', { class: tick === 0 ? 'zero' : 'rule', x1: left, x2: right, y1: scale(tick), y2: scale(tick) }),
      svg('text', { x: left - 6, y: scale(tick) + FONT / 3, 'text-anchor': 'end' }, shownTick(tick, unit)),
    ]),
  )

/** The same for an axis that lies under the plot. */
export const uprights = (scale: Scale, { top, bottom }: Plot, unit: string): SvgNode =>
  svg(
    'g',
    { class: 'axis' },
    ...scale.ticks.flatMap(tick => [
      upright(scale, tick, top, bottom),
      svg('text', { x: scale(tick), y: bottom + FONT + 3, 'text-anchor': 'middle' }, shownTick(tick, unit)),
    ]),
  )

export const upright = (scale: Scale, tick: number, y1: number, y2: number): SvgNode =>
  svg('line', { class: tick === 0 ? 'zero' : 'rule', x1: scale(tick), x2: scale(tick), y1, y2 })

/** As many labels under the plot as have room, the first and every n-th. */
export function labelsBelow(
  labels: readonly string[],
  at: (place: number) => number,
  { left, right, bottom }: Plot,
): SvgNode {
  const widest = Math.min(90, Math.max(0, ...labels.map(textWidth))) + 12
  const step = Math.max(1, Math.ceil((widest * labels.length) / Math.max(1, right - left)))
  return svg(
    'g',
    { class: 'axis' },
    ...labels.map((label, place) => {
      if (place % step !== 0) return null
      const text = cutToWidth(label, 90)
      const half = textWidth(text) / 2
      const x = Math.max(left + half - 20, Math.min(at(place), right - half + 8))
      return svg('text', { x, y: bottom + FONT + 4, 'text-anchor': 'middle' }, text)
    }),
  )
}

/** Names of the series with their colours, in as many lines as they need. */
export function legend(entries: readonly { name: string; mark: SvgNode }[], width: number) {
  let [x, y] = [0, 0]
  const shown = entries.map(({ name, mark }) => {
    const text = cutToWidth(name, Math.min(200, width - 24))
    const needed = textWidth(text) + 30
    if (x > 0 && x + needed > width) [x, y] = [0, y + FONT + 6]
    const entry = svg(
      'g',
      { transform: `translate(${Math.round(x)} ${y})` },
      mark,
      svg('text', { x: 16, y: FONT - 2 }, text),
    )
    x += needed
    return entry
  })
  return { node: svg('g', { class: 'legend' }, ...shown), height: entries.length === 0 ? 0 : y + FONT + 12 }
}

/** What one points at, over the mark of that number: it says the mark's text under the pointer, and aloud. */
export const hit = (
  place: number,
  text: string,
  box: { x: number; y: number; width: number; height: number },
): SvgNode => svg('rect', { class: 'hit', 'data-at': place, ...box }, svg('title', {}, text))

/** A bar of an interval, with its two ends. */
export function whisker(low: number, high: number, across: number, lies: boolean): SvgNode {
  const end = (at: number) => (lies ? `M${at} ${across - 3}v6` : `M${across - 3} ${at}h6`)
  const bar = lies ? `M${low} ${across}H${high}` : `M${across} ${low}V${high}`
  const round = (path: string) => path.replace(/\d+\.\d+/g, number => Number(number).toFixed(1))
  return svg('path', { class: 'whisker', d: round(bar + end(low) + end(high)) })
}

/** Stands where there is no number: a small cross, and no zero. */
export const noData = (x: number, y: number): SvgNode =>
  svg('path', { class: 'missing', d: `M${Math.round(x) - 3} ${Math.round(y) - 3}l6 6m0 -6l-6 6` })
