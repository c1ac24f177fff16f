/** An SVG element as plain data: the report writes it as text, a view makes DOM nodes of it. */
export interface SvgNode {
  tag: string
  attributes: Record<string, string | number>
  children: (SvgNode | string)[]
}

type Attributes = Record<string, string | number | boolean | null | undefined>

/** Attributes and children that are null, undefined or false are left out; true stands for an empty attribute. */
export function svg(
  tag: string,
  attributes: Attributes = {},
  ...children: (SvgNode | string | number | null | undefined | false)[]
): SvgNode {
  const kept: SvgNode['attributes'] = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    kept[name] = typeof value === 'number' ? tenths(value) : value === true ? '' : value
  }
  const there = children.filter(child => child !== null && child !== undefined && child !== false)
  return { tag, attributes: kept, children: there.map(child => (typeof child === 'number' ? String(child) : child)) }
}

/** No screen shows more. */
const tenths = (value: number): number => Math.round(value * 10) / 10

/** The element as markup. Whatever text it holds stays text. */
export function toMarkup({ tag, attributes, children }: SvgNode): string {
  const own = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
  const inside = children.map(child => (typeof child === 'string' ? escaped(child) : toMarkup(child)))
  return `<${tag}${own.join('')}>${inside.join('')}</${tag}>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => ENTITIES[sign]!)
