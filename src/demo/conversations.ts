import { pageOf } from './cursor.ts'
import { conversationNotFound } from './errors.ts'
import { startOf } from './facts.ts'
import { LIST_FILTERS, paramsOf, type SelectOptions, selectCalls } from './list-filter.ts'
import { listItem } from './list-item.ts'
import { choice, integer, list, parseParams, text } from './params.ts'
import type { Json, World } from './world.ts'

const LIST_PARAMS = {
  ...paramsOf(LIST_FILTERS),
  cursor: text(),
  page_size: integer({ min: 1, max: 100, fallback: 30 }),
  sort_direction: choice(['asc', 'desc'], 'desc'),
  summary_mode: choice(['exclude', 'include'], 'exclude'),
  evaluation_criteria_ids: list(),
  data_collection_ids: list(),
}

/** `GET conversations` */
export function listConversations(world: World, url: URL, options: SelectOptions): Json {
  const values = parseParams(url.searchParams, LIST_PARAMS)
  const calls = selectCalls(world.conversations, LIST_FILTERS, values, options)
  const keyOf = (call: Json) => [startOf(call), call.conversation_id]
  const { items, ...rest } = pageOf(calls, keyOf, values.sort_direction, values.page_size, url)
  const itemOptions = {
    summaries: values.summary_mode === 'include',
    criteriaIds: values.evaluation_criteria_ids,
    dataIds: values.data_collection_ids,
  }
  return { conversations: items.map(call => listItem(call, itemOptions)), ...rest, demo_undocumented: null }
}

/** The body of one call, or the API's 404. */
export function findConversation(world: World, id: string): Json {
  const call = world.conversations.find(each => each.conversation_id === id)
  if (!call) throw conversationNotFound(id)
  return call
}

/** `GET conversations/{id}` */
export function getConversation(world: World, url: URL, id: string): Json {
  const { format } = parseParams(url.searchParams, { format: choice(['json', 'opentelemetry'], 'json') })
  const call = findConversation(world, id)
  return format === 'json' ? call : { ...call, otlp_traces: { resourceSpans: [] } }
}

/** `GET tags` */
export function listTags(world: World, url: URL): Json {
  const values = parseParams(url.searchParams, {
    cursor: text(),
    page_size: integer({ min: 1, max: 100, fallback: 100 }),
  })
  const keyOf = (tag: Json) => [tag.created_at_unix_secs ?? 0, tag.tag_id]
  const { items, ...rest } = pageOf(world.tags, keyOf, 'asc', values.page_size, url)
  return { conversation_tags: items, ...rest }
}
