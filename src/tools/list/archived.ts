import type { Position } from '../cursor.ts'
import type { ToolContext } from '../define.ts'
import { ofArchive } from '../environment.ts'
import { fromArchive } from '../from-archive.ts'
import type { Selection } from '../selection.ts'
import { type ColumnName, type ListedCall, SORT_COLUMNS } from './columns.ts'
import type { LivePage } from './live.ts'
import type { ListInput } from './schema.ts'

/** What an archive knows of a list beside its rows. */
export interface Archived {
  /** Calls from the place of this page on. */
  left: number
  total: number
  read: string
}

/** The API sorts by the start alone, lacks some filters, and does not list the cost. */
export const isArchived = (
  { sort_by: by = 'start' }: ListInput,
  columns: readonly ColumnName[],
  { filter }: Selection,
): boolean => by !== 'start' || columns.includes('cost') || ofArchive(filter).length > 0

/** What rows are sorted by is shown. */
export const withSortColumn = (columns: ColumnName[], by: ListInput['sort_by']): ColumnName[] => {
  const own = by && SORT_COLUMNS[by]
  return own && !columns.includes(own) ? [...columns, own] : columns
}

interface Asked {
  columns: readonly ColumnName[]
  selection: Selection
  position: Position | null
}

/** The same page as the archive has it, which knows how many calls there are. */
export async function archivedCalls(
  request: ListInput,
  { columns, selection, position }: Asked,
  context: ToolContext,
): Promise<LivePage & { archived: Archived }> {
  // Lists tell all but the cost.
  const { archive, read, notes } = await fromArchive(selection, columns.includes('cost'), context)
  selection.notes.unshift(...notes)
  const { sortedCalls } = await import('../../archive/read/sorted-calls.ts')
  const offset = position?.offset ?? 0
  const { sort_by: by = 'start', sort_direction: direction, page_size: limit } = request
  const order = { by, isAscending: direction === 'asc', limit, offset }
  const { total, calls } = await archive.read(sortedCalls(selection, order))
  const { evaluation_criteria_ids: criteria, data_collection_ids: fields } = request
  const rows = await Promise.all(
    calls.map(async ({ id, cost }): Promise<ListedCall[]> => {
      const call = await archive.summary(id)
      if (!call) return []
      const isAsked = (ids: readonly string[] | undefined, id: string) => ids === undefined || ids.includes(id)
      return [
        {
          ...call,
          cost,
          criteria: call.criteria.filter(({ id }) => isAsked(criteria, id)),
          collected: call.collected.filter(({ id }) => isAsked(fields, id)),
        },
      ]
    }),
  )
  const page = { items: rows.flat(), nextCursor: null, hasMore: false }
  return { page, calls: rows.flat(), undated: 0, archived: { left: Math.max(0, total - offset), total, read } }
}
