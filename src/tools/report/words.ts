import type { SvgNode } from '../../charts/index.ts'
import { formatDuration } from '../../domain/time.ts'
import { formatCount, plural } from '../../render/text.ts'
import type { ExplainAnswer, FactAnswer, ModeAnswer } from '../explain/schema.ts'
import type { TriageAnswer } from '../triage/schema.ts'
import { type Answers, isThere, type Missing } from './ask.ts'
import { type Child, h, note, section, table } from './elements.ts'

/* The sections that quote calls. */

export const why = ({ why }: Answers): SvgNode => explained('Why calls failed', why)
export const changed = ({ changed }: Answers): SvgNode => explained('What changed against the period before', changed)

function explained(title: string, answer: ExplainAnswer | Missing): SvgNode {
  if (!isThere(answer)) return section(title, note(answer.missing))
  const { coverage, groups, facts, nearest = [], modes = [] } = answer
  const [first, second] = groups
  const names = [`${first!.name} (${formatCount(first!.calls)})`, `${second!.name} (${formatCount(second!.calls)})`]
  return section(
    title,
    note(coverage.counts),
    facts.length > 0 && factTable(facts, names),
    facts.length === 0 && nearest.length > 0 && h('p', {}, 'Nearest to significance:'),
    facts.length === 0 && nearest.length > 0 && factTable(nearest, names),
    modes.length > 0 && h('h3', {}, 'In what ways'),
    ...modes.map(mode),
  )
}

const factTable = (facts: readonly FactAnswer[], [first, second]: readonly string[]): SvgNode =>
  table(
    ['fact', first!, second!, 'difference (95 % confidence interval)', 'an example'],
    facts.map(fact => [
      fact.fact,
      `${percent(fact.share)} % (${fact.k}/${fact.n})`,
      `${percent(fact.other_share)} % (${fact.other_k}/${fact.other_n})`,
      `${fact.difference > 0 ? '+' : ''}${percent(fact.difference)} points (${percent(fact.low)} to ${percent(fact.high)})`,
      h('span', {}, fact.conversation_id, fact.line !== undefined && h('q', {}, fact.line)),
    ]),
  )

function mode({ title, words, share, k, n, conversation_ids, ...before }: ModeAnswer): SvgNode {
  const { before_share, before_k, before_n } = before
  const earlier = before_share === undefined ? '' : `, before ${percent(before_share)} % (${before_k}/${before_n})`
  return h(
    'article',
    {},
    h('h4', {}, `${percent(share)} % (${k}/${n})${earlier}: such as`, h('q', {}, title ?? 'a call without a title')),
    h('p', {}, `Words: ${words.join(', ')}. Calls: ${conversation_ids.join(', ')}.`),
  )
}

type Call = NonNullable<TriageAnswer['calls']>[number]

export function worthHearing({ calls }: Answers): SvgNode {
  const title = 'Ten calls worth hearing'
  if (!isThere(calls)) return section(title, note(calls.missing))
  return section(
    title,
    note(calls.coverage.counts.replace(' Continue with next_cursor.', '')),
    ...(calls.calls ?? []).map(call),
  )
}

function call({
  conversation_id,
  score,
  started,
  agent,
  outcome,
  duration_secs,
  title,
  reasons,
  lines,
}: Call): SvgNode {
  const facts = [started, agent, outcome, duration_secs !== undefined && formatDuration(duration_secs)]
  const reason = ({ points, reason, detail }: Call['reasons'][number]): Child =>
    h('li', {}, h('b', {}, `+${points} ${reason}`), detail && `: ${detail}`)
  return h(
    'article',
    { class: 'call' },
    h('h4', {}, title ?? 'Without a title'),
    h('p', { class: 'facts' }, [conversation_id, ...facts, plural(score, 'point')].filter(Boolean).join(' · ')),
    h('ul', {}, ...reasons.map(reason)),
    lines !== '' && h('blockquote', {}, ...lines.split('\n').map(line => h('p', {}, line))),
  )
}

const percent = (share: number): string => (share * 100).toFixed(1)
