import { type SvgNode, svg } from '../../charts/index.ts'
import { oneLine } from '../../render/text.ts'

export type Child = SvgNode | string | number | null | undefined | false

/** An element of the page. Text is text, whoever wrote it: it is escaped where the page is written. */
export const h = (tag: string, attributes: Record<string, string> = {}, ...children: Child[]): SvgNode =>
  svg(tag, attributes, ...children)

/** The same, charts included, with nothing hidden in any text. */
export const cleaned = ({ tag, attributes, children }: SvgNode): SvgNode => ({
  tag,
  attributes,
  children: children.map(child => (typeof child === 'string' ? oneLine(child) : cleaned(child))),
})

/** A table; columns whose cells are numbers stand on the right. */
export function table(columns: readonly string[], rows: readonly (readonly Child[])[]): SvgNode {
  const isNumber = columns.map((_, at) => at > 0 && rows.every(row => /^(?:[-+]?[\d.,]|-$|$)/.test(textOf(row[at]))))
  const style = (at: number): Record<string, string> => (isNumber[at] ? { class: 'number' } : {})
  return h(
    'div',
    { class: 'table' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...columns.map((name, at) => h('th', { ...style(at), scope: 'col' }, name)))),
      h('tbody', {}, ...rows.map(row => h('tr', {}, ...row.map((cell, at) => h('td', style(at), cell))))),
    ),
  )
}

const textOf = (cell: Child): string => (typeof cell === 'object' ? 'x' : String(cell ?? ''))

export const section = (title: string, ...children: Child[]): SvgNode =>
  h('section', {}, h('h2', {}, title), ...children)

export const figure = (title: string, chart: SvgNode): SvgNode => h('figure', {}, h('figcaption', {}, title), chart)

export const note = (text: string): SvgNode => h('p', { class: 'note' }, text)
