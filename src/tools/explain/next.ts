import type { Explanation } from '../../explain/index.ts'
import { isPlainId } from '../../render/quote.ts'
import { nextCall } from '../next-call.ts'
import { filtersOf } from '../selection.ts'
import type { ExplainInput } from './schema.ts'

/** What a reader asks next: to see the first example, and since when it is so. */
export function nextCalls(request: ExplainInput, { facts, texts }: Explanation): string[] {
  const rows = facts ? [...facts.rows, ...facts.nearest] : []
  // Of something that can be seen there is more to read.
  const row = rows.find(({ example, fact }) => example?.turn != null && fact.difference > 0) ?? rows[0]
  if (!row) {
    const id = texts.modes?.modes[0]?.calls[0]
    return id !== undefined && isPlainId(id) ? [nextCall('get_conversation', { conversation_id: id })] : []
  }
  const { example, fact } = row
  const filter = filterFor(fact.of.attribute.name, fact.value)
  const next: string[] = []
  if (example && isPlainId(example.conversationId)) {
    const around = example.turn === null ? {} : { around_turn: example.turn }
    next.push(nextCall('get_conversation', { conversation_id: example.conversationId, ...around }))
  }
  const isPlain = Object.values(filter ?? {})
    .flat()
    .every(value => isPlainId(String(value)))
  if (filter && isPlain && !request.compare_to) {
    const { call_successful: _, ...own } = filtersOf(request)
    const where = request.where && { where: request.where }
    next.push(
      nextCall('analyze_conversations', {
        ...own,
        ...where,
        ...filter,
        metrics: ['count', 'success_rate'],
        group_by: [request.after ? 'day' : 'week'],
      }),
    )
  }
  return next
}

/** The filter that selects the calls with the fact, where there is one. */
function filterFor(attribute: string, value: string): Record<string, unknown> | null {
  switch (attribute) {
    case 'agent':
      return { agent_id: value }
    case 'version':
      return { version_id: value }
    case 'language':
      return { main_languages: [value] }
    case 'tool':
      return { tool_names: [value] }
    case 'failed_tool':
    case 'tool_error':
    case 'tool_error_text':
      return { tool_names_errored: [value.replace(/: .*$/s, '')] }
    case 'tag':
      return { tag_ids: [value] }
    default:
      return null
  }
}
