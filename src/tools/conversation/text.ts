import { formatDuration } from '../../domain/time.ts'
import type { Fence } from '../../render/fence.ts'
import { display, number } from '../../render/text.ts'
import type { ConversationAnswer } from '../get-conversation.ts'

/** The text half of `get_conversation`: facts first, then everything that was said or written about the call, fenced. */
export function renderConversation(answer: ConversationAnswer, fence: Fence): string {
  const { metadata, analysis } = answer
  const facts = [
    [answer.conversation_id, agent(answer)].filter(Boolean).join(' · '),
    [
      answer.created_at,
      metadata.duration_secs === undefined ? null : formatDuration(metadata.duration_secs),
      metadata.source,
      metadata.language && `language ${metadata.language}`,
      metadata.text_only && 'chat',
    ],
    `status ${answer.status} · outcome ${analysis.call_successful} (${analysis.meaning})${analysis.score === undefined ? '' : ` · score ${analysis.score}`}`,
    [
      metadata.cost && `cost ${costText(metadata.cost)}`,
      metadata.version_id && `version ${metadata.version_id}`,
      metadata.branch_id && `branch ${metadata.branch_id}`,
      metadata.queue_wait_secs !== undefined && `waited ${metadata.queue_wait_secs} s`,
      metadata.has_audio ? 'recording kept' : 'no recording',
    ],
    `${answer.turns.total} turns, shown: ${answer.turns.shown}. ${answer.coverage}`,
    answer.next && `Next: ${answer.next}`,
  ]
  const said = [
    metadata.user_id && `user: ${metadata.user_id}`,
    metadata.phone && `phone: ${list(metadata.phone)}`,
    analysis.title && `title: ${analysis.title}`,
    analysis.summary && `summary: ${analysis.summary}`,
    metadata.termination_reason && `ended: ${metadata.termination_reason}`,
    metadata.error && `error: ${metadata.error}`,
    metadata.warnings && `warnings: ${metadata.warnings.join('; ')}`,
    metadata.agents && `agents: ${metadata.agents.join(' → ')}`,
    metadata.tags && `tags: ${metadata.tags.join(', ')}`,
    metadata.feedback && `feedback: ${list(metadata.feedback)}`,
    analysis.sentiment && `sentiment: ${list(analysis.sentiment)}`,
    ...(analysis.by_agent ?? []).map(row => `verdict on ${list(row)}`),
    ...(analysis.criteria ?? []).map(
      ({ id, name, result, rationale, ...rest }) =>
        `criterion ${name ? `${name} (${id})` : id}: ${result}${Object.keys(rest).length > 0 ? `, ${list(rest)}` : ''}${rationale ? ` - ${rationale}` : ''}`,
    ),
    ...Object.entries(analysis.collected ?? {}).map(([id, value]) => `collected ${id}: ${display(value) || '-'}`),
    ...Object.entries(answer.variables ?? {}).map(([name, value]) => `variable ${name}: ${value}`),
    answer.transcript && `transcript (turn, time, who; a tool's result stands with its call):\n${answer.transcript}`,
    answer.raw && `raw: ${answer.raw}`,
  ]
  return [...facts.map(line => (Array.isArray(line) ? line.filter(Boolean).join(' · ') : line)), fence(lines(said))]
    .filter(Boolean)
    .join('\n')
}

/** `118,096 credits, USD 11.78`; small amounts keep their digits. */
const costText = ({ credits, usd }: Record<string, number>): string =>
  [credits !== undefined && `${number(credits)} credits`, usd !== undefined && `USD ${usd >= 1 ? usd.toFixed(2) : usd}`]
    .filter(Boolean)
    .join(', ')

const agent = ({ agent_id, agent_name }: ConversationAnswer): string =>
  agent_name && agent_id ? `${agent_name} (${agent_id})` : (agent_name ?? agent_id)

const lines = (all: (string | undefined | false)[]): string => all.filter(Boolean).join('\n') || '(nothing)'

/** `key value, key value`, underscores as blanks. */
const list = (values: Record<string, string | number> | undefined): string =>
  Object.entries(values ?? {})
    .map(([key, value]) => `${key.replaceAll('_', ' ')} ${value}`)
    .join(', ')
