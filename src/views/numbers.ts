import { shownValue } from '../charts/index.ts'
import type { AnalyzeAnswer } from '../tools/analyze/schema.ts'
import type { Coverage } from '../tools/coverage.ts'
import type { ExplainAnswer } from '../tools/explain/schema.ts'
import { noData, runApp, type Shown, state } from './app.ts'
import { h, said } from './dom.ts'
import { analysisFigures } from './numbers/analysis.ts'
import { AskPanel } from './numbers/ask.ts'
import { callsBehind } from './numbers/behind.ts'
import { chartFor } from './numbers/choose.ts'
import { differencesIn, drawDifference } from './numbers/explanation.ts'
import { chartElement } from './numbers/figures.ts'
import { tableElement } from './numbers/grid.ts'
import { measureTitle, NumberTable } from './numbers/table.ts'

/* Beside analyze_conversations: its numbers as charts and a table. Beside explain_conversations: what sets calls apart. */

runApp('conversations-numbers', shown => {
  const { answer } = shown
  if (Array.isArray(answer.facts)) return explanation(answer as unknown as ExplainAnswer, shown)
  if (Array.isArray(answer.columns)) return analysis(answer as unknown as AnalyzeAnswer, shown)
  return noData()
})

function analysis(answer: AnalyzeAnswer, { input, bridge }: Shown): Node {
  if (answer.rows.length === 0) return state('No numbers', answer.coverage.counts)
  const table = new NumberTable(answer)
  const panel = new AskPanel(bridge)
  const figures = analysisFigures(table).map(({ title, note, draw, keys }) =>
    figure(title, note, draw, (mark, at) => {
      const found = keys(mark, at)
      if (found === null) return
      const values = found.map(([, value]) => value ?? 'none')
      panel.show([title, ...values].join(' · '), 'list_conversations', callsBehind(input, found))
    }),
  )
  return h(
    'article',
    { class: 'numbers' },
    heading(
      answer.coverage,
      answer.comparison && `Compared with ${answer.comparison.with}: ${answer.comparison.window}.`,
    ),
    tiles(table),
    h('div', { class: 'figures' }, ...figures),
    panel.element,
    tableElement(table),
    definitions([
      ...answer.definitions.map(({ name, definition }) => `${name}: ${definition}`),
      ...(answer.methods ?? []),
    ]),
  )
}

/** The other statistics stand in the table. */
const IN_TILES = ['value', 'avg', 'p50', 'p95']

/** Numbers of all calls alone. */
function tiles(table: NumberTable): HTMLElement | null {
  const [row] = table.answer.rows
  const own = table.measures.filter(({ name }) => chartFor(table, name) === 'tiles')
  if (!row || own.length === 0) return null
  const tile = own.flatMap(measure =>
    measure.stats
      .filter(stat => IN_TILES.includes(stat))
      .map(stat => {
        const { value, n, low, high, note } = table.point(row, measure, stat)
        const range =
          typeof low === 'number' && typeof high === 'number'
            ? `${shownValue(low, measure.unit)} to ${shownValue(high, measure.unit)}`
            : note
        const made = n === null || n === undefined ? '' : `n ${n.toLocaleString('en-US')}`
        return h(
          'div',
          { class: 'tile' },
          h('p', { class: 'muted' }, measureTitle(measure, stat)),
          h('p', { class: 'big' }, shownValue(value, measure.unit)),
          h('p', { class: 'note' }, [range, made].filter(Boolean).join(' · ')),
        )
      }),
  )
  return h('div', { class: 'tiles' }, ...tile)
}

function explanation(answer: ExplainAnswer, { bridge }: Shown): Node {
  const lists = differencesIn(answer)
  if (lists.length === 0) return state('Nothing sets them apart', answer.coverage.counts)
  const panel = new AskPanel(bridge)
  const figures = lists.map(list =>
    figure(
      list.title,
      list.note,
      width => drawDifference(list, width),
      mark => {
        panel.show(list.rows[mark]?.label ?? list.title, 'get_conversation', list.example(mark))
      },
    ),
  )
  return h(
    'article',
    { class: 'numbers' },
    heading(answer.coverage),
    h('div', { class: 'figures wide' }, ...figures),
    panel.element,
    definitions(answer.methods),
  )
}

function heading({ counts, window: span, filters, read, notes = [] }: Coverage, more?: string): HTMLElement {
  const about = [span && `Window: ${span}.`, filters && filters !== 'none' && `Filters: ${filters}.`, more]
  return h(
    'header',
    {},
    h('h1', { class: 'lead' }, said(counts)),
    h('p', { class: 'muted' }, said(about.filter(Boolean).join(' '))),
    ...notes.map(note => h('p', { class: note.startsWith('INCOMPLETE') ? 'warning' : 'note' }, said(note))),
    h('p', { class: 'note' }, read),
  )
}

const figure = (
  title: string,
  note: string | undefined,
  draw: Parameters<typeof chartElement>[0],
  onMark: (mark: number, panel: number) => void,
): HTMLElement =>
  h(
    'figure',
    {},
    h('figcaption', {}, said(title), note !== undefined && h('span', { class: 'note' }, ` ${note}`)),
    chartElement(draw, onMark),
  )

const definitions = (lines: readonly string[]): HTMLElement =>
  h(
    'details',
    { class: 'definitions' },
    h('summary', {}, 'Definitions and methods'),
    ...lines.map(line => h('p', { class: 'note' }, said(line))),
  )
