import { type SvgNode, shownDifference } from '../../charts/index.ts'
import { formatCount } from '../../render/text.ts'
import type { ExplainAnswer, FactAnswer, ModeAnswer } from '../explain/schema.ts'
import { type Answers, isThere, type Missing } from './answers.ts'
import { type Child, h, note, numberCell, section, table } from './elements.ts'
import { quotedLine } from './quotes.ts'

/** Why calls failed: what sets them apart, and in what ways. */
export const why = ({ why }: Answers): SvgNode => section('Why calls failed', ...explained(why))

/** What sets two groups of calls apart. */
export function explained(answer: ExplainAnswer | Missing): Child[] {
  if (!isThere(answer)) return [note(answer.missing)]
  const { coverage, groups, facts, nearest = [], modes = [] } = answer
  const names = groups.map(({ name, calls }) => `${name} (${formatCount(calls)})`)
  return [
    note(coverage.counts),
    facts.length > 0 && factTable(facts, names),
    facts.length === 0 && nearest.length > 0 && h('p', {}, 'Nearest to significance:'),
    facts.length === 0 && nearest.length > 0 && factTable(nearest, names),
    modes.length > 0 && h('h3', {}, 'In what ways'),
    ...modes.map(mode),
  ]
}

const factTable = (facts: readonly FactAnswer[], [first = '', second = '']: readonly string[]): SvgNode =>
  table(
    ['', first, second, 'difference (95 % interval)'],
    facts.map(fact => [
      h(
        'span',
        {},
        fact.fact,
        fact.conversation_id !== undefined && h('small', {}, 'e.g. ', h('span', { class: 'id' }, fact.conversation_id)),
        fact.line !== undefined && h('small', {}, ...quotedLine(fact.line)),
      ),
      numberCell(`${percent(fact.share)} %`, `${fact.k}/${fact.n}`),
      numberCell(`${percent(fact.other_share)} %`, `${fact.other_k}/${fact.other_n}`),
      numberCell(shownDifference(fact.difference, 'share'), `${percent(fact.low)} to ${percent(fact.high)}`),
    ]),
  )

function mode(answer: ModeAnswer): SvgNode {
  const { title, words, share, k, n, conversation_ids, before_share, before_k, before_n } = answer
  const before = before_share === undefined ? '' : `Before: ${percent(before_share)} % (${before_k}/${before_n}). `
  return h(
    'article',
    {},
    h('h4', {}, `${percent(share)} % (${k}/${n}), such as `, h('q', {}, title ?? 'a call without a title')),
    h('p', { class: 'facts' }, `${before}Words: ${words.join(', ')}.`, ...ids(conversation_ids)),
  )
}

const ids = (all: readonly string[]): Child[] => all.flatMap(id => [' ', h('span', { class: 'id' }, id)])

const percent = (share: number): string => (share * 100).toFixed(1)
