import type { SvgNode } from '../charts/index.ts'

type Child = Node | string | number | null | undefined | false
type Properties = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>

/**
 * An element with its attributes and children. Text is only ever text; members that are functions listen to the event of
 * that name, and null, undefined and false are left out.
 */
export function h<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name, value as unknown as EventListener)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value))
  }
  element.append(...children.filter(isThere).map(child => (child instanceof Node ? child : String(child))))
  return element
}

const isThere = (child: Child): child is Node | string | number =>
  child !== null && child !== undefined && child !== false

/** Puts a page into the document and tells it, so that what needs to know its size is drawn before the next picture. */
export function attach(parent: Element, ...pages: Node[]): void {
  parent.replaceChildren(...pages)
  for (const page of pages) page.dispatchEvent(new Event('attached'))
}

const SVG = 'http://www.w3.org/2000/svg'

/** A chart as DOM nodes. */
export function drawn({ tag, attributes, children }: SvgNode): SVGElement {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns') element.setAttribute(name, String(value))
  }
  element.append(...children.map(child => (typeof child === 'string' ? child : drawn(child))))
  return element
}

/** Words of others: their direction must not change that of what stands beside them. */
export const said = (text: string, name = 'said'): HTMLElement => h('bdi', { class: name }, text)

/** `0:09`, `1:02:09` */
export function clock(secs: number): string {
  const total = Math.max(0, Math.round(secs))
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** `1 call`, `1,240 calls` */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
