import { isAhead, isStuck } from '../../domain/call-state.ts'
import type { ConversationSummary, Tag } from '../../domain/conversation.ts'
import { formatDuration } from '../../domain/time.ts'
import { fitToBudget } from '../../render/budget.ts'
import { type Fence, NOTICE } from '../../render/fence.ts'
import { quote } from '../../render/quote.ts'
import { tsv } from '../../render/table.ts'
import { bytes, formatCount, plural, shorten, shortText } from '../../render/text.ts'
import { type Coverage, coverageLines, readAt } from '../coverage.ts'
import { apiNext, nextCursor, type Position } from '../cursor.ts'
import type { ToolContext } from '../define.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import { aheadNote, stuckNote, undatedNote } from '../odd-calls.ts'
import type { Selection } from '../selection.ts'
import type { Archived } from './archived.ts'
import { type ColumnName, column } from './columns.ts'
import type { LivePage } from './live.ts'
import type { ListAnswer, ListInput } from './schema.ts'

interface ListPage extends LivePage {
  columns: ColumnName[]
  selection: Selection
  /** Where this page starts; null: at the beginning. */
  position: Position | null
  /** Where the archive made the list. */
  archived?: Archived
  tags: Tag[]
  /** Names of versions and branches by id, where they are shown. */
  versions: ReadonlyMap<string, string>
  /** Fingerprint of the arguments, for the next cursor. */
  argumentsDigest: string
}

/** From this many rows on, agents are named once above the table and by letter in it. */
const ROWS_WITH_NAMES = 30

/** The answer of `list_conversations`: as many rows of the page as the budget allows; the cursor goes on behind them. */
export function listAnswer(
  request: ListInput,
  found: ListPage,
  context: Pick<ToolContext, 'now' | 'origin'>,
): ListAnswer {
  const { selection, page, position, archived } = found
  const calls = archived ? found.calls : found.calls.slice(position?.offset ?? 0)
  const left = archived?.left ?? calls.length
  const columns = withStatus(found.columns, request, calls)
  const legend = legendOf(calls, columns)
  const agent = ({ agentName, agentId }: ConversationSummary) => {
    const name = nameOf(agentName, agentId)
    return legend?.get(name) ?? name
  }
  const versionName = (id: string | null): string | null => found.versions.get(id ?? '') ?? id
  const rows = calls.map(call =>
    columns.map(name => column(name).value(call, { zone: selection.zone, tags: found.tags, agent, versionName })),
  )
  const build = (shown: number, maxText: number): ListAnswer => {
    const cursor = nextCursor(found, shown, left)
    const shownRows = rows.slice(0, shown)
    const cut = shownRows.some(row => row.some(cell => typeof cell === 'string' && bytes(cell) > maxText))
    const notes = [
      ...selection.notes,
      ...undatedNote(found.undated),
      ...(archived ? [] : aheadNote(calls.filter(call => isAhead(call.startedAt, context.now())).length)),
      ...stuckNote(calls.filter(call => isStuck(call, context.now())).length),
      ...(calls.length > 0 || page.hasMore || position ? [] : emptyResultHints(selection.filter)),
      ...(cut ? [`Texts are truncated at ${maxText} bytes; raise max_tokens.`] : []),
    ]
    return {
      coverage: {
        counts: counts(shown, calls.length, found, request),
        ...selection.described,
        read: archived?.read ?? readAt(context, selection.zone),
        ...(notes.length > 0 ? { notes } : {}),
      },
      ...(legend ? { agents: Object.fromEntries([...legend].map(([name, letter]) => [letter, name])) } : {}),
      columns,
      rows: shownRows.map(row => row.map(cell => (typeof cell === 'string' ? shorten(cell, maxText) : cell))),
      has_more: shown < left || page.hasMore,
      ...(cursor === undefined ? {} : { next_cursor: cursor }),
      ...(rows.length > 0 ? { notice: NOTICE } : {}),
    }
  }
  return fitToBudget({ count: rows.length, maxTokens: request.max_tokens, build, render: renderList })
}

const nameOf = (name: string | null, id: string): string => shortText(name ?? '') || shortText(id)

/** Without own choice of columns, a call that is not simply done shows its status. */
function withStatus(columns: ColumnName[], request: ListInput, calls: readonly ConversationSummary[]): ColumnName[] {
  const show =
    request.fields === undefined && !columns.includes('status') && calls.some(({ status }) => status !== 'done')
  return show ? [...columns, 'status'] : columns
}

function legendOf(calls: readonly ConversationSummary[], columns: readonly ColumnName[]): Map<string, string> | null {
  if (!columns.includes('agent') || calls.length <= ROWS_WITH_NAMES) return null
  const names = [...new Set(calls.map(({ agentName, agentId }) => nameOf(agentName, agentId)))]
  return new Map(names.map((name, index) => [name, letters(index)]))
}

/** A … Z, AA, AB … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last
}

function counts(shown: number, fetched: number, found: ListPage, request: ListInput): string {
  const { page, position, archived } = found
  const order = orderOf(request)
  const cut = fetched - shown
  if (archived) return archivedCounts(shown, cut, found, archived, request)
  if (fetched === 0 && !page.hasMore) return position ? 'No more calls: the list is complete.' : 'No calls match.'
  return `${plural(shown, 'call')}, ${order}. ${more()}`

  function more(): string {
    if (cut > 0) {
      return `${plural(cut, 'call')} of this page did not fit into max_tokens ${request.max_tokens}. Continue with next_cursor.`
    }
    if (apiNext(found) !== null && page.items.length === 0) {
      return 'The API returned an empty page but reports more matches. Continue with next_cursor.'
    }
    if (apiNext(found) !== null) {
      const may = found.selection.filter.environment === undefined ? '' : 'may '
      return `More ${may}match (the API gives no total). Continue with next_cursor.`
    }
    if (page.hasMore && page.nextCursor !== null) {
      return "More match, but the API's cursor leads back to this page; narrow the filters."
    }
    if (page.hasMore) return 'More match, but the API returned no cursor for them; narrow the filters.'
    return position ? 'End of the list.' : 'No more match.'
  }
}

function archivedCounts(
  shown: number,
  cut: number,
  { position }: ListPage,
  { total, left }: Archived,
  request: ListInput,
): string {
  if (total === 0) return 'No calls match.'
  const start = position?.offset ?? 0
  const range = start > 0 ? `, ${formatCount(start + 1)} to ${formatCount(start + shown)} shown` : ''
  const some = start === 0 && shown < total ? `, ${formatCount(shown)} shown` : ''
  const fit = cut > 0 ? ` ${plural(cut, 'call')} of this page did not fit into max_tokens ${request.max_tokens}.` : ''
  const next = shown < left ? ' Continue with next_cursor.' : ''
  return `${plural(total, 'call')}, ${orderOf(request)}${range}${some}.${fit}${next}`
}

function orderOf({ sort_by: by = 'start', sort_direction: direction = 'desc' }: ListInput): string {
  if (by === 'start') return direction === 'desc' ? 'newest first' : 'oldest first'
  return `sorted by ${by}, ${direction === 'desc' ? 'largest' : 'smallest'} first`
}

/** The text half: coverage, then a tab-separated table, always fenced. Durations are shown as m:ss. */
export function renderList(answer: ListAnswer, fence: Fence): string {
  const { columns, rows, agents } = answer
  const duration = columns.indexOf('duration')
  const table = tsv({
    columns,
    rows: rows.map(row =>
      row.map((cell, at) => (at === duration && typeof cell === 'number' ? formatDuration(cell) : cell)),
    ),
  })
  const legend = Object.entries(agents ?? {}).map(([letter, name]) => `${letter} = ${quote(name)}`)
  const said = [agents && `agents: ${legend.join('; ')}`, table].filter(Boolean).join('\n')
  return [
    ...coverageLines(answer.coverage satisfies Coverage),
    rows.length > 0 && fence(said),
    answer.next_cursor && `next_cursor: ${answer.next_cursor}`,
  ]
    .filter(Boolean)
    .join('\n')
}
