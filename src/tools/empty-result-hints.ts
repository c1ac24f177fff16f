import type { CallFilter } from '../domain/filter.ts'

/** Filters whose values are not checked beforehand, and the kind of `list_filter_values` that shows some in use. */
const KIND_OF: Partial<Record<keyof CallFilter, string>> = {
  tool_names: 'tools',
  tool_names_successful: 'tools',
  tool_names_errored: 'tools',
  main_languages: 'languages',
  termination_reasons: 'endings',
  version_id: 'versions',
  environment: 'environments',
}
const UNLISTED = ['branch_id', 'topic_ids', 'custom_guardrail_names', 'workflow_node_entered_id'] as const

/** Where nothing was found, a mistyped value may be the reason: which, and where to look. */
export function emptyResultHints(filter: CallFilter): string[] {
  const listed = Object.entries(KIND_OF).filter(([name]) => name in filter)
  const unlisted = UNLISTED.filter(name => name in filter)
  return [
    ...listed.map(
      ([name, kind]) =>
        `Unexpected? ${name} ${name.endsWith('s') ? 'are' : 'is'} matched exactly; list_filter_values with kind ${kind} shows values in use.`,
    ),
    ...((filter.said ?? []).length > 1
      ? ['Unexpected? All entries of said must hold for a call; ask for each alone to see which does not.']
      : []),
    ...('user_id' in filter
      ? ['Unexpected? user_id is matched exactly; whoever called without one is found by phone number, with caller.']
      : []),
    ...(unlisted.length > 0
      ? [`Unexpected? ${unlisted.join(', ')} ${unlisted.length > 1 ? 'are' : 'is'} matched exactly.`]
      : []),
  ]
}
