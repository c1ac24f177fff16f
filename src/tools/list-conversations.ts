import type { ConversationSummary } from '../domain/conversation.ts'
import type { ListOptions } from '../domain/filter.ts'
import { insideWindow } from '../domain/time-window.ts'
import { plural } from '../render/text.ts'
import { continueWindow, decodeCursor, digest } from './cursor.ts'
import { defineTool, type ToolContext } from './define.ts'
import { agentIdsOf, definitionsOf, MOST_AGENTS } from './definitions.ts'
import { environmentsOf, forApi, ofEnvironment } from './environment.ts'
import { listAnswer, renderList } from './list/answer.ts'
import { type ColumnName, DEFAULT_COLUMNS } from './list/columns.ts'
import { input, type ListInput, output } from './list/schema.ts'
import { maskedTitles } from './masked-titles.ts'
import { unnamedNote } from './odd-calls.ts'
import { orFallback, withAgentNames } from './or-fallback.ts'
import { filtersOf, resolveSelection, type Selection } from './selection.ts'
import { versionNames } from './versions/names.ts'

export const listConversations = defineTool({
  name: 'list_conversations',
  title: 'List conversations',
  description:
    'Which calls are there? One row per call, newest first, with every filter of the API. ' +
    'Read one with get_conversation, search what was said with search_conversations, look up filter values with list_filter_values. ' +
    'The API gives no totals: has_more tells whether more match. outcome is the evaluation of the goal; unknown means not evaluated, not failed.',
  input,
  output,
  effect: 'read',
  async run(request, context) {
    const columns = columnsOf(request)
    const selection = await resolveSelection(filtersOf(request), context)
    const results = await resultIds(request, columns, selection, context)
    const summaries = columns.some(name => name === 'title' || name === 'summary')
    // Whatever goes to the API: its cursor is good for the very same request only.
    const argumentsDigest = digest({
      ...filtersOf(request),
      ...results,
      summaries,
      sort: request.sort_direction,
      size: request.page_size,
    })
    const position = request.cursor === undefined ? null : decodeCursor(argumentsDigest, request.cursor)
    if (position) continueWindow(selection, position)
    const options: ListOptions = {
      pageSize: request.page_size,
      sort: request.sort_direction ?? 'desc',
      summaries,
      ...(position?.apiCursor ? { cursor: position.apiCursor } : {}),
      ...results,
    }
    const page = await context.source.list(forApi(selection), options, context.signal)
    const once = [...new Map(page.items.map(call => [call.id, call])).values()]
    const repeated = page.items.length - once.length
    if (repeated > 0)
      selection.notes.push(`The API returned ${plural(repeated, 'row')} twice; each call is shown once.`)
    selection.notes.push(...unnamedNote(page.unnamed))
    const inside = once.filter(call => insideWindow(selection.window, call.startedAt))
    const undated =
      once.filter(call => call.startedAt === 0).length - inside.filter(call => call.startedAt === 0).length
    const shown = summaries ? await maskedTitles(inside, context) : inside
    const calls = await withAgentNames(await withEnvironments(shown, columns, selection, context), context)
    const tags = columns.includes('tags') ? await orFallback(context.source.tags(context.signal), [], context) : []
    const isByVersion = columns.includes('version') || columns.includes('branch')
    const { names: versions } = await versionNames(isByVersion ? calls : [], selection, context)
    const found = { columns, selection, position, page, calls, undated, tags, versions, argumentsDigest }
    return listAnswer(request, found, context)
  },
  render: renderList,
})

/** Each call is read for it, so only where it is asked for. */
async function withEnvironments(
  calls: ConversationSummary[],
  columns: readonly ColumnName[],
  { filter: { environment: wanted }, notes }: Selection,
  context: ToolContext,
): Promise<ConversationSummary[]> {
  if (wanted === undefined && !columns.includes('environment')) return calls
  const ids = calls.filter(({ environment }) => environment === null).map(({ id }) => id)
  const read = await environmentsOf(ids, context)
  const known = new Map(
    calls.flatMap(({ id, environment }) => (environment === null ? [] : [[id, environment] as const])),
  )
  const all = new Map([...read, ...known])
  const told = calls.map(call => ({ ...call, environment: all.get(call.id) ?? null }))
  if (wanted === undefined) return told
  const { kept, notes: said } = ofEnvironment(wanted, told, ({ id }) => id, all)
  notes.push(...said)
  return kept
}

function columnsOf(request: ListInput): ColumnName[] {
  const columns = new Set<ColumnName>(request.fields ?? DEFAULT_COLUMNS)
  if (request.summary_mode === 'include') columns.add('title').add('summary')
  if (request.evaluation_criteria_ids) columns.add('evaluation')
  if (request.data_collection_ids) columns.add('collected')
  return [...columns]
}

/** The API shows evaluation results and collected data only by id; without given ids, those of the agents in question. */
async function resultIds(
  request: ListInput,
  columns: readonly ColumnName[],
  { filter, notes }: Selection,
  context: ToolContext,
) {
  const wanted = {
    criteriaIds: columns.includes('evaluation') ? request.evaluation_criteria_ids : [],
    dataFieldIds: columns.includes('collected') ? request.data_collection_ids : [],
  }
  if (wanted.criteriaIds && wanted.dataFieldIds) return wanted
  const agents = await agentIdsOf(filter.agent_id, context)
  if (agents.length > MOST_AGENTS) {
    notes.push(
      `evaluation and collected cover ${MOST_AGENTS} of ${agents.length} agents; filter by agent_id to see others.`,
    )
  }
  const { definitions, areAllRead } = await definitionsOf(agents.slice(0, MOST_AGENTS), context)
  if (definitions.length === 0 || !areAllRead) {
    notes.push(
      'Criteria and data fields of some agents could not be read; pass evaluation_criteria_ids or data_collection_ids.',
    )
  }
  notes.push('evaluation and collected show the criteria and data fields defined today; pass ids to see others.')
  const all = (lists: { id: string }[][]) => [...new Set(lists.flat().map(({ id }) => id))]
  return {
    criteriaIds: wanted.criteriaIds ?? all(definitions.map(({ criteria }) => criteria)),
    dataFieldIds: wanted.dataFieldIds ?? all(definitions.map(({ dataFields }) => dataFields)),
  }
}
