import type { Conversation, MessageHit, Page } from '../domain/conversation.ts'
import { formatInstant } from '../domain/time.ts'
import { ConversationsError, NotFoundError } from '../errors.ts'
import { fitToBudget } from '../render/budget.ts'
import { type Fence, NOTICE } from '../render/fence.ts'
import { fact, plural, shorten } from '../render/text.ts'
import { coverageLines, readAt } from './coverage.ts'
import { apiNext, nextCursor, type Place } from './cursor.ts'
import type { ToolContext } from './define.ts'
import { quotedLines } from './quotes.ts'
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
  return Promise.all(
    groupByCall(hits).map(async hits => ({
      hits,
      // Where a call cannot be read, the words that the search itself gave are shown.
      ...(await source.get(hits[0]!.conversationId, signal).then(
        call => ({ call }),
        error => {
          if (!(error instanceof ConversationsError)) throw error
          const isGone = error instanceof NotFoundError
          return { call: null, unread: isGone ? ('no longer there' as const) : ('not readable now' as const) }
        },
      )),
    })),
  )
}

function groupByCall(hits: readonly MessageHit[]): MessageHit[][] {
  const ids = [...new Set(hits.map(({ conversationId }) => conversationId))]
  return ids.map(id => hits.filter(({ conversationId }) => conversationId === id))
}

/** The answer of `search_conversations`: as many found turns of the page as the budget allows. */
export function searchAnswer(
  request: SearchInput,
  data: Found,
  context: Pick<ToolContext, 'now' | 'origin'>,
): SearchAnswer {
  const { selection, page, place, found } = data
  const hits = found.flatMap(({ hits }) => hits).slice(place?.offset ?? 0)
  const groupOf = new Map(found.map(group => [group.hits[0]!.conversationId, group]))
  const build = (shown: number, maxText: number): SearchAnswer => {
    const groups = groupByCall(hits.slice(0, shown))
    const next = nextCursor(data, shown, hits.length)
    return {
      coverage: {
        counts: counts(shown, groups.length, hits.length, data, request),
        ...selection.described,
        read: readAt(context, selection.zone),
        ...(selection.notes.length > 0 ? { notes: selection.notes } : {}),
      },
      hits: groups.map(hits =>
        hitRow({ ...groupOf.get(hits[0]!.conversationId)!, hits }, request, selection.zone, maxText),
      ),
      has_more: shown < hits.length || page.hasMore,
      ...(next === undefined ? {} : { next_cursor: next }),
      notice: NOTICE,
    }
  }
  return fitToBudget({ count: hits.length, maxTokens: request.max_tokens, build, render: renderSearch })
}

function counts(shown: number, calls: number, fetched: number, found: Found, request: SearchInput): string {
  const { page, place } = found
  if (fetched === 0 && !page.hasMore) {
    const hint = request.mode === 'fuzzy' ? ' Try fewer words, or mode semantic.' : ' Try other words, or mode fuzzy.'
    return place ? 'No more turns match.' : `No turn matches.${hint}`
  }
  const total = page.total === null ? 'the API gives no total' : `${plural(page.total, 'turn')} in all, says the API`
  const cut = fetched - shown
  const more =
    cut > 0
      ? ` ${plural(cut, 'found turn')} of this page did not fit into max_tokens ${request.max_tokens}; next_cursor goes on with them.`
      : apiNext(found) !== null
        ? ' next_cursor goes on.'
        : ''
  return `${plural(shown, 'found turn')} in ${plural(calls, 'conversation')}, best first (${total}).${more}`
}

function hitRow(group: HitGroup, request: SearchInput, zone: string, maxText: number): SearchAnswer['hits'][number] {
  const { hits, call, unread } = group
  const first = hits[0]!
  const agent = call?.agentName ?? first.agentName ?? call?.agentId ?? first.agentId ?? 'unknown agent'
  const facts = [
    formatInstant(first.startedAt, zone),
    fact(agent),
    call ? `outcome ${fact(call.outcome)}` : `transcript ${unread}`,
  ]
  return {
    conversation_id: fact(first.conversationId),
    call: shorten(facts.join(' · '), maxText),
    turns: [...new Set(hits.map(({ turnIndex }) => turnIndex))].sort((a, b) => a - b),
    lines: quotedLines(call, hits, request.neighbours, maxText).join('\n'),
  }
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
