import type { ConversationSummary, Page } from '../../domain/conversation.ts'
import type { ListOptions } from '../../domain/filter.ts'
import { insideWindow } from '../../domain/time-window.ts'
import { plural } from '../../render/text.ts'
import type { Position } from '../cursor.ts'
import type { ToolContext } from '../define.ts'
import { agentIdsOf, definitionsOf, MOST_AGENTS } from '../definitions.ts'
import { environmentsOf, forApi, ofEnvironment } from '../environment.ts'
import { maskedTitles } from '../masked-titles.ts'
import { unnamedNote } from '../odd-calls.ts'
import type { Selection } from '../selection.ts'
import type { ColumnName } from './columns.ts'
import type { ListInput } from './schema.ts'

interface Asked {
  columns: readonly ColumnName[]
  selection: Selection
  position: Position | null
  results: ResultIds
  summaries: boolean
}

/** A page of the API's list. */
export interface LivePage {
  page: Page<ConversationSummary>
  /** The page's calls within the exact window. */
  calls: ConversationSummary[]
  /** Those that no window holds, since their start is not known. */
  undated: number
}

/** A page as the API lists it now. */
export async function liveCalls(
  request: ListInput,
  { columns, selection, position, results, summaries }: Asked,
  context: ToolContext,
): Promise<LivePage> {
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
  if (repeated > 0) selection.notes.push(`The API returned ${plural(repeated, 'row')} twice; each call is shown once.`)
  selection.notes.push(...unnamedNote(page.unnamed))
  const inside = once.filter(call => insideWindow(selection.window, call.startedAt))
  const undated = once.filter(call => call.startedAt === 0).length - inside.filter(call => call.startedAt === 0).length
  const shown = summaries ? await maskedTitles(inside, context) : inside
  return { page, calls: await withEnvironments(shown, columns, selection, context), undated }
}

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

export type ResultIds = Pick<ListOptions, 'criteriaIds' | 'dataFieldIds'>

/** The API shows evaluation results and collected data only by id; without given ids, those of the agents in question. */
export async function resultIds(
  request: ListInput,
  columns: readonly ColumnName[],
  { filter, notes }: Selection,
  context: ToolContext,
): Promise<ResultIds> {
  const { criteriaIds, dataFieldIds } = {
    criteriaIds: columns.includes('evaluation') ? request.evaluation_criteria_ids : [],
    dataFieldIds: columns.includes('collected') ? request.data_collection_ids : [],
  }
  if (criteriaIds && dataFieldIds) return { criteriaIds, dataFieldIds }
  const agents = await agentIdsOf(filter.agent_id, context)
  if (agents.length > MOST_AGENTS) {
    notes.push(
      `evaluation and collected cover ${MOST_AGENTS} of ${agents.length} agents; filter by agent_id to see others.`,
    )
  }
  const { definitions, areAllRead } = await definitionsOf(agents.slice(0, MOST_AGENTS), context)
  if (!areAllRead) {
    notes.push(
      'Criteria and data fields of some agents could not be read; pass evaluation_criteria_ids or data_collection_ids.',
    )
  }
  notes.push('evaluation and collected show the criteria and data fields defined today; pass ids to see others.')
  const all = (lists: { id: string }[][]) => [...new Set(lists.flat().map(({ id }) => id))]
  return {
    criteriaIds: criteriaIds ?? all(definitions.map(({ criteria }) => criteria)),
    dataFieldIds: dataFieldIds ?? all(definitions.map(({ dataFields }) => dataFields)),
  }
}
