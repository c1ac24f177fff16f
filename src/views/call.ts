import type { SearchAnswer } from '../tools/search/schema.ts'
import { noData, runApp, state } from './app.ts'
import { type Marks, markedWords } from './call/marks.ts'
import { callPage } from './call/page.ts'
import { Opener } from './cards.ts'
import { h, plural, said } from './dom.ts'
import type { Json } from './host.ts'

/* Beside get_conversation: the call. Beside search_conversations: what was found, and each call with its words marked. */

runApp('conversations-call', ({ answer, input, bridge }) => {
  if (Array.isArray(answer.hits)) return found(answer as unknown as SearchAnswer, new Opener(bridge))
  const id = answer.conversation_id ?? input.conversation_id
  if (typeof id === 'string') return callPage(id, marksOf(input), bridge)
  return noData()
})

/** Where the question already said what to look at. */
function marksOf({ around_turn, from_turn, match }: Json): Marks {
  const turn = [around_turn, from_turn].map(Number).find(number => Number.isInteger(number))
  const words = typeof match === 'string' ? match.split(/\s+/) : []
  return { words, reasons: new Map(), turn }
}

function found({ hits, total, coverage }: SearchAnswer, opener: Opener): Node {
  if (hits.length === 0) return state('Nothing found', coverage.counts)
  const cards = hits.map(hit => {
    const marks = { words: markedWords(hit.lines), reasons: new Map(hit.turns.map(turn => [turn, ['Found']] as const)) }
    return h(
      'li',
      { class: 'card' },
      h('p', { class: 'muted' }, said(hit.call)),
      h('div', { class: 'quote', dir: 'auto' }, ...quoted(hit.lines)),
      h(
        'button',
        { type: 'button', class: 'open', click: () => void opener.open(hit.conversation_id, marks) },
        `Open the call`,
        h('span', { class: 'hidden' }, ` ${hit.conversation_id}`),
      ),
    )
  })
  const counts = total ? `${plural(total.turns, 'turn')} in ${plural(total.conversations, 'call')}` : coverage.counts
  opener.show(
    h('section', {}, h('h1', {}, 'Found'), h('p', { class: 'muted' }, counts), h('ol', { class: 'cards' }, ...cards)),
  )
  return opener.element
}

/** Lines of an answer, the words between « and » marked. */
function quoted(lines: string): Node[] {
  return lines.split('\n').map(line => {
    const parts = line.split(/«([^«»]*)»/)
    const isHit = line.startsWith('> ')
    return h(
      'p',
      { class: isHit ? 'hit-line' : '' },
      ...parts.map((part, at) => (at % 2 === 1 ? h('mark', {}, part) : part)),
    )
  })
}
