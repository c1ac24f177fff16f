import { cutTo, fitWidths, GAP, NARROWEST, padTo, widthOf } from './columns.ts'
import type { Paint } from './paint.ts'
import { bar } from './pictures.ts'
import { isMetric, SHARE, seriesLines } from './series.ts'

/** Ids, which people copy, and moments: of these no part alone is of use. */
const IS_WHOLE = /^(?:conv|agent|agtvrsn|agtbrch)_\w+$|^\d{4}-\d\d/
const IS_ID = /^(?:conv|agent|agtvrsn|agtbrch)_\w+$/
const IS_NUMBER = /^[+-]?[\d,.]+(?::\d\d)*(?: %)?$/

/**
 * Lines of one table with columns in line, cut to the screen; under a series, what it looks like. Where columns do not
 * fit, names of metrics stand above those of their statistics, and ids, of which no part is of use, below their rows.
 */
export function tableLines(rows: readonly string[][], width: number, paint: Paint): string[] {
  const [head, ...body] = rows as [string[], ...string[][]]
  const withBars = body.map(row => row.map((cell, at) => (isMetric(head[at]!) ? withBar(cell) : cell)))
  // Bars are beside the numbers, never in their place.
  const drawn = neededWidth([head, ...withBars]) <= width ? withBars : body
  const spans = neededWidth([head, ...drawn]) <= width ? [] : spansOf(head)
  const names = head.map((name, at) => (spans.some(({ from, to }) => at >= from && at <= to) ? statIn(name) : name))
  const isNumber = head.map((_, at) => drawn.every(row => ['', '-'].includes(row[at]!) || IS_NUMBER.test(row[at]!)))
  const isKept = head.map((_, at) => isNumber[at]! || drawn.some(row => IS_WHOLE.test(row[at]!)))
  const natural = naturalWidths([names, ...drawn])
  const below = belowOf(natural, isKept, width, at => drawn.every(row => IS_ID.test(row[at]!)))
  const places = head.flatMap((_, at) => (at === below ? [] : [at]))
  const widths = fitWidths(places.map(at => natural[at]!), places.map(at => isKept[at]!), width) // biome-ignore format: one line
  const line = (row: readonly string[], style: (cell: string, at: number) => string): string => {
    const cells = places.map((at, place) =>
      style(padTo(cutTo(row[at]!, widths[place]!), widths[place]!, isNumber[at]!), at),
    )
    return cells.join(' '.repeat(GAP)).trimEnd()
  }
  return [
    ...(spans.length > 0 ? [paint.head(spanLine(spans, places, widths))] : []),
    line(names, cell => paint.head(cell)),
    ...drawn.flatMap(row => [
      line(row, (cell, at) => paint.cell(cell, head[at]!)),
      ...(below === null ? [] : [`  ${row[below]}`]),
    ]),
    ...seriesLines(head, body, width, paint),
  ]
}

/** The column that stands below its rows: ids, where what must not be cut does not fit beside them. */
function belowOf(
  natural: readonly number[],
  isKept: readonly boolean[],
  width: number,
  isId: (at: number) => boolean,
): number | null {
  const least = natural.map((own, at) => (isKept[at] ? own : Math.min(own, NARROWEST)))
  if (least.reduce((sum, own) => sum + own + GAP, -GAP) <= width || natural.length < 2) return null
  const at = natural.findIndex((_, at) => isId(at))
  return at < 0 ? null : at
}

/** Statistics of one metric, side by side. */
interface Span {
  metric: string
  from: number
  to: number
}

const statIn = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

function spansOf(head: readonly string[]): Span[] {
  const metricAt = (at: number): string | null => {
    const name = head[at]
    return name?.includes('.') && isMetric(name) ? name.slice(0, name.lastIndexOf('.')) : null
  }
  const spans: Span[] = []
  for (const at of head.keys()) {
    const metric = metricAt(at)
    const last = spans.at(-1)
    if (metric !== null && last?.metric === metric && last.to === at - 1) last.to = at
    else if (metric !== null && metricAt(at + 1) === metric) spans.push({ metric, from: at, to: at })
  }
  return spans
}

/** The names of metrics, each over its statistics. */
function spanLine(spans: readonly Span[], places: readonly number[], widths: readonly number[]): string {
  let line = ''
  let left = 0
  for (const [place, at] of places.entries()) {
    const span = spans.find(({ from }) => from === at)
    if (span) {
      const room = widths.slice(place, place + span.to - span.from + 1).reduce((sum, own) => sum + own + GAP, -GAP)
      line = padTo(line, left, false) + cutTo(span.metric, room)
    }
    left += widths[place]! + GAP
  }
  return line
}

function withBar(cell: string): string {
  const percent = SHARE.exec(cell)?.[1]
  return percent === undefined ? cell : `${bar(Number(percent) / 100)} ${cell}`
}

const naturalWidths = (rows: readonly string[][]): number[] =>
  rows[0]!.map((_, at) => Math.max(...rows.map(row => widthOf(row[at]!))))

const neededWidth = (rows: readonly string[][]): number =>
  naturalWidths(rows).reduce((sum, width) => sum + width + GAP, -GAP)
