import type { ConversationFilter } from '../domain/filter.ts'
import { looseName } from '../domain/plain-name.ts'
import { nearestOf } from '../nearest.ts'
import { quote, quoteSome } from '../render/quote.ts'
import type { ToolContext } from './define.ts'
import { agentIdsOf, definitionsOf, MOST_AGENTS } from './definitions.ts'
import { refuseShared } from './names.ts'

/**
 * Criteria by their ids or names, data fields by their ids. Ids of dropped ones stay in old calls, so an unknown id is no
 * error, but the reader is told, with what is like it.
 * @returns the filter with ids in place of names, and what to tell
 * @throws UserInputError where several criteria have the name
 */
export async function resolveCriteria<F extends ConversationFilter>(
  filter: F,
  context: Pick<ToolContext, 'source' | 'signal'>,
): Promise<{ filter: F; notes: string[] }> {
  const unchanged = { filter, notes: [] }
  const { evaluation_params: judged = [], data_collection_params: collected = [] } = filter
  if (judged.length + collected.length === 0) return unchanged
  const agents = await agentIdsOf(filter.agent_id, context)
  if (agents.length === 0 || agents.length > MOST_AGENTS) return unchanged
  const { definitions, areAllRead } = await definitionsOf(agents, context)
  // What could not be read cannot be missed.
  if (!areAllRead) return unchanged
  const notes: string[] = []
  const criteria = definitions.flatMap(each => each.criteria)
  const idOf = (name: string): string | undefined => {
    if (criteria.some(({ id }) => id === name)) return name
    const found = criteria.filter(criterion => looseName(criterion.name) === looseName(name))
    const byId = new Map(found.map(criterion => [criterion.id, criterion]))
    refuseShared('evaluation_params', name, 'criteria', [...byId.values()])
    return found[0]?.id
  }
  const resolved = judged.map(entry => {
    const at = entry.lastIndexOf(':')
    const name = entry.slice(0, at)
    const id = idOf(name)
    if (id === undefined)
      notes.push(
        unknown(
          'criterion',
          name,
          criteria.map(each => each.id),
        ),
      )
    return id === undefined ? entry : id + entry.slice(at)
  })
  const fields = definitions.flatMap(each => each.dataFields.map(({ id }) => id))
  for (const entry of collected) {
    const [name = ''] = entry.split(':')
    if (!fields.includes(name)) notes.push(unknown('data field', name, fields))
  }
  return { filter: filter.evaluation_params ? { ...filter, evaluation_params: resolved } : filter, notes }
}

function unknown(kind: string, name: string, known: readonly string[]): string {
  const distinct = [...new Set(known)]
  const near = nearestOf(name, distinct)
  const those = quoteSome(near.length > 0 ? near : distinct, 10)
  return `No ${kind} ${quote(name)} is defined today, so only older calls can match.${those ? ` Defined: ${those}.` : ''}`
}
