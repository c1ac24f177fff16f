import type { CallFilter } from '../../domain/filter.ts'
import { UserInputError } from '../../errors.ts'
import type { ToolContext } from '../define.ts'
import { filterInputOf } from '../name-value.ts'
import type { FilterInput } from '../params.ts'
import { resolveSelection } from '../selection.ts'

/* `tool_names=refund` among metrics and groups: in what share of calls, or whether, a filter holds. */

export const isCondition = (name: string): name is `${string}=${string}` => /^\w+=./s.test(name)

interface Conditions {
  conditions: Record<string, CallFilter>
  notes: string[]
}

/**
 * What each of them selects.
 * @throws UserInputError for what no filter takes, and for filters that only choose what is counted
 */
export async function conditionsOf(
  names: readonly string[],
  { agent_id }: FilterInput,
  context: ToolContext,
): Promise<Conditions> {
  const found: Conditions = { conditions: {}, notes: [] }
  const { membershipsOf } = await import('../../archive/select/select.ts')
  for (const name of names.filter(isCondition)) {
    const own = filterInputOf([name], 'metrics or group_by', 'filter=value, for example text_only=true')
    // Versions are named within an agent.
    const { filter, notes } = await resolveSelection({ agent_id, ...own }, context)
    if (own.agent_id === undefined) delete filter.agent_id
    if (Object.keys(filter).length === 0 || membershipsOf(filter).length > 0) {
      throw new UserInputError(`${name.split('=')[0]} is no metric or group; it is a filter only.`)
    }
    found.conditions[name] = filter
    found.notes.push(...notes)
  }
  return found
}
