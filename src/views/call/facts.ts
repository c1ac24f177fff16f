import type { ViewedCall } from '../../tools/view/schema.ts'
import { clock, h, plural, said } from '../dom.ts'

/** So many criteria, and values, stand in the page as such; more stand behind a button as plain text. */
const MOST = 8

const OUTCOMES: Record<string, string> = { success: '✓', failure: '✕', unknown: '?' }

/** Title, outcome and the facts that everybody asks for first. */
export function headOf({ agent, started, status, metadata, analysis, notes }: ViewedCall, id: string): HTMLElement {
  const { duration_secs, source, language, ending } = metadata
  const facts = [
    started,
    duration_secs === undefined ? null : clock(duration_secs),
    source,
    language,
    status === 'done' ? ending : [status, ending].filter(Boolean).join(', '),
  ]
  return h(
    'header',
    {},
    h('h1', {}, said(analysis.title ?? id), badge(analysis.call_successful)),
    h('p', { class: 'muted' }, said(agent), ...facts.filter(Boolean).flatMap(fact => [' · ', said(fact!)])),
    analysis.summary !== undefined && h('p', { class: 'summary', dir: 'auto' }, analysis.summary),
    ...notes.slice(0, -1).map(note => h('p', { class: 'note' }, note)),
  )
}

export const badge = (outcome: string): HTMLElement =>
  h(
    'span',
    { class: `badge ${OUTCOMES[outcome] ? outcome : 'unknown'}` },
    `${OUTCOMES[outcome] ?? '?'} `,
    said(outcome),
  )

/** Evaluation, collected values and other facts, beside the transcript. */
export function sideOf({ metadata, analysis, notes }: ViewedCall, id: string): HTMLElement {
  const { criteria = [], collected = {}, sentiment } = analysis
  const {
    version,
    version_id,
    branch,
    branch_id,
    environment,
    user_id,
    cost,
    tags,
    feedback,
    queue_wait_secs,
    termination_reason,
  } = metadata
  const facts: [string, unknown][] = [
    ['Ended', termination_reason],
    ['Version', version ?? version_id],
    ['Branch', branch ?? branch_id],
    ['Environment', environment],
    ['Caller', user_id],
    ['Waited', queue_wait_secs === undefined ? undefined : `${queue_wait_secs} s`],
    ['Cost', cost && listed(cost)],
    ['Tags', tags?.join(', ')],
    ['Sentiment', sentiment && listed(sentiment)],
    ['Feedback', feedback && listed(feedback)],
    ['Id', id],
  ]
  return h(
    'aside',
    { 'aria-label': 'About the call' },
    criteria.length > 0 && section('Evaluation', criteriaOf(criteria)),
    Object.keys(collected).length > 0 &&
      section('Collected', list(Object.entries(collected).map(([name, value]) => [name, shown(value)]))),
    h(
      'details',
      { class: 'facts' },
      h('summary', {}, 'Facts'),
      list(
        facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => [name, String(value)]),
      ),
    ),
    h('p', { class: 'note' }, notes.at(-1) ?? ''),
  )
}

const section = (title: string, ...inside: Node[]): HTMLElement => h('section', {}, h('h2', {}, title), ...inside)

type Criterion = NonNullable<ViewedCall['analysis']['criteria']>[number]

function criteriaOf(criteria: readonly Criterion[]): HTMLElement {
  const rows = criteria
    .slice(0, MOST)
    .map(({ id, name, result, score, max_score, rationale }) =>
      h(
        'details',
        { class: 'criterion' },
        h(
          'summary',
          {},
          badge(String(result)),
          said(String(name ?? id)),
          score === undefined ? '' : ` ${score}${max_score === undefined ? '' : `/${max_score}`}`,
        ),
        h('p', { dir: 'auto' }, rationale === undefined ? 'No rationale was given.' : String(rationale)),
      ),
    )
  const rest = criteria
    .slice(MOST)
    .map(
      ({ id, name, result, rationale }) =>
        `${result}: ${name ?? id}${rationale === undefined ? '' : `\n  ${rationale}`}`,
    )
  return h('div', {}, ...rows, more(rest, 'criterion', 'criteria'))
}

function list(entries: readonly (readonly [string, string])[]): HTMLElement {
  const rows = entries
    .slice(0, MOST + 4)
    .flatMap(([name, value]) => [
      h('dt', { title: name }, said(name.replaceAll('_', ' '))),
      h('dd', { dir: 'auto' }, value),
    ])
  return h(
    'div',
    {},
    h('dl', {}, ...rows),
    more(
      entries.slice(MOST + 4).map(([name, value]) => `${name}: ${value}`),
      'value',
      'values',
    ),
  )
}

/** A call may have thousands: they are one text, for who wants it. */
function more(lines: readonly string[], one: string, many: string): HTMLElement | null {
  if (lines.length === 0) return null
  const label = lines.length === 1 ? `1 more ${one}` : `${lines.length.toLocaleString('en-US')} more ${many}`
  return h('details', {}, h('summary', {}, label), h('pre', { dir: 'auto' }, lines.join('\n')))
}

const shown = (value: unknown): string => (value === null ? 'not collected' : String(value))

const listed = (facts: Record<string, string | number>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`)
    .join(', ')

/** What stands above the transcript: how long it is, and the way from mark to mark. */
export function barOf(turns: number, marks: number, onStep: (by: 1 | -1) => void): HTMLElement {
  const step = (by: 1 | -1, sign: string, label: string) =>
    h('button', { type: 'button', 'aria-label': label, click: () => onStep(by) }, sign)
  return h(
    'div',
    { class: 'bar-above' },
    h('h2', {}, 'Transcript'),
    h('span', { class: 'muted' }, plural(turns, 'line')),
    marks > 0 &&
      h('span', { class: 'steps' }, step(-1, '‹', 'Previous mark'), plural(marks, 'mark'), step(1, '›', 'Next mark')),
  )
}
