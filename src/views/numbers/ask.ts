import type { Bridge } from '../bridge.ts'
import { h, said } from '../dom.ts'
import type { Json } from '../host.ts'
import { copyButton, copyText } from './grid.ts'

/** What to do about a number that was pointed at: ask in the chat, where the host lets pages do that, or see the call. */
export class AskPanel {
  readonly element = h('div', { class: 'ask', role: 'status', hidden: true })
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  /** @param what in words @param input null: no call of a tool shows them */
  show(what: string, tool: string, input: Json | null): void {
    this.element.hidden = false
    if (input === null) {
      this.element.replaceChildren(
        h('p', {}, said(what)),
        h('p', { class: 'muted' }, 'No filter selects just these calls.'),
      )
      return
    }
    const call = `${tool} ${JSON.stringify(input)}`
    const { say } = this.#bridge
    const asked = h('span', { class: 'muted' })
    const ask = async (): Promise<void> => {
      try {
        await say!(`Show the calls behind “${what}”: ${call}`)
        asked.textContent = 'Asked in the chat.'
      } catch (error) {
        asked.textContent = (error as Error).message
      }
    }
    this.element.replaceChildren(
      h('p', {}, said(what)),
      h('pre', { dir: 'ltr' }, call),
      h(
        'p',
        { class: 'buttons' },
        say && h('button', { type: 'button', click: () => void ask() }, 'Ask for these calls'),
        copyButton('Copy the call', () => copyText(call)),
        asked,
      ),
    )
  }
}
