import type { SvgNode } from '../../charts/index.ts'
import { formatDuration } from '../../domain/time.ts'
import { plural } from '../../render/text.ts'
import type { TriageAnswer } from '../triage/schema.ts'
import { type Answers, isThere } from './answers.ts'
import { type Child, h, note, section } from './elements.ts'
import { quotedLine } from './quotes.ts'

type Call = NonNullable<TriageAnswer['calls']>[number]

/** The head of the review queue, with the turns that show why. */
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
    h('h3', {}, title ?? 'Without a title'),
    h(
      'p',
      { class: 'facts' },
      `${[...facts, plural(score, 'point')].filter(Boolean).join(' · ')} `,
      h('span', { class: 'id' }, conversation_id),
    ),
    h('ul', {}, ...reasons.map(reason)),
    lines !== '' && h('blockquote', {}, ...lines.split('\n').map(line => h('p', {}, ...quotedLine(line)))),
  )
}
