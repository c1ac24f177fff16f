import type { Conversation, ConversationSummary } from '../../domain/conversation.ts'
import { saysNothing } from '../../domain/nothing.ts'
import { formatDuration, formatInstant } from '../../domain/time.ts'
import { pairInPieces } from '../../domain/tool-uses.ts'
import { batches, type Pieces, TURNS_A_PIECE } from '../../pieces.ts'
import { breakAddresses } from '../../render/markdown.ts'
import { display, oneLine } from '../../render/text.ts'
import { FACT_NAMES, FACTS, readFact } from './facts.ts'
import { type CallItem, callItem, type ExportContext, type ExportFormat, type ExportItem } from './format.ts'
import { transcriptOf } from './transcript-text.ts'

/** Stand in the heading, or below under a name of their own. */
const ELSEWHERE = new Set(['title', 'summary', 'agent_name', 'started_at', 'duration_secs'])

/** Readable transcripts: a section for each call, with its facts, results and turns. */
export function markdownFormat(context: ExportContext): ExportFormat {
  function* row(given: ExportItem): Pieces<string> {
    const item = callItem(given)
    const call = 'call' in item ? item.call : item.summary
    if ('call' in item) yield* pairInPieces(item.call.turns)
    const parts = [
      `## ${heading(call, context.zone)}`,
      call.summary && `Summary: ${markdownText(call.summary)}`,
      bullets([...factLines(item, context.zone), ...resultLines(call)]),
      'call' in item && (yield* transcript(item.call, context)),
    ]
    return `${parts.filter(Boolean).join('\n\n')}\n\n`
  }
  return { extension: 'md', needs: 'call', head: '', row }
}

/** `2026-10-05 14:30 · 4:21 · Billing · Charged twice` */
const heading = (call: Conversation | ConversationSummary, zone: string): string =>
  [
    call.startedAt > 0 && formatInstant(call.startedAt, zone),
    call.durationSecs !== null && call.durationSecs > 0 && formatDuration(call.durationSecs),
    call.agentName ?? call.agentId,
    call.title ?? call.id,
  ]
    .filter(part => typeof part === 'string' && part !== '')
    .map(part => markdownText(String(part)))
    .join(' · ')

const factLines = (item: CallItem, zone: string): string[] =>
  FACT_NAMES.filter(name => !ELSEWHERE.has(name)).flatMap(name => {
    const value = readFact(FACTS[name], item, zone)
    return value === null || value === false ? [] : `${name.replaceAll('_', ' ')}: ${display(value)}`
  })

const resultLines = ({ criteria, collected }: Conversation | ConversationSummary): string[] => [
  ...criteria.map(({ id, result, rationale }) => `criterion ${id}: ${result}${rationale ? `. ${rationale}` : ''}`),
  ...collected.map(
    ({ id, value }) =>
      `collected ${id}: ${value === null ? 'not collected' : saysNothing(value) ? JSON.stringify(value) : display(value)}`,
  ),
]

function* transcript(call: Conversation, context: ExportContext): Pieces<string> {
  const lines = yield* transcriptOf(call, context)
  if (lines.length === 0) return 'There is no transcript.'
  const parts: string[] = []
  for (const batch of batches(lines, TURNS_A_PIECE)) {
    if (parts.length > 0) yield
    parts.push(bullets(batch))
  }
  return `### Transcript (turn, time, who)\n\n${parts.join('\n')}`
}

const bullets = (lines: readonly string[]): string => lines.map(line => `- ${markdownText(line)}`).join('\n')

/**
 * Text in a Markdown line that stays text: every sign with which CommonMark, GitHub or a math extension begins something
 * is escaped, links that come alive without signs (https://, www., a@b.c) are broken by a blank. One line, so that nothing in it
 * can begin a heading, a list or a quotation; the caller of this puts something of its own before it.
 */
export const markdownText = (text: string): string =>
  breakAddresses(oneLine(text)).replace(/[\\`*_[\]<>&~|$#@^]/g, '\\$&')
