import type { Conversation, MessageHit, Page } from '../domain/conversation.ts'
import { formatInstant } from '../domain/time.ts'
import { toLines } from '../domain/transcript.ts'
import { ConversationsError, NotFoundError } from '../errors.ts'
import { fitToBudget } from '../render/budget.ts'
import { type Fence, NOTICE } from '../render/fence.ts'
import { oneLine, plural } from '../render/text.ts'
import { transcriptLines } from '../render/transcript.ts'
import { coverageLines, readAt } from './coverage.ts'
import { encodeCursor, type Place } from './cursor.ts'
import type { ToolContext } from './define.ts'
import type { SearchAnswer, SearchInput } from './search-conversations.ts'
import type { Selection } from './selection.ts'

/** The hits of one conversation, with its transcript where it could be read. */
interface HitGroup {
  hits: MessageHit[]
  call: Conversation | null
  /** Why it could not be read. */
  unread?: 'no longer there' | 'not readable now'
}

interface Found {
  selection: Selection
  place: Place | null
  page: Page<MessageHit> & { total: number | null }
  found: HitGroup[]
  of: string
}

/** Groups hits by conversation, in the order of their best hits, and reads the transcripts: only they have neighbours and times. */
export async function fetchHits(hits: readonly MessageHit[], { source, signal }: ToolContext): Promise<HitGroup[]> {
  const ids = [...new Set(hits.map(({ conversationId }) => conversationId))]
  return Promise.all(
    ids.map(async id => ({
      hits: hits.filter(({ conversationId }) => conversationId === id),
      // Where a call cannot be read, the words that the search itself gave are shown.
      ...(await source.get(id, signal).then(
        call => ({ call }),
        error => {
          if (!(error instanceof ConversationsError)) throw error
          return {
            call: null,
            unread: error instanceof NotFoundError ? ('no longer there' as const) : ('not readable now' as const),
          }
        },
      )),
    })),
  )
}

/** The answer of `search_conversations`: as many conversations of the page as the budget allows. */
export function searchAnswer(
  request: SearchInput,
  data: Found,
  context: Pick<ToolContext, 'now' | 'origin'>,
): SearchAnswer {
  const { selection, page, place } = data
  const offset = place?.offset ?? 0
  const groups = data.found.slice(offset)
  const rows = groups.map(group => hitRow(group, request, selection.zone))
  const build = (shown: number): SearchAnswer => {
    const rest = shown < rows.length
    const next =
      rest || page.nextCursor !== null
        ? encodeCursor(data.of, {
            apiCursor: rest ? (place?.apiCursor ?? null) : page.nextCursor,
            offset: rest ? offset + shown : 0,
            after: selection.window?.afterUnix ?? null,
            before: selection.window?.beforeUnix ?? null,
          })
        : undefined
    return {
      coverage: {
        counts: counts(groups.slice(0, shown), data, rows.length - shown, request),
        ...selection.described,
        read: readAt(context, selection.zone),
        ...(selection.notes.length > 0 ? { notes: selection.notes } : {}),
      },
      hits: rows.slice(0, shown),
      has_more: rest || page.hasMore,
      ...(next === undefined ? {} : { next_cursor: next }),
      notice: NOTICE,
    }
  }
  return fitToBudget(rows.length, request.max_tokens, build, renderSearch)
}

function counts(shown: readonly HitGroup[], { page, place }: Found, cut: number, request: SearchInput): string {
  if (shown.length === 0 && cut === 0 && !page.hasMore) {
    const hint = request.mode === 'fuzzy' ? ' Try fewer words, or mode semantic.' : ' Try other words, or mode fuzzy.'
    return place ? 'No more turns match.' : `No turn matches.${hint}`
  }
  const turns = shown.reduce((sum, { hits }) => sum + hits.length, 0)
  const total =
    page.total === null ? 'the API gives no total' : `${plural(page.total, 'turn')} match in all, says the API`
  const more =
    cut > 0
      ? ` ${plural(cut, 'conversation')} of this page did not fit into max_tokens ${request.max_tokens}; next_cursor goes on with them.`
      : page.nextCursor !== null
        ? ' next_cursor goes on.'
        : ''
  return `${plural(turns, 'found turn')} in ${plural(shown.length, 'conversation')} shown, best first (${total}).${more}`
}

function hitRow({ hits, call, unread }: HitGroup, request: SearchInput, zone: string): SearchAnswer['hits'][number] {
  const first = hits[0]!
  const agent = call?.agentName ?? first.agentName ?? call?.agentId ?? first.agentId ?? 'unknown agent'
  const facts = [
    formatInstant(first.startedAt, zone),
    oneLine(agent),
    call ? `outcome ${call.outcome}` : `transcript ${unread}`,
  ]
  return {
    conversation_id: first.conversationId,
    call: facts.join(' · '),
    turns: [...new Set(hits.map(({ turnIndex }) => turnIndex))].sort((a, b) => a - b),
    lines: call ? quoted(call, hits, request) : hits.map(hit => `> ${hit.turnIndex} - ${oneLine(hit.text)}`).join('\n'),
  }
}

/** The found lines with their neighbours, `>` before those found, `…` where lines between two of them are left out. */
function quoted(call: Conversation, hits: readonly MessageHit[], { neighbours, max_tokens }: SearchInput): string {
  const lines = toLines(call.turns)
  const rendered = transcriptLines(lines, {
    maxToolBytes: 300,
    maxTurnBytes: max_tokens,
    metrics: false,
    costs: false,
    rag: false,
    agentNames: new Map(),
  })
  const found = new Map<number, MessageHit>()
  for (const hit of hits) {
    const exact = lines.findIndex(
      line => line.turn.index === hit.turnIndex || (line.kind === 'tool' && line.resultTurn === hit.turnIndex),
    )
    if (exact >= 0) found.set(exact, hit)
  }
  const out: string[] = []
  let last = -1
  rendered.forEach((text, position) => {
    const hit = found.get(position)
    const near = [...found.keys()].some(at => Math.abs(at - position) <= neighbours)
    if (!near) return
    if (last >= 0 && position > last + 1) out.push('…')
    out.push(hit ? `> ${marked(text, hit)}` : text)
    last = position
  })
  return out.join('\n')
}

/** The words that matched, between « and », wherever they stand as words of their own. */
function marked(text: string, hit: MessageHit): string {
  const words = hit.highlights
    .filter(({ isHit }) => isHit)
    .map(({ text: word }) => oneLine(word))
    .filter(Boolean)
  return [...new Set(words)].reduce((line, word) => {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return line.replace(new RegExp(`(?<![\\p{L}\\p{N}«])${escaped}(?![\\p{L}\\p{N}»])`, 'giu'), '«$&»')
  }, text)
}

/** The text half: coverage, then the conversations with their quoted turns. */
export function renderSearch(answer: SearchAnswer, fence: Fence): string {
  const groups = answer.hits.map(({ conversation_id, call, lines }) => `${conversation_id} · ${call}\n${lines}`)
  return [
    ...coverageLines(answer.coverage),
    groups.length > 0 && fence(groups.join('\n\n')),
    answer.next_cursor && `next_cursor: ${answer.next_cursor}`,
  ]
    .filter(Boolean)
    .join('\n')
}
