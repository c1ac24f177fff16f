import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  barChart,
  CHART_STYLE,
  columnChart,
  comparisonChart,
  histogramChart,
  lineChart,
  type Point,
  type SvgNode,
  smallMultiples,
  toMarkup,
} from '../../src/charts/index.ts'
import { shortPeriod, shownValue } from '../../src/charts/text.ts'
import { runs } from '../support/runs.ts'
import { ALL_TRICKS } from '../support/tricks.ts'

const options = { title: 'Success rate by day', width: 640, unit: 'share' }

/** Every element of the chart, the outer ones first. */
function all(node: SvgNode, tag?: string, name?: string): SvgNode[] {
  const own = (!tag || node.tag === tag) && (!name || String(node.attributes.class).split(' ').includes(name))
  const inside = node.children.flatMap(child => (typeof child === 'string' ? [] : all(child, tag, name)))
  return own ? [node, ...inside] : inside
}

const texts = (node: SvgNode, tag: string): string[] =>
  all(node, tag).map(({ children }) => children.filter(child => typeof child === 'string').join(''))

const day = (at: number, value: number | null, more: Partial<Point> = {}): Point => ({
  label: `2026-11-${String(at + 1).padStart(2, '0')}`,
  value,
  ...more,
})

/** What a pixel of an upright axis stands for, by two of its own numbers: computed without the chart's scale. */
function valueAt(chart: SvgNode, y: number): number {
  const ticks = all(chart, 'g', 'axis')[0]!.children.filter(child => typeof child !== 'string' && child.tag === 'text')
  const known = (ticks as SvgNode[]).map(({ attributes, children }) => ({
    y: Number(attributes.y) - 4,
    value: Number.parseFloat(String(children[0])) / 100,
  }))
  const [first, last] = [known[0]!, known.at(-1)!]
  return first.value + ((y - first.y) / (last.y - first.y)) * (last.value - first.value)
}

describe('a line over time', () => {
  test('shows each number where the axis says it is', () => {
    const values = [0.5, 0.62, 0.8, 0.71]
    const chart = lineChart(options, [{ name: 'success_rate', points: values.map((value, at) => day(at, value)) }])
    const shown = all(chart, 'circle').map(({ attributes }) => valueAt(chart, Number(attributes.cy)))
    for (const [at, value] of values.entries()) expect(shown[at]).toBeCloseTo(value, 2)
  })

  test('is interrupted where there is no number, which is no zero', () => {
    const chart = lineChart(options, [{ name: 'rate', points: [day(0, 0.5), day(1, null), day(2, 0), day(3, 0.2)] }])
    expect(all(chart, 'path', 'missing')).toHaveLength(1)
    expect(all(chart, 'circle')).toHaveLength(3)
    const [line] = all(chart, 'path', 'line')
    expect(String(line!.attributes.d).match(/M/g)).toHaveLength(1)
    expect(texts(chart, 'title')).toContain('2026-11-02: no data')
    expect(texts(chart, 'title')).toContain('2026-11-03: 0.0 %')
  })

  test('is hollow and dashed where a period is covered in part', () => {
    const points = [day(0, 0.5), day(1, 0.6), day(2, 0.7, { partial: true })]
    const chart = lineChart(options, [{ name: 'rate', points }])
    expect(all(chart, 'circle', 'hollow')).toHaveLength(1)
    expect(all(chart, 'path', 'dashed')[0]!.attributes.d).not.toBe('')
    expect(texts(chart, 'title').at(-1)).toBe('2026-11-03: 70.0 %, partial')
  })

  test('says interval and n, and draws both', () => {
    const chart = lineChart(options, [
      { name: 'rate', points: [day(0, 0.5, { low: 0.4, high: 0.6, n: 40 }), day(1, 0.4)] },
    ])
    expect(texts(chart, 'title')).toContain('2026-11-01: 50.0 % (40.0 to 60.0 %), n 40')
    expect(all(chart, 'path', 'band')[0]!.attributes.d).not.toBe('')
    expect(all(chart, 'g', 'counts')).toHaveLength(1)
  })

  test('of several series has their names', () => {
    const series = ['Sales', 'Support'].map(name => ({ name, points: [day(0, 0.5), day(1, 0.6)] }))
    expect(texts(lineChart(options, series), 'text')).toEqual(expect.arrayContaining(['Sales', 'Support']))
  })
})

test('bars begin at zero, and are as long as their numbers', () => {
  const chart = barChart(options, [
    { label: 'Sales', value: 0.8, n: 10, low: 0.5, high: 0.9 },
    { label: 'Support', value: 0.4, n: 5 },
    { label: 'Returns', value: null, n: 0 },
  ])
  const [long, short] = all(chart, 'rect', 'bar').map(({ attributes }) => Number(attributes.width))
  expect(long! / short!).toBeCloseTo(2, 1)
  expect(all(chart, 'rect', 'bar')).toHaveLength(2)
  expect(all(chart, 'path', 'whisker')).toHaveLength(1)
  expect(texts(chart, 'text')).toEqual(expect.arrayContaining(['80.0 %', 'n 10', 'no data', 'n 0']))
})

test('columns below zero hang from it', () => {
  const chart = columnChart({ ...options, unit: '' }, [day(0, 4), day(1, -2)])
  const [up, down] = all(chart, 'rect', 'bar').map(({ attributes }) => attributes)
  expect(Number(up!.height) / Number(down!.height)).toBeCloseTo(2, 1)
  expect(Number(up!.y) + Number(up!.height)).toBeCloseTo(Number(down!.y), 1)
})

test('a histogram counts in whole calls', () => {
  const bins = [1, 3, 2].map((count, at) => ({ from: at * 10, to: at * 10 + 10, count }))
  const chart = histogramChart({ ...options, unit: 's' }, bins)
  const heights = all(chart, 'rect', 'bar').map(({ attributes }) => Number(attributes.height))
  expect(heights[1]! / heights[0]!).toBeCloseTo(3, 1)
  expect(texts(chart, 'title')).toContain('10 to 20 s: 3')
  expect(texts(chart, 'text').filter(text => text.includes('.'))).toEqual([])
})

test('a comparison says how large a difference is, and whether it is significant', () => {
  const row = { value: 0.8, n: 50, other: 0.6, otherN: 40, difference: 0.2, low: 0.05, high: 0.35 }
  const chart = comparisonChart({ ...options, name: 'this week', other: 'the week before' }, [
    { ...row, label: 'Sales', verdict: 'significant' },
    { ...row, label: 'Support', low: -0.1, verdict: 'not significant' },
    { ...row, label: 'Returns', difference: null, other: null, low: null, high: null, verdict: 'too few calls' },
  ])
  expect(all(chart, 'g', 'significant')).toHaveLength(1)
  expect(texts(chart, 'text')).toEqual(
    expect.arrayContaining(['+20.0 points (+5.0 to +35.0)', '+20.0 points (-10.0 to +35.0)', 'too few calls']),
  )
  expect(texts(chart, 'title')).toContain(
    'Sales: this week 80.0 % (n 50), the week before 60.0 % (n 40); +20.0 points (+5.0 to +35.0), significant',
  )
})

test('small multiples share one scale', () => {
  const series = [0.9, 0.3, 0.5].map((value, at) => ({ name: `agent ${at}`, points: [day(0, value), day(1, value)] }))
  const chart = smallMultiples(options, series)
  const panels = all(chart, 'g', 'panel')
  expect(panels).toHaveLength(3)
  const [ticks] = panels.map(panel => texts(all(panel, 'g', 'axis')[0]!, 'text').join())
  for (const panel of panels) expect(texts(all(panel, 'g', 'axis')[0]!, 'text').join()).toBe(ticks)
  for (const [at, panel] of panels.entries())
    expect(valueAt(panel, Number(all(panel, 'circle')[0]!.attributes.cy))).toBeCloseTo([0.9, 0.3, 0.5][at]!, 2)
})

const number = fc.oneof(fc.constant(null), fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e12, max: 1e12 }))
const point = fc.record({
  label: fc.oneof(fc.string(), fc.constantFrom(...ALL_TRICKS)),
  value: number,
  low: number,
  high: number,
  n: fc.oneof(fc.constant(null), fc.nat(1e6)),
  partial: fc.boolean(),
})

test('whatever the numbers and names are, a chart has finite coordinates and text that stays text', () => {
  const charts = (points: Point[], width: number): SvgNode[] => {
    const own = { title: points[0]?.label ?? '', description: 'x', width, unit: 'share' }
    const series = [
      { name: points[0]?.label ?? '', points },
      { name: '<b>', points: [...points].reverse() },
    ]
    const rows = points.map(({ label, value, low = null, high }) => ({
      label,
      value,
      other: low,
      difference: low,
      low,
      high,
    }))
    const bins = points.map(({ n }, at) => ({ from: at, to: at + 1, count: n ?? 0 }))
    return [
      lineChart(own, series),
      lineChart(own, series.slice(0, 1)),
      columnChart(own, points),
      barChart(own, points),
      histogramChart(own, bins),
      comparisonChart({ ...own, name: '"', other: '<' }, rows),
      smallMultiples(own, series),
    ]
  }
  fc.assert(
    fc.property(fc.array(point, { maxLength: 80 }), fc.integer({ min: 280, max: 1200 }), (points, width) => {
      for (const chart of charts(points, width)) {
        const markup = toMarkup(chart)
        for (const { attributes } of all(chart)) {
          for (const [name, value] of Object.entries(attributes)) {
            if (name !== 'class') expect(String(value)).not.toMatch(/NaN|Infinity|undefined/)
            if (name === 'width' || name === 'height') expect(Number(value)).toBeGreaterThanOrEqual(0)
          }
        }
        // Without what is ours nothing is left that could be markup.
        const ours = /<\/?(svg|g|rect|line|path|circle|text|title|desc)(?: [\w:-]+="[^"<>]*")*>/g
        expect(markup.replace(ours, '')).not.toMatch(/[<>]/)
      }
    }),
    { numRuns: runs(60) },
  )
})

test('no colour is said but in the style, which has one for each class of a series', () => {
  for (const at of [1, 2, 3, 4, 5, 6]) expect(CHART_STYLE).toContain(`.series-${at}`)
  expect(toMarkup(barChart(options, [{ label: 'a', value: 1 }]))).not.toMatch(/fill=|stroke=|style=/)
})

test.each([
  ['2026-11-22', '22 Nov'],
  ['2026-11', 'Nov 2026'],
  ['2026-11-22 14:00', '14:00'],
  ['Sales', 'Sales'],
])('the period %s is %s on an axis', (label, shown) => {
  expect(shortPeriod(label)).toBe(shown)
})

test.each([
  [0.625, 'share', '62.5 %'],
  [1.3456, 's', '1.35 s'],
  [1240, 'calls', '1,240'],
  [0.0123, 'USD', '$0.012'],
  [null, 's', 'no data'],
] as const)('%s %s is written %s', (value, unit, shown) => {
  expect(shownValue(value, unit)).toBe(shown)
})
