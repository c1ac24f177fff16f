import { UserInputError } from '../../errors.ts'
import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { quoteQuery } from '../../render/quote.ts'
import { continueWindow, decodeCursor, digest, nextCursor } from '../cursor.ts'
import type { ToolContext } from '../define.ts'
import { type FromArchive, fromArchive, notSearched } from '../from-archive.ts'
import { filtersOf, resolveSelection, type Selection } from '../selection.ts'
import { withWhere } from '../where.ts'
import { countsOf, hintsFor } from './archive-counts.ts'
import { type HitRow, hitRows } from './archive-rows.ts'
import type { Found } from './found.ts'
import type { SearchAnswer, SearchInput } from './schema.ts'
import { renderSearch } from './text.ts'

/**
 * Mode words: the index of the archive, which knows totals.
 * @throws UserInputError where there is nothing to look for; as `fromArchive`
 */
export async function searchArchive(request: SearchInput, context: ToolContext): Promise<SearchAnswer> {
  const { role, page_size } = request
  const engine = await import('../../search/index.ts')
  const query = engine.parseQuery(request.query)
  if (query.wanted.length === 0) throw new UserInputError(nothingToLookFor(request.query))
  const given = withWhere(filtersOf(request), request.where)
  const selection = await resolveSelection(given, context)
  const argumentsDigest = digest({
    ...given,
    query: request.query,
    role,
    mode: 'words',
    sort: request.sort,
    size: page_size,
  })
  const position = request.cursor === undefined ? null : decodeCursor(argumentsDigest, request.cursor)
  if (position) continueWindow(selection, position)
  const synced = await fromArchive(selection, true, context)
  const { archive } = synced
  synced.notes.push(...(await notSearched(archive, selection)))
  const page = { order: request.sort ?? 'best', limit: page_size, offset: position?.offset ?? 0 }
  const result = await engine.searchWords(archive, {
    query,
    role,
    filter: selection.filter,
    window: selection.window,
    ...page,
  })
  const selected = result.conversations > 0 ? 0 : await countOf(selection, archive)
  const rows = await hitRows(request, { query, hits: result.hits, archive, zone: selection.zone, engine }, context)
  return answerOf(request, { query, selection, synced, position, result, selected, argumentsDigest }, rows)
}

async function countOf(selection: Selection, archive: FromArchive['archive']): Promise<number> {
  const { countSelected } = await import('../../archive/read/value-counts.ts')
  return (await archive.read(countSelected(selection))).calls
}

const nothingToLookFor = (query: string): string =>
  `${quoteQuery(query)} has no search term. Add a word or number to find, such as refund, "call back" or 5000; terms after a minus only exclude.`

function answerOf(request: SearchInput, found: Found, rows: readonly HitRow[]): SearchAnswer {
  const { selection, synced, position, result } = found
  const left = result.conversations - (position?.offset ?? 0)
  const build = (shown: number, maxText: number): SearchAnswer => {
    const next = nextCursor({ ...found, page: { nextCursor: null, hasMore: false } }, shown, left)
    const notes = [...synced.notes, ...selection.notes, ...hintsFor(found, request)]
    return {
      coverage: {
        counts: countsOf(request, found, shown),
        ...selection.described,
        read: synced.read,
        ...(notes.length > 0 ? { notes } : {}),
      },
      hits: rows.slice(0, shown).map(row => row(maxText)),
      total: { conversations: result.conversations, turns: result.turns },
      has_more: shown < left,
      ...(next === undefined ? {} : { next_cursor: next }),
      notice: NOTICE,
    }
  }
  return fitToBudget({ count: rows.length, maxTokens: request.max_tokens, build, render: renderSearch })
}
