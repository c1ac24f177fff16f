import { quote } from '../../render/quote.ts'
import { otherSelection } from '../compare-to.ts'
import type { ToolContext } from '../define.ts'
import { filtersOf, resolveSelection, type Selection, shownFilters } from '../selection.ts'
import { withWhere } from '../where.ts'
import type { ExplainInput } from './schema.ts'

/** A group of calls, and what it is called. */
export interface Group {
  name: string
  selection: Selection
}

const NAMES: Record<string, string> = {
  failure: 'failed calls',
  success: 'successful calls',
  unknown: 'calls of unknown outcome',
  error: 'calls with an error',
}

/**
 * The calls that are to be explained, and those that they are told apart from: the failed and the successful ones of the
 * selection, unless `compare_to` or an outcome says otherwise.
 * @throws UserInputError for what does not exist
 */
export async function groupsOf(request: ExplainInput, context: ToolContext): Promise<[Group, Group]> {
  const given = withWhere(filtersOf(request), request.where)
  if (request.compare_to) {
    const selection = await resolveSelection(given, context)
    const other = await otherSelection(request.compare_to, given, selection, context)
    return [
      { name: 'selected calls', selection: other.first ?? selection },
      { name: other.label, selection: other.selection },
    ]
  }
  const outcome = given.call_successful ?? 'failure'
  const against = outcome === 'success' ? 'failure' : 'success'
  const first = await resolveSelection({ ...given, call_successful: outcome }, context)
  const shown = new Map(first.shown).set('call_successful', quote(against))
  const second = {
    ...first,
    filter: { ...first.filter, call_successful: against },
    shown,
    described: { ...first.described, filters: shownFilters(shown) },
    notes: [],
  }
  return [
    { name: NAMES[outcome]!, selection: first },
    { name: NAMES[against]!, selection: second },
  ]
}
