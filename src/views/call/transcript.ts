import type { Timeline } from '../../tools/view/schema.ts'
import { h } from '../dom.ts'
import { Heights } from './heights.ts'
import type { Marks } from './marks.ts'
import { rowElement } from './row.ts'
import type { Rows } from './rows.ts'

/** Pixels above and below what is seen that are drawn, too. */
const BEYOND = 160
/** Until it was seen, a row counts as this high. */
const ROW = 46
const LINE = 20

interface Options {
  timeline: Timeline
  rows: Rows
  marks: Marks
  /** The time of a row was pointed at. */
  onTime(row: number): void
  /** Other rows are seen now. */
  onView(first: number, last: number): void
}

/** A list of which only what is seen is in the document; the current row has the focus. */
export class Transcript {
  readonly element: HTMLElement
  readonly #options: Options
  readonly #heights: Heights
  readonly #window = h('div', { class: 'window', role: 'presentation' })
  readonly #sizer: HTMLElement
  readonly #shown = new Map<number, HTMLElement>()
  readonly #open = new Set<number>()
  readonly #sizes: ResizeObserver
  #current = -1
  #scheduled = false
  /** A row that stays in sight while heights become known, until somebody scrolls; -1: none. */
  #target = -1
  /** Where we have put the list ourselves, in pixels. */
  #placed = 0
  #lastScroll = 0

  constructor(options: Options) {
    this.#options = options
    const { timeline, rows } = options
    // Some 70 letters stand in a line.
    this.#heights = new Heights(timeline.size.map(size => ROW + LINE * Math.floor(Math.min(size, 8000) / 70)))
    this.#sizer = h('div', { class: 'sizer', role: 'presentation' }, this.#window)
    this.#sizer.style.height = `${this.#heights.total}px`
    this.element = h(
      'div',
      {
        class: 'transcript',
        role: 'list',
        tabindex: 0,
        'aria-label': 'Transcript',
        scroll: () => this.#scrolled(),
        wheel: () => this.#touched(),
        keydown: (event: KeyboardEvent) => this.#key(event),
      },
      this.#sizer,
    )
    rows.onChange = () => {
      for (const row of [...this.#shown.keys()])
        if (this.#shown.get(row)!.classList.contains('waiting')) this.#remove(row)
      this.#schedule()
    }
    this.#sizes = new ResizeObserver(entries => this.#measured(entries))
    this.#sizes.observe(this.element)
  }

  /** Marks the row as the one that is read or heard, and shows it. @param focus for who uses the keyboard */
  goTo(row: number, focus = false): void {
    this.#current = Math.max(0, Math.min(row, this.#heights.count - 1))
    this.#target = this.#current
    this.#reveal(this.#current)
    this.#draw()
    if (focus) this.#shown.get(this.#current)?.focus({ preventScroll: true })
  }

  #reveal(row: number): void {
    const { clientHeight, scrollTop } = this.element
    const top = this.#heights.offsetOf(row)
    const bottom = top + this.#heights.of(row)
    if (top < scrollTop || bottom > scrollTop + clientHeight) {
      this.#place(Math.max(0, top - clientHeight / 3))
    }
  }

  /** As `goTo`, unless somebody has just scrolled elsewhere. */
  follow(row: number): void {
    if (row === this.#current) return
    if (performance.now() - this.#lastScroll > 4000) this.goTo(row)
    else {
      this.#current = row
      this.#schedule()
    }
  }

  /** Whoever scrolls otherwise than we did looks for something else. */
  #scrolled(): void {
    if (Math.abs(this.element.scrollTop - this.#placed) > 2) this.#target = -1
    this.#schedule()
  }

  #place(scrollTop: number): void {
    this.element.scrollTop = scrollTop
    this.#placed = this.element.scrollTop
  }

  #touched(): void {
    this.#lastScroll = performance.now()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    requestAnimationFrame(() => {
      this.#scheduled = false
      this.#draw()
    })
  }

  /** To be called as soon as the list is in the document. */
  start(): void {
    if (this.#target >= 0) this.#reveal(this.#target)
    this.#draw()
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.element
    if (this.#heights.count === 0 || clientHeight === 0) return
    const first = this.#heights.rowAt(scrollTop - BEYOND)
    const last = this.#heights.rowAt(scrollTop + clientHeight + BEYOND)
    for (const row of this.#shown.keys()) if (row < first || row > last) this.#remove(row)
    let before: HTMLElement | null = null
    for (let row = first; row <= last; row++) {
      const element: HTMLElement = this.#shown.get(row) ?? this.#add(row, before)
      const isCurrent = row === this.#current
      if (isCurrent !== element.hasAttribute('aria-current')) element.toggleAttribute('aria-current', isCurrent)
      if (isCurrent) element.setAttribute('aria-current', 'true')
      before = element
    }
    const top = `translateY(${this.#heights.offsetOf(first)}px)`
    if (this.#window.style.transform !== top) this.#window.style.transform = top
    const height = `${this.#heights.total}px`
    if (this.#sizer.style.height !== height) this.#sizer.style.height = height
    this.#options.rows.want(first, last)
    this.#options.onView(this.#heights.rowAt(scrollTop), this.#heights.rowAt(scrollTop + clientHeight - 1))
  }

  #add(row: number, before: HTMLElement | null): HTMLElement {
    const known = this.#options.rows.get(row)
    const { marks, onTime, timeline } = this.#options
    const actions = {
      marks,
      onTime,
      isOpen: (at: number) => this.#open.has(at),
      onOpen: (at: number) => this.#toggle(at),
    }
    const element = known ? rowElement(known, actions) : h('div', { class: 'row waiting' }, 'Loading…')
    element.setAttribute('role', 'listitem')
    element.tabIndex = -1
    element.dataset.row = String(row)
    element.setAttribute('aria-setsize', String(timeline.turn.length))
    element.setAttribute('aria-posinset', String(row + 1))
    if (!known) element.style.height = `${this.#heights.of(row)}px`
    if (before) before.after(element)
    else this.#window.prepend(element)
    this.#shown.set(row, element)
    this.#sizes.observe(element)
    return element
  }

  #remove(row: number): void {
    const element = this.#shown.get(row)!
    // The list keeps the keyboard.
    if (element.contains(document.activeElement)) this.element.focus({ preventScroll: true })
    this.#sizes.unobserve(element)
    element.remove()
    this.#shown.delete(row)
  }

  /** Rows are as high as they are: what stands above the seen ones must not move them. */
  #measured(entries: ResizeObserverEntry[]): void {
    const top = this.#heights.rowAt(this.element.scrollTop)
    const above = this.#heights.offsetOf(top)
    for (const { target, borderBoxSize } of entries) {
      const row = Number((target as HTMLElement).dataset.row ?? -1)
      const height = borderBoxSize[0]?.blockSize ?? 0
      if (row >= 0 && height > 0 && Math.abs(height - this.#heights.of(row)) > 0.5) this.#heights.set(row, height)
    }
    const moved = this.#heights.offsetOf(top) - above
    if (moved !== 0) this.#place(this.element.scrollTop + moved)
    if (this.#target >= 0) this.#reveal(this.#target)
    this.#schedule()
  }

  #toggle(row: number): void {
    if (!this.#open.delete(row)) this.#open.add(row)
    this.#remove(row)
    this.#draw()
    this.#shown.get(row)?.querySelector<HTMLElement>('.tool-name')?.focus({ preventScroll: true })
  }

  #key(event: KeyboardEvent): void {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const start = this.#current < 0 ? this.#heights.rowAt(this.element.scrollTop) - (move === 1 ? 1 : 0) : this.#current
    if (move !== undefined) this.goTo(start + move, true)
    else if (event.key === 'Home') this.goTo(0, true)
    else if (event.key === 'End') this.goTo(this.#heights.count - 1, true)
    else if (event.key === 'Enter' && (event.target as HTMLElement).dataset.row !== undefined) {
      const row = this.#shown.get(this.#current)
      const button = row?.querySelector<HTMLElement>('.tool-name') ?? row?.querySelector<HTMLElement>('.time')
      button?.click()
    } else return
    event.preventDefault()
    this.#lastScroll = performance.now()
  }
}
