import type { ToolResult, Turn } from '../domain/conversation.ts'
import { toldApart } from '../domain/plain-name.ts'
import { formatDuration } from '../domain/time.ts'
import type { Line } from '../domain/transcript.ts'
import { type Pieces, TURNS_A_PIECE } from '../pieces.ts'
import { formatCount, oneLine, plural, shorten, shortLine, shortText, shownOf } from './text.ts'

export interface TranscriptOptions {
  /** Longest text of a tool's arguments, and of its result, in bytes. */
  maxToolBytes: number
  /** Longest text of one turn, in bytes. */
  maxTurnBytes: number
  metrics: boolean
  costs: boolean
  rag: boolean
  /** Names of the agents that took part, by id. */
  agentNames: ReadonlyMap<string, string>
}

/** A line before it is put together: the prefix, which is not speech, and the rest. */
export interface LineParts {
  /** Turn, time and who, with the name of the tool: `12 1:04 user: `, `13 1:09 tool lookup_order `. */
  prefix: string
  /** What stands in parentheses there, each by itself: interrupted, typed … */
  marks: readonly string[]
  body: readonly Part[]
}

export interface Part {
  text: string
  /** Written by the call itself: words of a turn, or what a tool was given or gave, which may be JSON. */
  of?: 'speech' | 'tool'
}

/**
 * One line of text a line: `12 1:04 user: I was charged twice`, in array order.
 * A change of the speaking agent or of the workflow node is marked where it happens.
 */
export function* transcriptLines(lines: readonly Line[], options: TranscriptOptions): Pieces<string[]> {
  const render = transcriptLine(lines, options)
  const rendered: string[] = []
  for (let position = 0; position < lines.length; position++) {
    if (position % TURNS_A_PIECE === TURNS_A_PIECE - 1) yield
    rendered.push(render(position))
  }
  return rendered
}

/** The same, line by line: of a long transcript few lines are shown. */
export function transcriptLine(lines: readonly Line[], options: TranscriptOptions): (position: number) => string {
  const partsAt = transcriptParts(lines, options)
  return position => lineText(partsAt(position))
}

/** The same, for who has something to do to the parts before `lineText` puts them together. */
export function transcriptParts(lines: readonly Line[], options: TranscriptOptions): (position: number) => LineParts {
  const changes = changesIn(lines, options)
  return position => {
    const line = lines[position]!
    const { turn } = line
    const marks = [...(changes.get(position) ?? [])]
    const { prefix, body } = line.kind === 'speech' ? speech(turn, marks, options) : toolLine(line, marks, options)
    const at = turn.timeSecs === null ? '-' : formatDuration(turn.timeSecs)
    return { prefix: `${turn.index} ${at} ${prefix} `, marks, body }
  }
}

export function lineText({ prefix, body }: Pick<LineParts, 'prefix' | 'body'>): string {
  const texts = body.map(({ text }) => text).filter(text => text !== '')
  return prefix + (oneLine(texts.join(' ')) || '(no words)')
}

/** By position: who takes over there. */
function changesIn(lines: readonly Line[], { agentNames }: TranscriptOptions): Map<number, string[]> {
  const changes = new Map<number, string[]>()
  const nameOf = toldApart(
    lines.flatMap(({ turn }) => turn.agentId ?? []),
    agentNames,
  )
  let agentId: string | null = null
  let node: string | null = null
  for (const [position, { turn }] of lines.entries()) {
    const marks: string[] = []
    if (turn.agentId !== null && turn.agentId !== agentId) {
      if (agentId !== null) marks.push(`now ${shortText(nameOf(turn.agentId))}`)
      agentId = turn.agentId
    }
    if (turn.workflowNodeId !== null && turn.workflowNodeId !== node) {
      marks.push(`node ${shortText(turn.workflowNodeId)}`)
      node = turn.workflowNodeId
    }
    if (marks.length > 0) changes.set(position, marks)
  }
  return changes
}

/** @param marks those of the turn are added */
function speech(turn: Turn, marks: string[], options: TranscriptOptions): Omit<LineParts, 'marks'> {
  if (turn.interrupted) marks.push('interrupted')
  if (turn.backchannel) marks.push('backchannel')
  if (turn.medium !== null && turn.medium !== 'audio')
    marks.push(turn.medium === 'text' ? 'typed' : shortText(turn.medium))
  if (turn.contextUpdate) marks.push('context update')
  if (turn.event !== null) marks.push(shortText(turn.event))
  const parts = [unsaid(turn, options.maxTurnBytes)]
  for (const file of turn.files)
    parts.push(`[file ${shortText(file.name ?? 'without name')}${file.type ? `, ${shortText(file.type)}` : ''}]`)
  for (const guardrail of turn.guardrails) parts.push(`[guardrail ${shortText(guardrail)}]`)
  if (turn.feedback !== null) parts.push(`[feedback ${shortText(turn.feedback)}]`)
  for (const thought of turn.reasoning) parts.push(`[reasoning: ${shortLine(thought, options.maxToolBytes)}]`)
  parts.push(...extras(turn, options))
  return {
    prefix: `${shortText(turn.role)}${parenthesis(marks)}:`,
    body: [{ text: shortLine(turn.message, options.maxTurnBytes), of: 'speech' }, ...parts.map(ours)],
  }
}

/** What an interrupted turn was meant to say beyond what was said. */
function unsaid(turn: Turn, max: number): string {
  if (turn.planned === null) return ''
  const planned = oneLine(turn.planned.slice(0, shownOf(max)))
  const said = oneLine(turn.message.slice(0, shownOf(max))).replace(/(\.\.\.|…)$/u, '')
  if (planned === said) return ''
  const rest = planned.startsWith(said) ? planned.slice(said.length).trim() : planned
  return `[${rest === planned ? 'meant' : 'not said'}: ${shorten(rest, max)}]`
}

type ToolLine = Line & { kind: 'tool' }

function toolLine(line: ToolLine, marks: string[], options: TranscriptOptions): Omit<LineParts, 'marks'> {
  const { call, result, turn } = line
  const name = call?.name || result?.name || 'unnamed'
  const asked: Part = call
    ? { text: shortLine(call.argumentsText, options.maxToolBytes), of: 'tool' }
    : ours('[its call is not in the transcript]')
  const came = line.earlier.flatMap(one => [ours('→'), ...answer(one, options.maxToolBytes)])
  const more: string[] = []
  if (result && result.updatedVariables.length > 0) more.push(`[sets ${shortText(result.updatedVariables.join(', '))}]`)
  if (turn.toolCalls.length + turn.toolResults.length === 1) more.push(...extras(turn, options))
  return {
    prefix: oneLine(`tool${parenthesis(marks)} ${shortText(name)}`),
    body: [asked, ...came, ours('→'), ...outcome(line, options.maxToolBytes), ...more.map(ours)],
  }
}

/** What is not of the call but of us. */
const ours = (text: string): Part => ({ text })

function outcome({ call, result, ran }: ToolLine, max: number): Part[] {
  if (!result) return [ours(call?.executed === false ? 'never ran' : 'no result recorded')]
  return ran ? answer(result, max) : [ours('never ran,'), ...answer(result, max)]
}

/** What came of it. */
function answer(result: ToolResult, max: number): Part[] {
  const time = result.latencySecs === null ? '' : ` ${seconds(result.latencySecs)}`
  const kind = result.errorType && result.errorType !== 'unknown' ? ` (${shortText(result.errorType)})` : ''
  const head = result.isBlocked ? 'blocked' : result.isError ? `error${time && ` after${time}`}${kind}` : `ok${time}`
  const text = shortLine(result.resultText, max)
  if (text !== '') return [ours(`${head}:`), { text, of: 'tool' }]
  const type = shortText(result.resultType ?? '')
  return [ours(type === '' ? head : `${head}: ${type}`)]
}

const METRICS = [
  ['convai_ttf_audio_since_silence', 'felt'],
  ['convai_llm_service_ttfb', 'LLM'],
  ['convai_tts_service_ttfb', 'TTS'],
  ['convai_asr_trailing_service_latency', 'ASR'],
] as const

function extras(turn: Turn, options: TranscriptOptions): string[] {
  const parts: string[] = []
  if (options.metrics) {
    const known = METRICS.flatMap(([name, label]) => {
      const value = turn.metrics[name]
      return value === undefined ? [] : [`${label} ${seconds(value)}`]
    })
    if (known.length > 0) parts.push(`[${known.join(', ')}]`)
  }
  if (options.costs && turn.llm !== null) {
    const { model, inputTokens, outputTokens, usd } = turn.llm
    parts.push(
      `[${shortText(model ?? 'LLM')} ${plural(inputTokens, 'token')} in, ${formatCount(outputTokens)} out, USD ${usd.toFixed(5)}]`,
    )
  }
  if (options.rag && turn.rag !== null) {
    const { query, documentIds, latencySecs } = turn.rag
    const time = latencySecs === null ? '' : ` in ${seconds(latencySecs)}`
    parts.push(
      `[knowledge base: ${plural(documentIds.length, 'document')}${time}${query ? ` for "${shortText(query)}"` : ''}]`,
    )
  }
  return parts
}

const parenthesis = (marks: string[]): string => (marks.length > 0 ? ` (${marks.join(', ')})` : '')

/** `0.43 s`; three digits below a tenth, none from ten on. */
const seconds = (value: number): string => `${value.toFixed(value < 0.1 ? 3 : value < 10 ? 2 : 0)} s`
