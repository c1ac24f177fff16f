import type { Json } from '../host.ts'
import { OTHERS } from './table.ts'

/** Arguments that are about numbers and not about calls. */
const NOT_FILTERS = [
  ...[
    'metrics',
    'group_by',
    'compare_to',
    'sort',
    'page_size',
    'min_count',
    'histogram',
    'max_tokens',
    'include',
    'where',
  ],
]

type Value = string | number | boolean | null

/** The filters that select the calls of a group; null: none does. */
const FILTERS: Record<string, (value: string) => Json | null> = {
  agent: agent_id => ({ agent_id }),
  version: version_id => ({ version_id }),
  branch: branch_id => ({ branch_id }),
  environment: environment => ({ environment }),
  outcome: call_successful => ({ call_successful }),
  language: language => ({ main_languages: [language] }),
  channel: conversation_initiation_source => ({ conversation_initiation_source }),
  ending_text: reason => ({ termination_reasons: [reason] }),
  tool: tool => ({ tool_names: [tool] }),
  tag: tag => ({ tag_ids: [tag] }),
  topic: topic => ({ topic_ids: [topic] }),
  user: user_id => ({ user_id }),
  rating: rating => ({ rating_min: Number(rating), rating_max: Number(rating) }),
  text_only: text_only => ({ text_only: text_only === 'true' }),
  criterion_result: result => ({ evaluation_params: [result.replace(/: (?=[^:]*$)/, ':')] }),
  day: day => ({ after: day, before: day }),
  month: month => ({ after: month, before: undefined }),
  week: monday => ({ after: monday, before: laterDay(monday, 6) }),
}

/**
 * The call of list_conversations that shows the calls behind a number: the filters of the question, and those of the row.
 * null: a group of it has no filter.
 */
export function callsBehind(input: Json, keys: readonly (readonly [group: string, value: Value])[]): Json | null {
  const own = Object.entries(input).filter(([name, value]) => !NOT_FILTERS.includes(name) && value !== null)
  const where = Array.isArray(input.where) ? input.where.map(String) : []
  let filters: Json = Object.fromEntries([...own, ...where.map(pair)])
  for (const [group, key] of keys) {
    const added = key === null || key === OTHERS ? null : FILTERS[group]?.(String(key))
    if (!added) return null
    filters = { ...filters, ...added }
  }
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
}

/** `name=value` */
function pair(text: string): [string, string] {
  const at = text.indexOf('=')
  return [text.slice(0, at), text.slice(at + 1)]
}

function laterDay(day: string, days: number): string | undefined {
  const ms = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(ms) ? undefined : new Date(ms + days * 86_400_000).toISOString().slice(0, 10)
}
