import type { Archive } from '../../archive/archive.ts'
import type { Conversation, Turn } from '../../domain/conversation.ts'
import { LONGEST_PSEUDONYM, PSEUDONYM } from '../../domain/pseudonym.ts'
import { formatInstant } from '../../domain/time.ts'
import { inTurns, type Pieces } from '../../pieces.ts'
import { oneLine, plural, shorten, shortText } from '../../render/text.ts'
import type { Hit, Mark, Query } from '../../search/index.ts'
import type { ToolContext } from '../define.ts'
import { elsewhere } from '../environment.ts'
import { withAgentNames } from '../or-fallback.ts'
import { mark, type Quote, quotedLines } from '../quotes.ts'
import { type FoundCall, readFound, shownTurns } from './excerpts.ts'
import type { SearchAnswer, SearchInput } from './schema.ts'

/** One call of the answer, given the longest text that may stand in it. */
export type HitRow = (maxText: number) => SearchAnswer['hits'][number]

interface Hits {
  query: Query
  hits: readonly Hit[]
  archive: Archive
  zone: string
  engine: Pick<typeof import('../../search/index.ts'), 'matchTurnsInPieces' | 'matchHeadline' | 'matchEvaluation'>
}

/** Turns named of one call. */
const MOST_NAMED = 50

export async function hitRows(request: SearchInput, found: Hits, context: ToolContext): Promise<HitRow[]> {
  const there = await inTurns(readFound(found.hits, request.neighbours, found.archive), context.signal)
  const calls = await withAgentNames(
    there.map(({ call }) => call),
    context,
  )
  const rowsInPieces = function* (): Pieces<HitRow[]> {
    const rows: HitRow[] = []
    for (const [at, call] of calls.entries()) {
      if (at > 0) yield
      rows.push(yield* hitRow(request, { ...there[at]!, call }, found))
    }
    return rows
  }
  return inTurns(rowsInPieces(), context.signal)
}

function* hitRow({ role, neighbours }: SearchInput, { hit, quoted, call }: FoundCall, found: Hits): Pieces<HitRow> {
  const { query, engine, zone } = found
  const matches = yield* engine.matchTurnsInPieces({ turns: shownTurns(call, quoted, neighbours) }, query, role)
  // Of a turn that is masked, what was found may no longer be there.
  const unmarked = quoted.filter(turn => !matches.some(({ index }) => index === turn))
  const quotes = [...matches, ...unmarked.map(index => ({ index, complete: false, marks: [] }))]
    .filter(({ index, complete }) => quoted.includes(index) || complete)
    .map(({ index, marks }) => quoteOf(call.turns.find(turn => turn.index === index)!, marks))
    .map(quote => ({ ...quote, isNeighbour: !quoted.includes(quote.turnIndex) }))
  const written = [
    ...(hit.inHeadline ? engine.matchHeadline(call, query).marks : []),
    ...(hit.inEvaluation ? engine.matchEvaluation(call, query).marks : []),
  ]
  const facts = [
    formatInstant(call.startedAt, zone),
    shortText(call.agentName ?? call.agentId),
    `outcome ${shortText(call.outcome)}`,
    elsewhere(call) && `environment ${shortText(elsewhere(call)!)}`,
    hit.turns.length > quoted.length && `${plural(hit.turns.length, 'turn')} found, ${quoted.length} quoted`,
  ].filter(Boolean)
  return maxText => ({
    conversation_id: shortText(call.id),
    call: shorten(facts.join(' · '), maxText),
    turns: hit.turns.slice(0, MOST_NAMED),
    lines: [...writtenLines(call, written, maxText), ...quotedLines(call, quotes, neighbours, maxText)].join('\n'),
  })
}

/** Characters shown before and after a word beyond the end of a shortened line. */
const AROUND = 60

function quoteOf(turn: Turn, marks: readonly Mark[]): Quote {
  const shown = marks.filter(mark => !isInPseudonym(textAt(turn, mark), mark))
  const textOf = (some: readonly Mark[]) => [...new Set(some.map(one => textAt(turn, one).slice(one.start, one.end)))]
  const words = shown.filter(({ isName }) => !isName)
  const first = words[0] ?? shown[0]
  return {
    turnIndex: turn.index,
    text: turn.message,
    words: textOf(words),
    names: textOf(shown.filter(({ isName }) => isName)),
    ...(first && { excerpt: excerptOf(textAt(turn, first), first, words) }),
  }
}

/** Looks about the mark only: a turn may have as many marks as words. */
function isInPseudonym(text: string, { start, end }: Mark): boolean {
  const from = Math.max(0, start - LONGEST_PSEUDONYM)
  const near = text.slice(from, end + LONGEST_PSEUDONYM).matchAll(PSEUDONYM)
  return [...near].some(({ 0: whole, index }) => start < from + index + whole.length && end > from + index)
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

/** What was written of the call, where words were found in it. */
function writtenLines(call: Conversation, marks: readonly Mark[], maxText: number): string[] {
  const firsts = marks.filter((mark, at) => at === 0 || !isSameText(mark, marks[at - 1]!))
  return firsts.slice(0, MOST_WRITTEN).map(first => {
    const { name, text } = writtenAt(call, first)
    const own = marks.filter(mark => isSameText(mark, first) && !isInPseudonym(text, mark))
    const words = [...new Set(own.map(({ start, end }) => text.slice(start, end)))]
    const line = mark(shorten(oneLine(text), maxText), words)
    const isShown = line.includes('«') || own.length === 0
    return `${name}: ${isShown ? line : `${line} [later: …${excerptOf(text, own[0]!, own)}…]`}`
  })
}

/** Of one call, which may have hundreds of rationales. */
const MOST_WRITTEN = 3

const isSameText = (a: Mark, b: Mark): boolean => a.field === b.field && a.position === b.position

function writtenAt(call: Conversation, { field, position }: Mark): { name: string; text: string } {
  if (field === 'title' || field === 'summary') return { name: field, text: call[field] ?? '' }
  if (field === 'comment') return { name: 'comment of the caller', text: call.feedback?.comment ?? '' }
  if (field === 'data') {
    const { id, rationale } = call.collected[position]!
    return { name: `rationale of data field ${shortText(id)}`, text: rationale ?? '' }
  }
  const { id, result, rationale } = call.criteria[position]!
  return { name: `rationale of criterion ${shortText(id)} (${shortText(result)})`, text: rationale ?? '' }
}
