import { failure, state } from './app.ts'
import type { Bridge } from './bridge.ts'
import type { Marks } from './call/marks.ts'
import { callPage } from './call/page.ts'
import { attach, h } from './dom.ts'

/**
 * A list from which calls are opened in the same page, with the way back.
 * @param list made anew, or shown again as it was
 */
export class Opener {
  readonly element = h('div', { class: 'opener' })
  readonly #bridge: Bridge
  #list: Node = h('div')

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  show(list: Node): void {
    this.#list = list
    this.element.replaceChildren(list)
  }

  async open(id: string, marks: Marks): Promise<void> {
    const from = document.activeElement as HTMLElement | null
    const back = h('button', { type: 'button', class: 'back', click: () => this.#back(from) }, '‹ All calls')
    const room = h('div', {}, state('Loading…'))
    this.element.replaceChildren(back, room)
    back.focus()
    try {
      attach(room, await callPage(id, marks, this.#bridge))
    } catch (error) {
      room.replaceChildren(failure(error))
    }
  }

  #back(from: HTMLElement | null): void {
    this.element.replaceChildren(this.#list)
    from?.focus()
  }
}
