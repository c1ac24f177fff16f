import type { SvgNode } from '../../charts/index.ts'
import { drawn, h } from '../dom.ts'

/** A drawing that is made anew when its room has another width. @param onMark the mark that was pointed at, and its panel */
export function chartElement(
  draw: (width: number) => SvgNode,
  onMark?: (mark: number, panel: number) => void,
): HTMLElement {
  const room = h('div', { class: 'chart-room' })
  const choose = (target: EventTarget | null): boolean => {
    const mark = (target as Element).closest<SVGElement>('[data-at]')
    if (!mark || !onMark) return false
    const panel = mark.closest<SVGElement>('.panel')
    onMark(Number(mark.dataset.at), panel === mark || panel === null ? -1 : Number(panel.dataset.at))
    return true
  }
  room.addEventListener('click', ({ target }) => choose(target))
  room.addEventListener('keydown', event => {
    if ((event.key === 'Enter' || event.key === ' ') && choose(event.target)) event.preventDefault()
  })
  let width = 0
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry!.contentRect.width)
    if (now === width || now < 100) return
    width = now
    const chart = drawn(draw(width))
    if (onMark) makePointable(chart)
    room.replaceChildren(chart)
  }).observe(room)
  return room
}

/** Marks become buttons; then the chart is no single picture any more. One of them takes the focus, arrows move it. */
function makePointable(chart: SVGElement): void {
  chart.setAttribute('role', 'group')
  const marks = [...chart.querySelectorAll<SVGElement>('[data-at]:not(.panel)')]
  for (const [at, mark] of marks.entries()) {
    mark.setAttribute('role', 'button')
    mark.setAttribute('tabindex', at === 0 ? '0' : '-1')
    mark.setAttribute('aria-label', mark.querySelector('title')?.textContent ?? '')
    mark.addEventListener('keydown', event => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
      const next = by === undefined ? undefined : marks[at + by]
      if (!next) return
      event.preventDefault()
      mark.setAttribute('tabindex', '-1')
      next.setAttribute('tabindex', '0')
      next.focus()
    })
  }
}
