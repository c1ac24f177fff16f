import type { ApiFilter, ListOptions } from '../domain/filter.ts'
import { UserInputError } from '../errors.ts'

export type ApiFilterName = keyof ApiFilter

/** The endpoints that take a filter beside the list, which takes them all. */
const ALSO_TAKEN_BY: Record<ApiFilterName, readonly ('text' | 'smart')[]> = {
  agent_id: ['text', 'smart'],
  visited_agent_ids: ['text'],
  visited_agent_branch_ids: ['text'],
  branch_id: ['text', 'smart'],
  version_id: ['text'],
  workflow_node_entered_id: [],
  parent_conversation_id: [],
  triggered_procedure_ids: ['text'],
  call_start_after_unix: ['text'],
  call_start_before_unix: ['text'],
  call_duration_min_secs: ['text'],
  call_duration_max_secs: ['text'],
  call_successful: ['text'],
  user_id: ['text'],
  rating_min: ['text'],
  rating_max: ['text'],
  has_feedback_comment: ['text'],
  evaluation_params: ['text'],
  data_collection_params: ['text'],
  dynamic_variable_params: ['text'],
  tool_names: ['text'],
  tool_names_successful: ['text'],
  tool_names_errored: ['text'],
  include_invalid_tool_calls: ['text'],
  main_languages: ['text'],
  conversation_initiation_source: ['text'],
  conversation_product_type: ['text'],
  text_only: ['text'],
  exclude_statuses: ['text'],
  termination_reasons: ['text'],
  guardrail_types: [],
  custom_guardrail_names: [],
  topic_ids: ['text'],
  tag_ids: [],
}

const ALL_FILTERS = Object.keys(ALSO_TAKEN_BY) as ApiFilterName[]

/** What the API's keyword search can be narrowed by. */
export const TEXT_SEARCH_FILTERS: readonly ApiFilterName[] = ALL_FILTERS.filter(name =>
  ALSO_TAKEN_BY[name].includes('text'),
)

/** What the API's semantic search can be narrowed by. */
export const SMART_SEARCH_FILTERS: readonly ApiFilterName[] = ALL_FILTERS.filter(name =>
  ALSO_TAKEN_BY[name].includes('smart'),
)

export interface SearchOptions {
  cursor?: string
  /** 1 to 50; the API's default is 20. */
  pageSize?: number
}

/** Unix seconds. The API takes both bounds or neither, so that there is no half a span. */
export interface TopicSpan {
  from: number
  to: number
}

type Value = string | number | boolean | readonly string[] | undefined

export const listQuery = (filter: ApiFilter, options: ListOptions = {}): URLSearchParams =>
  write({
    ...only(filter, ALL_FILTERS, 'list of conversations'),
    cursor: options.cursor,
    page_size: options.pageSize,
    sort_direction: options.sort,
    summary_mode: options.summaries ? 'include' : undefined,
    evaluation_criteria_ids: options.criteriaIds,
    data_collection_ids: options.dataFieldIds,
  })

/** @throws UserInputError for a filter that this search does not take: the API would silently ignore it */
export const textSearchQuery = (text: string, filter: ApiFilter, options: SearchOptions = {}): URLSearchParams =>
  write({
    text_query: text,
    ...only(filter, TEXT_SEARCH_FILTERS, 'keyword search'),
    ...searchPage(options),
  })

/** @throws UserInputError for a filter that this search does not take */
export const smartSearchQuery = (text: string, filter: ApiFilter, options: SearchOptions = {}): URLSearchParams =>
  write({ text_query: text, ...only(filter, SMART_SEARCH_FILTERS, 'semantic search'), ...searchPage(options) })

/** The API lists archived agents only when asked for them. */
export const agentsQuery = (archived: boolean, cursor: string | undefined): URLSearchParams =>
  write({ page_size: 100, archived: archived || undefined, cursor })

/** Of all branches, archived ones included. */
export const branchesQuery = (): URLSearchParams => write({ limit: 100, include_archived: true })

/** Of the live version, where none is named. */
export const configQuery = (versionId: string | undefined): URLSearchParams => write({ version_id: versionId })

export const tagsQuery = (cursor: string | undefined): URLSearchParams => write({ page_size: 100, cursor })

/** Results of criteria are left out: they are most of the answer, and nothing reads them. */
export const topicsQuery = (span: TopicSpan | undefined, cursor: string | undefined): URLSearchParams =>
  write({
    page_size: 100,
    sort_by: 'conversations',
    include_evaluation_criteria: false,
    from_unix_secs: span?.from,
    to_unix_secs: span?.to,
    cursor,
  })

const searchPage = ({ cursor, pageSize }: SearchOptions): Record<string, Value> => ({ cursor, page_size: pageSize })

function only(filter: ApiFilter, allowed: readonly ApiFilterName[], where: string): Record<string, Value> {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined)
  const refused = set.map(([name]) => name).filter(name => !(allowed as readonly string[]).includes(name))
  if (refused.length === 0) return Object.fromEntries(set)
  throw new UserInputError(`The ${where} does not support ${refused.join(', ')}. It supports ${allowed.join(', ')}.`)
}

/** Lists become repeated parameters, as the API wants them. */
function write(values: Record<string, Value>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  return query
}
