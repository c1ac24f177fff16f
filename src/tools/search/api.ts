import { SMART_SEARCH_FILTERS, TEXT_SEARCH_FILTERS } from '../../api/query.ts'
import { isAhead } from '../../domain/call-state.ts'
import type { Conversation, MessageHit, Page } from '../../domain/conversation.ts'
import { formatInstant } from '../../domain/time.ts'
import { insideWindow } from '../../domain/time-window.ts'
import { ConversationsError, NotFoundError, UserInputError } from '../../errors.ts'
import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { quoteQuery } from '../../render/quote.ts'
import { plural, shorten, shortText } from '../../render/text.ts'
import { readAt } from '../coverage.ts'
import { apiNext, continueWindow, decodeCursor, digest, nextCursor, type Position } from '../cursor.ts'
import type { ToolContext } from '../define.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import { elsewhere, environmentsOf, forApi, ofEnvironment } from '../environment.ts'
import { aheadNote, undatedNote, unnamedNote } from '../odd-calls.ts'
import { withAgentNames } from '../or-fallback.ts'
import { type Quote, quotedLines } from '../quotes.ts'
import { filtersOf, refuseUnsupported, resolveSelection, type Selection } from '../selection.ts'
import { withWhere } from '../where.ts'
import type { SearchAnswer, SearchInput } from './schema.ts'
import { renderSearch } from './text.ts'

/** The hits of one conversation, with its transcript where it could be read. */
interface HitGroup {
  hits: MessageHit[]
  call: Conversation | null
  /** Why it could not be read. */
  unread?: 'no longer available' | 'not readable now'
}

interface ApiHits {
  selection: Selection
  position: Position | null
  page: Page<MessageHit> & { total: number | null }
  /** The page's hits within the exact window. */
  hits: MessageHit[]
  argumentsDigest: string
}

/** So many transcripts are read before it is known whether more are needed. */
const BATCH = 4

/**
 * Modes fuzzy and semantic: the search of the API.
 * @throws UserInputError for filters that it does not have
 */
export async function searchApi(request: SearchInput, context: ToolContext): Promise<SearchAnswer> {
  const { mode, query, page_size } = request
  if (request.role !== undefined) {
    throw new UserInputError(`role requires mode words: the API search (${mode}) does not tell who spoke.`)
  }
  if (request.sort !== undefined) {
    throw new UserInputError(`sort requires mode words: the API search (${mode}) shows the best first.`)
  }
  const given = withWhere(filtersOf(request), request.where)
  const semantic = mode === 'semantic'
  const allowed = [...(semantic ? SMART_SEARCH_FILTERS : TEXT_SEARCH_FILTERS), 'environment']
  refuseUnsupported(given, allowed, `Search mode ${mode}`, semantic)
  if (given.call_successful === 'error') {
    throw new UserInputError(
      `Search mode ${mode} takes call_successful success, failure or unknown; mode words also takes error.`,
    )
  }
  const selection = await resolveSelection(given, context)
  const argumentsDigest = digest({ ...given, query, mode, size: page_size })
  const position = request.cursor === undefined ? null : decodeCursor(argumentsDigest, request.cursor)
  if (position) continueWindow(selection, position)
  const options = { pageSize: page_size, ...(position?.apiCursor ? { cursor: position.apiCursor } : {}) }
  const filter = forApi(selection)
  const page = semantic
    ? await context.source.smartSearch(query, filter, options, context.signal)
    : await context.source.textSearch(query, filter, options, context.signal)
  const hits = page.items.filter(hit => insideWindow(selection.window, hit.startedAt))
  const undated = page.items.filter(hit => hit.startedAt === 0 && !hits.includes(hit))
  const calls = new Set(undated.map(({ conversationId }) => conversationId))
  const ahead = new Set(hits.filter(hit => isAhead(hit.startedAt, context.now())).map(hit => hit.conversationId))
  selection.notes.push(...undatedNote(calls.size), ...aheadNote(ahead.size), ...unnamedNote(page.unnamed))
  const { environment } = selection.filter
  if (environment === undefined) return answerOf(request, { selection, position, page, hits, argumentsDigest }, context)
  const idOf = ({ conversationId }: MessageHit) => conversationId
  const { kept, notes } = ofEnvironment(environment, hits, idOf, await environmentsOf(hits.map(idOf), context))
  selection.notes.push(...notes)
  return answerOf(
    request,
    { selection, position, page: { ...page, total: null }, hits: kept, argumentsDigest },
    context,
  )
}

/**
 * As many found turns of the page as the budget allows, grouped by conversation in the
 * order of their best hits. Transcripts, which alone have neighbours and times, are read only as far as they are shown.
 */
async function answerOf(request: SearchInput, data: ApiHits, context: ToolContext): Promise<SearchAnswer> {
  // A cursor counts the hits in the order in which they are shown.
  const calls = groupByCall(
    groupByCall(data.hits)
      .flat()
      .slice(data.position?.offset ?? 0),
  )
  const read: HitGroup[] = []
  for (;;) {
    read.push(
      ...(await Promise.all(calls.slice(read.length, read.length + BATCH).map(hits => readGroup(hits, context)))),
    )
    const { answer, isFull } = fitted(request, data, read, calls.flat().length, context)
    if (isFull || read.length >= calls.length) return answer
  }
}

/** Where a call cannot be read, the words that the search itself gave are shown. */
async function readGroup(hits: MessageHit[], { source, signal }: ToolContext): Promise<HitGroup> {
  try {
    const [call] = await withAgentNames([await source.get(hits[0]!.conversationId, signal)], { source, signal })
    return { hits, call: call! }
  } catch (error) {
    if (signal.aborted || !(error instanceof ConversationsError)) throw error
    return { hits, call: null, unread: error instanceof NotFoundError ? 'no longer available' : 'not readable now' }
  }
}

const quoteOf = ({ turnIndex, text, highlights }: MessageHit): Quote => ({
  turnIndex,
  text,
  words: highlights.filter(({ isHit }) => isHit).map(({ text: word }) => word),
})

function notesOf({ selection, page, position }: ApiHits, total: number): { notes?: string[] } {
  const hints = total > 0 || page.hasMore || position ? [] : emptyResultHints(selection.filter)
  const notes = [...selection.notes, ...hints]
  return notes.length > 0 ? { notes } : {}
}

function groupByCall(hits: readonly MessageHit[]): MessageHit[][] {
  const ids = [...new Set(hits.map(({ conversationId }) => conversationId))]
  return ids.map(id => hits.filter(({ conversationId }) => conversationId === id))
}

/** The answer with what was read so far; full: more would not fit. */
function fitted(
  request: SearchInput,
  data: ApiHits,
  read: HitGroup[],
  total: number,
  context: ToolContext,
): { answer: SearchAnswer; isFull: boolean } {
  const { selection, page } = data
  const hits = read.flatMap(({ hits }) => hits)
  const groupOf = new Map(read.map(group => [group.hits[0]!.conversationId, group]))
  const shownBy = new Map<SearchAnswer, number>()
  const build = (shown: number, maxText: number): SearchAnswer => {
    const groups = groupByCall(hits.slice(0, shown))
    const next = nextCursor(data, shown, total)
    const answer: SearchAnswer = {
      coverage: {
        counts: counts(shown, groups.length, total, data, request),
        ...selection.described,
        read: readAt(context, selection.zone),
        ...notesOf(data, total),
      },
      hits: groups.map(hits =>
        hitRow({ ...groupOf.get(hits[0]!.conversationId)!, hits }, request, selection.zone, maxText),
      ),
      has_more: shown < total || page.hasMore,
      ...(next === undefined ? {} : { next_cursor: next }),
      notice: NOTICE,
    }
    shownBy.set(answer, shown)
    return answer
  }
  const answer = fitToBudget({ count: hits.length, maxTokens: request.max_tokens, build, render: renderSearch })
  return { answer, isFull: shownBy.get(answer)! < hits.length }
}

function counts(shown: number, calls: number, fetched: number, found: ApiHits, request: SearchInput): string {
  const { page, position } = found
  if (fetched === 0 && !page.hasMore) {
    const hint = request.mode === 'fuzzy' ? ' Try fewer words, or mode semantic.' : ' Try other words, or mode fuzzy.'
    return position ? 'No more turns match.' : `No turns match.${hint}`
  }
  const total =
    page.total === null ? 'the API gives no total' : `${plural(page.total, 'turn')} in total according to the API`
  const cut = fetched - shown
  const more =
    cut > 0
      ? ` ${plural(cut, 'matching turn')} of this page did not fit into max_tokens ${request.max_tokens}. Continue with next_cursor.`
      : apiNext(found) !== null
        ? ' Continue with next_cursor.'
        : ''
  const query = `${quoteQuery(request.query)} (${request.mode})`
  return `${plural(shown, 'matching turn')} in ${plural(calls, 'conversation')} for ${query}, best first (${total}).${more}`
}

function hitRow(group: HitGroup, request: SearchInput, zone: string, maxText: number): SearchAnswer['hits'][number] {
  const { hits, call, unread } = group
  const first = hits[0]!
  const agent = call?.agentName ?? first.agentName ?? call?.agentId ?? first.agentId ?? 'unknown agent'
  const facts = [
    formatInstant(first.startedAt, zone),
    shortText(agent),
    call ? `outcome ${shortText(call.outcome)}` : `transcript ${unread}`,
    elsewhere(call) && `environment ${shortText(elsewhere(call)!)}`,
  ]
  return {
    conversation_id: shortText(first.conversationId),
    call: shorten(facts.filter(Boolean).join(' · '), maxText),
    turns: [...new Set(hits.map(({ turnIndex }) => turnIndex))].sort((a, b) => a - b),
    lines: quotedLines(call, hits.map(quoteOf), request.neighbours, maxText).join('\n'),
  }
}
