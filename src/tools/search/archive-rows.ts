import type { Archive } from '../../archive/archive.ts'
import type { Conversation, Turn } from '../../domain/conversation.ts'
import { formatInstant } from '../../domain/time.ts'
import { type Line, toLines } from '../../domain/transcript.ts'
import { inTurns, type Pieces } from '../../pieces.ts'
import { oneLine, plural, shorten, shortText } from '../../render/text.ts'
import type { Hit, Mark, Query } from '../../search/index.ts'
import type { ToolContext } from '../define.ts'
import { elsewhere } from '../environment.ts'
import { withAgentNames } from '../or-fallback.ts'
import { aroundOf, mark, type Quote, quotedLines } from '../quotes.ts'
import type { SearchAnswer, SearchInput } from './schema.ts'

/** One call of the answer, given the longest text that may stand in it. */
export type HitRow = (maxText: number) => SearchAnswer['hits'][number]

interface Hits {
  query: Query
  hits: readonly Hit[]
  archive: Archive
  zone: string
  engine: Pick<typeof import('../../search/index.ts'), 'matchTurns' | 'matchHeadline'>
}

/** Turns quoted of one call. */
const MOST_QUOTED = 3
/** Turns named of one call. */
const MOST_NAMED = 50

export async function hitRows(request: SearchInput, found: Hits, context: ToolContext): Promise<HitRow[]> {
  const there = await inTurns(readAll(found), context.signal)
  const calls = await withAgentNames(
    there.map(({ call }) => call),
    context,
  )
  return calls.map((call, at) => maxText => hitRow(request, there[at]!.hit, call, found, maxText))
}

/** Another process may have deleted a call since. */
function* readAll({ hits, archive }: Hits): Pieces<{ hit: Hit; call: Conversation }[]> {
  const there: { hit: Hit; call: Conversation }[] = []
  for (const hit of hits) {
    const call = yield* archive.readConversation(hit.conversationId)
    if (call) there.push({ hit, call })
    yield
  }
  return there
}

function hitRow(
  { role, neighbours }: SearchInput,
  { turns, bestTurn, inHeadline }: Hit,
  call: Conversation,
  { query, engine, zone }: Hits,
  maxText: number,
): SearchAnswer['hits'][number] {
  const others = turns.filter(turn => turn !== bestTurn)
  const quoted = new Set((bestTurn === null ? others : [bestTurn, ...others]).slice(0, MOST_QUOTED))
  const quotes = engine
    .matchTurns({ turns: shownTurns(call, quoted, neighbours) }, query, role)
    .filter(({ index, complete }) => quoted.has(index) || complete)
    .map(({ index, marks }) => quoteOf(call.turns[index]!, marks))
    .map(quote => ({ ...quote, isNeighbour: !quoted.has(quote.turnIndex) }))
  const headline = inHeadline ? headlineOf(call, engine.matchHeadline(call, query).marks, maxText) : []
  const facts = [
    formatInstant(call.startedAt, zone),
    shortText(call.agentName ?? call.agentId),
    `outcome ${shortText(call.outcome)}`,
    elsewhere(call) && `environment ${shortText(elsewhere(call)!)}`,
    turns.length > quoted.size && `${plural(turns.length, 'turn')} found, ${quoted.size} quoted`,
  ]
  return {
    conversation_id: shortText(call.id),
    call: shorten(facts.filter(Boolean).join(' · '), maxText),
    turns: turns.slice(0, MOST_NAMED),
    lines: [...headline, ...quotedLines(call, quotes, neighbours, maxText)].join('\n'),
  }
}

/** The quoted turns and those that stand beside them: a long call has thousands of others, which need no marks. */
function shownTurns({ turns }: Conversation, quoted: ReadonlySet<number>, neighbours: number): Turn[] {
  const lines = toLines(turns)
  const turnsOf = (line: Line) => [line.turn.index, ...(line.kind === 'tool' ? line.resultTurns : [])]
  const centres = lines.flatMap((line, position) => (turnsOf(line).some(turn => quoted.has(turn)) ? position : []))
  const shown = aroundOf(centres, neighbours, lines.length).flatMap(position => turnsOf(lines[position]!))
  return [...new Set([...quoted, ...shown])].sort((a, b) => a - b).flatMap(turn => turns[turn] ?? [])
}

/** Characters shown before and after a word beyond the end of a shortened line. */
const AROUND = 60

function quoteOf(turn: Turn, marks: readonly Mark[]): Quote {
  const textOf = (some: readonly Mark[]) => some.map(one => textAt(turn, one).slice(one.start, one.end))
  const words = marks.filter(({ isName }) => !isName)
  const first = words[0] ?? marks[0]
  return {
    turnIndex: turn.index,
    text: turn.message,
    words: textOf(words),
    names: textOf(marks.filter(({ isName }) => isName)),
    ...(first && { excerpt: excerptOf(textAt(turn, first), first, words) }),
  }
}

/** The text about the first mark, with the words that were found in it between « and ». */
function excerptOf(text: string, first: Mark, words: readonly Mark[]): string {
  const [from, to] = [Math.max(0, first.start - AROUND), first.end + AROUND]
  let [out, at] = ['', from]
  for (const { field, position, start, end } of words) {
    if (field !== first.field || position !== first.position || start < at || end > to) continue
    out += `${text.slice(at, start)}«${text.slice(start, end)}»`
    at = end
  }
  return oneLine(out + text.slice(at, to))
}

function textAt(turn: Turn, { field, position }: Mark): string {
  if (field === 'tool_name') return turn.toolCalls[position]?.name ?? ''
  if (field === 'arguments') return turn.toolCalls[position]?.argumentsText ?? ''
  if (field === 'result') return turn.toolResults[position]?.resultText ?? ''
  return turn.message
}

/** Title and summary, where words were found in them. */
function headlineOf(call: Conversation, marks: readonly Mark[], maxText: number): string[] {
  return (['title', 'summary'] as const).flatMap(field => {
    const text = call[field] ?? ''
    const words = marks.filter(one => one.field === field).map(({ start, end }) => text.slice(start, end))
    return words.length > 0 ? [`${field}: ${mark(shorten(oneLine(text), maxText), words)}`] : []
  })
}
