import { continueWindow, decodeCursor, digest } from './cursor.ts'
import { defineTool } from './define.ts'
import { listAnswer, renderList } from './list/answer.ts'
import { archivedCalls, isArchived, withSortColumn } from './list/archived.ts'
import { type ColumnName, DEFAULT_COLUMNS } from './list/columns.ts'
import { liveCalls, resultIds } from './list/live.ts'
import { input, type ListInput, output } from './list/schema.ts'
import { orFallback, withAgentNames } from './or-fallback.ts'
import { filtersOf, resolveSelection } from './selection.ts'
import { versionNames } from './versions/names.ts'

export const listConversations = defineTool({
  name: 'list_conversations',
  title: 'List conversations',
  description:
    'Which calls are there? One row per call, with every filter of the API and more. ' +
    'Read one with get_conversation; filter values: list_filter_values. ' +
    'outcome is the evaluation of the goal; unknown means not evaluated, not failed.',
  input,
  output,
  effect: 'read',
  async run(request, context) {
    const columns = withSortColumn(columnsOf(request), request.sort_by)
    const selection = await resolveSelection(filtersOf(request), context)
    const isOfArchive = isArchived(request, columns, selection)
    const results = isOfArchive ? {} : await resultIds(request, columns, selection, context)
    const summaries = columns.some(name => name === 'title' || name === 'summary')
    // Whatever goes to the API: its cursor is good for the very same request only.
    const argumentsDigest = digest({
      ...filtersOf(request),
      ...results,
      summaries,
      by: request.sort_by,
      sort: request.sort_direction,
      size: request.page_size,
    })
    const position = request.cursor === undefined ? null : decodeCursor(argumentsDigest, request.cursor)
    if (position) continueWindow(selection, position)
    const listed = isOfArchive
      ? await archivedCalls(request, { columns, selection, position }, context)
      : await liveCalls(request, { columns, selection, position, results, summaries }, context)
    const calls = await withAgentNames(listed.calls, context)
    const tags = columns.includes('tags') ? await orFallback(context.source.tags(context.signal), [], context) : []
    const isByVersion = columns.includes('version') || columns.includes('branch')
    const { names: versions } = await versionNames(isByVersion ? calls : [], selection, context)
    const found = { columns, selection, position, tags, versions, argumentsDigest, ...listed, calls }
    return listAnswer(request, found, context)
  },
  render: renderList,
})

function columnsOf(request: ListInput): ColumnName[] {
  const columns = new Set<ColumnName>(request.fields ?? DEFAULT_COLUMNS)
  if (request.summary_mode === 'include') columns.add('title').add('summary')
  if (request.evaluation_criteria_ids) columns.add('evaluation')
  if (request.data_collection_ids) columns.add('collected')
  return [...columns]
}
