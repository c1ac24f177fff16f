import type { Conversation } from '../domain/conversation.ts'
import { isoInstant, parseClock } from '../domain/time.ts'
import { type Line, toLines } from '../domain/transcript.ts'
import { chooseLines, rangesText, type TranscriptWindow, turnRanges } from '../domain/window.ts'
import { fitToBudget } from '../render/budget.ts'
import { NOTICE } from '../render/fence.ts'
import { bytes, display, number, plural, shorten } from '../render/text.ts'
import { transcriptLines } from '../render/transcript.ts'
import { analysisOf, metadataOf, whyNoTranscript } from './conversation-facts.ts'
import { renderConversation } from './conversation-text.ts'
import { readAt } from './coverage.ts'
import type { ToolContext } from './define.ts'
import type { ConversationAnswer, ConversationParts, GetConversationInput } from './get-conversation.ts'
import { nextCall } from './next.ts'

interface Setting extends Pick<ToolContext, 'timezone' | 'now' | 'origin'> {
  /** How a reader gets the turns that are not shown; by default the call of `get_conversation`. */
  rest?: (from: number, to: number) => string
  /** Show only the beginning of what does not fit. */
  headOnly?: boolean
}

/** Share of a long transcript's lines that its beginning gets; the end gets the rest. */
const HEAD_SHARE = 0.6

/**
 * The answer of `get_conversation`, as large as its budget allows. Without a chosen window a transcript that does not
 * fit shows its beginning and its end; a chosen window shows its beginning.
 */
export function conversationAnswer(
  request: GetConversationInput,
  parts: ConversationParts,
  at: Setting,
): ConversationAnswer {
  const { call } = parts
  const lines = toLines(call.turns)
  const window = chooseLines(lines, call.turns.length, {
    fromTurn: request.from_turn,
    toTurn: request.to_turn,
    aroundTurn: request.around_turn,
    fromSecs: request.from_time === undefined ? undefined : parseClock(request.from_time, 'from_time'),
    toSecs: request.to_time === undefined ? undefined : parseClock(request.to_time, 'to_time'),
    match: request.match,
  })
  const maxTurnBytes = request.max_tokens
  const maxToolBytes = Math.min(request.max_tool_bytes, maxTurnBytes)
  const wants = (part: 'metrics' | 'costs' | 'rag' | 'variables' | 'raw') => request.include?.includes(part) ?? false
  const rendered = transcriptLines(lines, {
    maxToolBytes,
    maxTurnBytes,
    metrics: wants('metrics'),
    costs: wants('costs'),
    rag: wants('rag'),
    agentNames: parts.agentNames,
  })
  const rawSize = wants('raw') ? bytes(rawText(parts.raw, [])) : 0
  const withRaw = wants('raw') && rawSize < request.max_tokens * 2
  const build = (shownCount: number, maxText: number): ConversationAnswer => {
    const shown = selection(window, shownCount, at.headOnly)
    const left = window.positions.filter(position => !shown.includes(position))
    const shownTurns = turnRanges(lines, shown, call.turns.length)
    const missing = turnRanges(lines, left, call.turns.length)
    const cut = shown.some(position => isCut(lines[position]!, maxToolBytes))
    return {
      conversation_id: call.id,
      agent_id: call.agentId,
      ...optional('agent_name', display(parts.agentNames.get(call.agentId)) || undefined),
      status: call.status,
      ...optional('created_at', call.startedAt > 0 ? isoInstant(call.startedAt, at.timezone) : undefined),
      metadata: metadataOf(call, parts.tags, id => display(parts.agentNames.get(id) ?? id), maxText),
      analysis: analysisOf(call, parts.definitions, maxText),
      transcript: withGaps(lines, rendered, shown, call.turns.length),
      turns: { total: call.turns.length, shown: rangesText(shownTurns) || 'none' },
      ...optional('variables', wants('variables') && maxText > 0 ? variablesOf(call, maxText) : undefined),
      ...optional('raw', withRaw ? rawText(parts.raw, shownTurns) : undefined),
      coverage: [
        whyNoTranscript(call, at.timezone),
        request.match === undefined ? null : matches(window, request.match),
        missing.length > 0 ? `Turns ${rangesText(missing)} do not fit into max_tokens ${request.max_tokens}.` : null,
        cut ? `Tool texts are cut at ${number(maxToolBytes)} bytes: max_tool_bytes shows more.` : null,
        maxText === 0 ? 'Summary, criteria, collected data and variables are left out: raise max_tokens.' : null,
        maxText > 0 && maxText < FULL_TEXT
          ? `Summary, rationales and values are cut at ${maxText} bytes: raise max_tokens.`
          : null,
        wants('raw') && !withRaw ? `raw needs max_tokens of at least ${Math.ceil(rawSize / 2) + 500}.` : null,
        readAt(at, at.timezone),
      ]
        .filter(sentence => sentence !== null)
        .join(' '),
      ...optional('next', nextPart(request, missing[0], at.rest)),
      notice: NOTICE,
    }
  }
  // Summary and rationales give way first, so that at least half of the answer is left to the transcript.
  const maxText =
    TEXT_SIZES.find(size => bytes(JSON.stringify(build(0, size))) <= request.max_tokens * 2) ?? TEXT_SIZES.at(-1)!
  return fitToBudget(window.positions.length, request.max_tokens, count => build(count, maxText), renderConversation)
}

const FULL_TEXT = 8000
const TEXT_SIZES = [FULL_TEXT, 1200, 400, 150, 0]

/** Positions of the lines shown when only `count` of the chosen ones fit. */
function selection({ positions, whole }: TranscriptWindow, count: number, headOnly = false): number[] {
  if (count >= positions.length) return positions
  const head = whole && !headOnly ? Math.ceil(count * HEAD_SHARE) : count
  return [...positions.slice(0, head), ...positions.slice(positions.length - (count - head))]
}

/** The shown lines, with a line of its own wherever turns between two of them are missing. */
function withGaps(
  lines: readonly Line[],
  rendered: readonly string[],
  shown: readonly number[],
  turnCount: number,
): string {
  const out: string[] = []
  shown.forEach((position, index) => {
    const before = shown[index - 1]
    if (before !== undefined && position > before + 1) {
      const between = Array.from({ length: position - before - 1 }, (_, step) => before + 1 + step)
      out.push(`… turns ${rangesText(turnRanges(lines, between, turnCount))} not shown`)
    }
    out.push(rendered[position]!)
  })
  return out.join('\n')
}

function isCut(line: Line, max: number): boolean {
  return (
    line.kind === 'tool' && [line.call?.argumentsText, line.result?.resultText].some(text => bytes(text ?? '') > max)
  )
}

function matches({ matched }: TranscriptWindow, words: string): string {
  if (matched.length === 0) return `No turn holds all the words of match (${display(words)}).`
  return `${plural(matched.length, 'line')} match: turns ${rangesText(matched.map(turn => [turn, turn] as const))}.`
}

/** The call that shows the first missing turns with the same options; a chosen window stays a turn range. */
function nextPart(
  request: GetConversationInput,
  missing: readonly [number, number] | undefined,
  rest: Setting['rest'],
): string | undefined {
  if (missing === undefined) return undefined
  if (rest) return rest(...missing)
  const { include, max_tool_bytes, max_tokens } = request
  return nextCall('get_conversation', {
    conversation_id: request.conversation_id,
    from_turn: missing[0],
    to_turn: missing[1],
    ...optional('include', include),
    ...optional('max_tool_bytes', max_tool_bytes === 600 ? undefined : max_tool_bytes),
    ...optional('max_tokens', max_tokens === 4000 ? undefined : max_tokens),
  })
}

function variablesOf(call: Conversation, maxText: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(call.variables).map(([name, value]) => [display(name), shorten(display(value), maxText)]),
  )
}

/** The API's body with only the shown turns in it. */
function rawText(raw: unknown, shown: readonly (readonly [number, number])[]): string {
  const body = raw as { transcript?: unknown[] }
  const transcript = (body.transcript ?? []).filter((_, turn) => shown.some(([from, to]) => turn >= from && turn <= to))
  return JSON.stringify({ ...body, transcript })
}

/** A member of an object literal that is left out where there is no value. */
function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V }
}
