import { shownInterval, shownValue } from '../../charts/index.ts'
import { csvLine } from '../../export/formats/csv-cell.ts'
import { h, said } from '../dom.ts'
import { type Cell, type NumberTable, shownCell } from './table.ts'

/** More rows nobody reads on a page; the CSV has all. */
const MOST_ROWS = 200

/** The table beside the charts, and a button that copies all of it. */
export function tableElement(table: NumberTable): HTMLElement {
  const { answer, groups, measures } = table
  const { rows, total = [] } = answer
  const isOwn = (column: string, at: number): boolean =>
    answer.comparison !== undefined || at < groups.length || !PART.test(column)
  const columns = answer.columns.map((column, at) => ({ column, at })).filter(({ column, at }) => isOwn(column, at))
  const metricAt = answer.comparison ? answer.columns.indexOf('metric', groups.length) : -1
  const line = (row: readonly Cell[], name: string): HTMLElement => {
    const metric = metricAt < 0 ? undefined : String(row[metricAt])
    return h(
      'tr',
      { class: name },
      ...columns.map(({ column, at }) => {
        const cell = row[at] ?? null
        const isKey = at < groups.length
        if (isKey)
          return h('th', { scope: 'row' }, said(cell === null ? (name === 'total' ? 'All' : 'none') : String(cell)))
        return h(
          'td',
          { class: typeof cell === 'number' ? 'number' : '' },
          said(shownCell(cell, column, measures, metric)),
          !answer.comparison && below(table, row, column),
        )
      }),
    )
  }
  const isNumber = (at: number): boolean => rows.some(row => typeof row[at] === 'number')
  const head = columns.map(({ column, at }) =>
    h('th', { scope: 'col', class: isNumber(at) ? 'number' : '' }, said(column.replaceAll(/[._]/g, ' '))),
  )
  const body = [...rows.slice(0, MOST_ROWS).map(row => line(row, '')), ...total.map(row => line(row, 'total'))]
  const copy = () => copyText(csvOf(table))
  return h(
    'section',
    { class: 'table-section', 'aria-label': 'Table' },
    h('div', { class: 'bar-above' }, h('h2', {}, 'Table'), copyButton('Copy as CSV', copy)),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Numbers' },
      h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...body)),
    ),
    rows.length > MOST_ROWS &&
      h('p', { class: 'note' }, `The first ${MOST_ROWS} of ${rows.length} rows; the CSV has all.`),
  )
}

const counted = (value: number): string => shownValue(value, '')

/** What belongs to a number stands below it: its interval, what it is made of, why there is none. */
const PART = /\.(?:k|n|low|high|note|at)$/

function below(table: NumberTable, row: readonly Cell[], column: string): HTMLElement | false {
  const measure = table.measures.find(({ name }) => column === name || column.startsWith(`${name}.`))
  const of = (part: string): Cell => table.cell([...row], `${column}.${part}`)
  const [k, low, high, note, at] = ['k', 'low', 'high', 'note', 'at'].map(of)
  // Several statistics of one metric are made of the same values: the first says how many.
  const isFirst = measure !== undefined && [measure.name, `${measure.name}.${measure.stats[0]}`].includes(column)
  const n = isFirst ? table.cell([...row], `${measure.name}.n`) : null
  const unit = measure?.unit ?? ''
  const parts = [
    typeof at === 'string' && `at ${at}`,
    typeof low === 'number' && typeof high === 'number' && shownInterval(low, high, unit),
    typeof n === 'number' && (typeof k === 'number' ? `${counted(k)} of ${counted(n)}` : `n ${counted(n)}`),
    typeof note === 'string' && note,
  ].filter(part => typeof part === 'string')
  return parts.length > 0 && h('span', { class: 'below' }, said(parts.join(' · ')))
}

/** Numbers as they are; no text of others becomes a formula. */
export function csvOf({ answer: { columns, rows, total = [] } }: Pick<NumberTable, 'answer'>): string {
  const fact = (cell: Cell) => (typeof cell === 'boolean' ? String(cell) : cell)
  return [columns, ...rows, ...total].map(row => csvLine(row.map(fact))).join('')
}

export function copyButton(label: string, copy: () => boolean | Promise<boolean>): HTMLElement {
  const button = h('button', { type: 'button' }, label)
  button.addEventListener('click', async () => {
    button.textContent = (await copy()) ? 'Copied' : 'The client does not allow copying'
    window.setTimeout(() => {
      button.textContent = label
    }, 2000)
  })
  return button
}

/** The clipboard needs a permission that few hosts give; the older way needs only the click. */
export function copyText(text: string): boolean {
  const field = h('textarea', { class: 'hidden', 'aria-hidden': 'true', tabindex: -1 })
  field.value = text
  document.body.append(field)
  const focused = document.activeElement as HTMLElement | null
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  focused?.focus()
  return done
}
