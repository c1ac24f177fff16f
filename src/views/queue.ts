import type { TriageAnswer } from '../tools/triage/schema.ts'
import { noData, runApp, type Shown, state } from './app.ts'
import { badge } from './call/facts.ts'
import type { Marks } from './call/marks.ts'
import { Opener } from './cards.ts'
import { clock, h, said } from './dom.ts'

/* Beside triage_conversations: the calls that a person should look at first, why, and each of them. */

type Call = NonNullable<TriageAnswer['calls']>[number]

runApp('conversations-queue', shown => {
  const answer = shown.answer as unknown as TriageAnswer
  if (answer.coverage === undefined) return noData()
  const opener = new Opener(shown.bridge)
  if (answer.calls && answer.calls.length > 0) opener.show(ranked(answer.calls, answer, opener))
  else if (answer.sample && answer.sample.rows.length > 0) opener.show(drawn(answer, opener))
  else return state('Nothing to review', answer.coverage.counts)
  return opener.element
})

/** Cards in their order, and the reasons to choose them by. */
function ranked(calls: readonly Call[], { coverage, signals = {} }: TriageAnswer, opener: Opener): HTMLElement {
  const cards = calls.map(call => ({ call, card: cardOf(call, opener) }))
  const count = h('p', { class: 'muted', role: 'status' }, '')
  const chosen = new Set<string>()
  const filter = (): void => {
    const has = ({ reasons }: Call): boolean => [...chosen].every(one => reasons.some(({ reason }) => reason === one))
    for (const { call, card } of cards) card.hidden = !has(call)
    const shown = cards.filter(({ card }) => !card.hidden).length
    count.textContent = chosen.size === 0 ? '' : `${shown} of these ${cards.length} calls`
  }
  const toggle = (reason: string, button: HTMLElement): void => {
    if (!chosen.delete(reason)) chosen.add(reason)
    button.setAttribute('aria-pressed', String(chosen.has(reason)))
    filter()
  }
  const there = new Set(calls.flatMap(({ reasons }) => reasons.map(({ reason }) => reason)))
  const buttons = Object.entries(signals)
    .filter(([reason]) => there.has(reason))
    .map(([reason, all]) => {
      const button: HTMLElement = h(
        'button',
        { type: 'button', class: 'filter', 'aria-pressed': 'false', click: () => toggle(reason, button) },
        said(reason),
        h('span', { class: 'filter-count' }, ` ${all}`),
      )
      return button
    })
  return h(
    'section',
    {},
    h('h1', {}, 'Calls to review'),
    h('p', { class: 'muted' }, said(coverage.counts)),
    ...incomplete(coverage.notes),
    h('div', { class: 'filters', role: 'group', 'aria-label': 'Filter by reason' }, ...buttons),
    count,
    h('ol', { class: 'cards' }, ...cards.map(({ card }) => card)),
  )
}

/** Says first what will still change. */
const incomplete = (notes: readonly string[] = []): HTMLElement[] =>
  notes.filter(note => note.startsWith('INCOMPLETE')).map(note => h('p', { class: 'warning' }, note))

function cardOf(call: Call, opener: Opener): HTMLElement {
  const { conversation_id: id, score, started, agent, outcome, duration_secs, title, reasons, lines } = call
  const facts = [started, agent, duration_secs === undefined ? null : clock(duration_secs)].filter(Boolean)
  return h(
    'li',
    { class: 'card queue-card' },
    h('div', { class: 'score', title: 'Score, at most 100' }, score, h('span', { class: 'hidden' }, ' points')),
    h(
      'div',
      { class: 'card-body' },
      h('h2', {}, said(title ?? id), ' ', badge(outcome)),
      h('p', { class: 'muted' }, ...facts.flatMap((fact, at) => [at > 0 && ' · ', said(fact!)])),
      h('ul', { class: 'reasons' }, ...reasons.map(reasonElement)),
      lines !== '' &&
        h(
          'div',
          { class: 'quote', dir: 'auto' },
          ...lines.split('\n').map(line => h('p', { class: 'hit-line' }, line)),
        ),
      h(
        'button',
        { type: 'button', class: 'open', click: () => void opener.open(id, marksOf(call)) },
        'Open the call',
        h('span', { class: 'hidden' }, ` ${id}`),
      ),
    ),
  )
}

const reasonElement = ({ points, reason, detail }: Call['reasons'][number]): HTMLElement =>
  h(
    'li',
    {},
    h('span', { class: 'points' }, `+${points}`),
    h('span', {}, h('b', {}, said(reason)), detail === '' ? '' : ': ', said(detail)),
  )

/** Every turn that proves something bears its reasons. */
function marksOf({ reasons }: Call): Marks {
  const byTurn = new Map<number, string[]>()
  for (const { reason, turns } of reasons)
    for (const turn of turns) byTurn.set(turn, [...(byTurn.get(turn) ?? []), reason])
  return { words: [], reasons: byTurn, turn: reasons.find(({ turns }) => turns.length > 0)?.turns[0] }
}

/** A random sample has no reasons: a list. */
function drawn({ sample, coverage }: Shown['answer'] & TriageAnswer, opener: Opener): HTMLElement {
  const { columns, rows } = sample!
  const id = columns.indexOf('id')
  const cards = rows.map(row => {
    const facts = row.filter((cell, at) => at !== id && cell !== null).map(String)
    const open = () => void opener.open(String(row[id]), { words: [], reasons: new Map() })
    return h(
      'li',
      { class: 'card' },
      h('p', {}, said(facts.join(' · '))),
      h('button', { type: 'button', class: 'open', click: open }, 'Open the call'),
    )
  })
  return h(
    'section',
    {},
    h('h1', {}, 'Random sample'),
    h('p', { class: 'muted' }, said(coverage.counts)),
    h('ol', { class: 'cards' }, ...cards),
  )
}
