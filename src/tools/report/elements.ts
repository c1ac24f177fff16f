import { type SvgNode, svg } from '../../charts/index.ts'
import { oneLine } from '../../render/text.ts'

export type Child = SvgNode | string | number | null | undefined | false

/** An element of the page. Text is text, whoever wrote it: it is escaped where the page is written. */
export const h = (tag: string, attributes: Record<string, string> = {}, ...children: Child[]): SvgNode =>
  svg(tag, attributes, ...children)

/** Nothing hidden; blanks towards the words beside it stay. */
const harmless = (text: string): string =>
  `${text.startsWith(' ') ? ' ' : ''}${oneLine(text)}${text.endsWith(' ') ? ' ' : ''}`

/** The same, charts included, with nothing hidden in any text. */
export const cleaned = ({ tag, attributes, children }: SvgNode): SvgNode => ({
  tag,
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? oneLine(value) : value]),
  ),
  children: children.map(child => (typeof child === 'string' ? harmless(child) : cleaned(child))),
})

const NUMBER = 'number'

/** A cell that is a number, and below it in small what it is made of, or how sure it is. */
export const numberCell = (shown: string, ...below: string[]): SvgNode =>
  h(
    'span',
    { class: NUMBER },
    shown,
    ...below.filter(Boolean).map(text => h('small', text === 'significant' ? { class: 'strong' } : {}, text)),
  )

const isNumberCell = (cell: Child): boolean =>
  typeof cell === 'object' && cell !== null && cell.attributes.class === NUMBER

/** More columns than these have no room beside one another on a telephone. */
const MOST_BESIDE = 4

/** A table; columns of numbers stand on the right. */
export function table(columns: readonly string[], rows: readonly (readonly Child[])[]): SvgNode {
  const side = (at: number): Record<string, string> =>
    rows.length > 0 && rows.every(row => isNumberCell(row[at])) ? { class: NUMBER } : {}
  const isWide = columns.length > MOST_BESIDE
  const cell = (value: Child, at: number): SvgNode =>
    at === 0
      ? h('th', { scope: 'row' }, value)
      : h('td', { ...side(at), ...(isWide && { 'data-name': columns[at]! }) }, value)
  return h(
    'table',
    isWide ? { class: 'wide' } : {},
    h('thead', {}, h('tr', {}, ...columns.map((name, at) => h('th', { ...side(at), scope: 'col' }, name)))),
    h('tbody', {}, ...rows.map(row => h('tr', {}, ...row.map(cell)))),
  )
}

export const section = (title: string, ...children: Child[]): SvgNode =>
  h('section', {}, h('h2', {}, title), ...children)

/** Of a screen as wide as a sheet of paper, and of a telephone: text in charts is not scaled. */
const WIDTHS = { sheet: 720, telephone: 320 }

/** A chart with its title, drawn for a wide and for a narrow screen; one of them is shown. */
export const figure = (title: string, draw: (width: number) => SvgNode): SvgNode =>
  h(
    'figure',
    {},
    h('figcaption', {}, title),
    ...Object.entries(WIDTHS).map(([name, width]) => h('div', { class: name }, draw(width))),
  )

export const note = (text: string): SvgNode => h('p', { class: 'note' }, text)
