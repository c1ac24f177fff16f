import { saysNothing } from '../../domain/nothing.ts'
import { formatDuration } from '../../domain/time.ts'
import type { Fence } from '../../render/fence.ts'
import { idText, quote } from '../../render/quote.ts'
import { display, formatCount, plural } from '../../render/text.ts'
import { isKnown, type ListedValue } from '../known-values.ts'
import type { ConversationAnswer } from './schema.ts'

/** The text half of `get_conversation`: facts first, then everything that was said or written about the call, fenced. */
export function renderConversation(answer: ConversationAnswer, fence: Fence): string {
  const { metadata, analysis } = answer
  const facts = [
    [idText(answer.conversation_id), agent(answer)],
    [
      answer.created_at ?? 'start unknown',
      metadata.duration_secs === undefined ? null : formatDuration(metadata.duration_secs),
      isKnown('source', metadata.source) && metadata.source,
      isKnown('language', metadata.language) && `language ${metadata.language}`,
      metadata.text_only && 'chat',
    ],
    [
      isKnown('status', answer.status) && `status ${answer.status}${metadata.ending ? ` (${metadata.ending})` : ''}`,
      `outcome ${isKnown('outcome', analysis.call_successful) ? `${analysis.call_successful} ` : ''}(${analysis.meaning})`,
      analysis.score !== undefined && `score ${analysis.score}`,
    ],
    [
      metadata.cost && `cost ${costText(metadata.cost)}`,
      named('version', metadata.version, metadata.version_id),
      named('branch', metadata.branch, metadata.branch_id),
      metadata.queue_wait_secs !== undefined && `waited ${metadata.queue_wait_secs} s`,
      metadata.has_audio ? 'recording kept' : 'no recording',
    ],
    `${answer.turns.total === 1 ? '1 entry' : `${formatCount(answer.turns.total)} entries`}, shown: ${answer.turns.shown}. ${answer.coverage}`,
    answer.next && `Next: ${answer.next}`,
  ]
  const said = [
    // What none of ours is stands here only.
    ...(['source', 'language'] as const).map(name => odd(name, metadata[name])),
    odd('status', answer.status),
    odd('outcome', analysis.call_successful),
    metadata.environment && `environment: ${metadata.environment}`,
    metadata.user_id && `user: ${metadata.user_id}`,
    metadata.phone && `phone: ${list(metadata.phone)}`,
    analysis.title && `title: ${analysis.title}`,
    analysis.summary && `summary: ${analysis.summary}`,
    metadata.termination_reason && `ended: ${metadata.termination_reason}`,
    metadata.error && `error: ${metadata.error}`,
    metadata.warnings && `warnings: ${metadata.warnings.join('; ')}`,
    metadata.agents && `agents: ${metadata.agents.join(' → ')}`,
    metadata.tags && `tags: ${metadata.tags.join(', ')}`,
    metadata.feedback && `feedback: ${list(quoted(metadata.feedback))}`,
    analysis.sentiment && `sentiment: ${list(analysis.sentiment)}`,
    ...(analysis.by_agent ?? []).map(row => `evaluation of ${list(row)}`),
    ...(analysis.criteria ?? []).map(
      ({ id, name, result, rationale, ...rest }) =>
        `criterion ${name ? `${name} (${id})` : id}: ${result}${Object.keys(rest).length > 0 ? `, ${list(rest)}` : ''}${rationale ? ` - ${rationale}` : ''}`,
    ),
    ...Object.entries(analysis.collected ?? {}).map(([id, value]) => `collected ${id}: ${collectedText(value)}`),
    ...Object.entries(answer.variables ?? {}).map(([name, value]) => `variable ${name}: ${value}`),
    answer.transcript &&
      `transcript (turn, time, role; tool results are shown with their calls):\n${answer.transcript}`,
    answer.raw && `raw: ${answer.raw}`,
  ]
  return [...facts.map(line => (Array.isArray(line) ? line.filter(Boolean).join(' · ') : line)), fence(lines(said))]
    .filter(Boolean)
    .join('\n')
}

/** A text that says that there is nothing is told from a value that is missing. */
const collectedText = (value: unknown): string =>
  value === null ? 'not collected' : saysNothing(value) ? `${JSON.stringify(value)} (as collected)` : display(value)

/** `118,096 credits, USD 11.78`; small amounts keep their digits. */
const costText = ({ credits, usd }: Record<string, number>): string =>
  [credits !== undefined && plural(credits, 'credit'), usd !== undefined && `USD ${usd >= 1 ? usd.toFixed(2) : usd}`]
    .filter(Boolean)
    .join(', ')

const named = (what: string, name: string | undefined, id: string | undefined): string | undefined =>
  id && `${what} ${quote(name ?? id)}`

const odd = (name: ListedValue, value: string | undefined): string | false =>
  value !== undefined && value !== '' && !isKnown(name, value) && `${name}: ${value}`

function agent({ agent_id, agent_name }: ConversationAnswer): string {
  const id = agent_id && idText(agent_id)
  if (!agent_name) return id
  return id ? `${quote(agent_name)} (${id})` : quote(agent_name)
}

const lines = (all: (string | undefined | false)[]): string => all.filter(Boolean).join('\n') || '(nothing)'

/** `key value, key value`, underscores as blanks. */
const list = (values: Record<string, string | number> | undefined): string =>
  Object.entries(values ?? {})
    .map(([key, value]) => `${key.replaceAll('_', ' ')} ${value}`)
    .join(', ')

/** A comment may be one word, such as "no". */
const quoted = ({ comment, ...rest }: Record<string, string | number>): Record<string, string | number> =>
  comment === undefined ? rest : { ...rest, comment: `"${comment}"` }
