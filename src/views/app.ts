import { CHART_STYLE } from '../charts/index.ts'
import { type Bridge, connect } from './bridge.ts'
import { attach, h } from './dom.ts'
import { type Answer, applyContext, type Json } from './host.ts'

/** What a page draws from. */
export interface Shown {
  /** The structured half of the answer; empty where the server gives text only. */
  answer: Json
  /** What the tool was asked. */
  input: Json
  bridge: Bridge
}

/**
 * Runs a page: greets the host, waits for the answer, draws it into the document; says so while it waits, and where
 * there is no answer.
 * @param draw makes the page; what it throws is shown as its reason
 */
export function runApp(name: string, draw: (shown: Shown) => Node | Promise<Node>): void {
  const root = h('main', { 'aria-busy': 'true' }, state('Loading…'))
  document.head.append(h('style', {}, CHART_STYLE))
  document.body.append(root)
  let input: Json = {}
  const show = (node: Node): void => {
    root.removeAttribute('aria-busy')
    attach(root, node)
  }
  const connecting = connect(name, {
    onInput: given => {
      input = given
    },
    onCancelled: () => show(state('Cancelled', 'The question was cancelled before there was an answer.')),
    onContext: applyContext,
    onAnswer: answer => void shown(answer),
  })
  connecting.catch(error => show(failure(error)))
  const shown = async ({ isError, content, structuredContent = {} }: Answer): Promise<void> => {
    try {
      if (isError) throw new Error(content?.[0]?.text ?? 'The server gave no reason.')
      show(await draw({ answer: structuredContent, input, bridge: await connecting }))
    } catch (error) {
      show(failure(error))
    }
  }
}

/** One sentence in place of a page, or of a part of it. */
export const state = (title: string, more?: string): HTMLElement =>
  h('div', { class: 'state', role: 'status' }, h('p', { class: 'state-title' }, title), more && h('p', {}, more))

export const failure = (error: unknown): HTMLElement =>
  h(
    'div',
    { class: 'state failed', role: 'alert' },
    h('p', { class: 'state-title' }, 'This cannot be shown'),
    h('p', {}, error instanceof Error ? error.message : String(error)),
  )

/** Where the server was told to answer in text only. */
export const noData = (): HTMLElement =>
  state('Nothing to draw', 'This server answers in text only (setting output: text); the answer itself is complete.')
