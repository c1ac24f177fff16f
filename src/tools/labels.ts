import type { GroupName, Value } from '../analysis/index.ts'
import { toldApart } from '../domain/plain-name.ts'
import type { Redactor } from '../redact/redactor.ts'
import { oneLine, shorten } from '../render/text.ts'
import type { ToolContext } from './define.ts'
import { agentIdsOf, definitionsOf, MOST_AGENTS } from './definitions.ts'
import { orFallback } from './or-fallback.ts'

/** What the reader sees for a value of a group. */
export type Label = (value: Value) => Value

interface Known {
  /** Of each selection; undefined: of all agents. */
  agentIds: readonly (string | undefined)[]
  topics: ReadonlyMap<string, string>
  /** Names of versions and branches by id, where calls are grouped by them. */
  versions?: ReadonlyMap<string, string> | undefined
}

/** Names in the place of ids, where there are any and they can be read; what is filtered by its id keeps it. */
export async function labelsFor(
  group: GroupName,
  values: readonly Value[],
  { agentIds, topics, versions = new Map() }: Known,
  context: ToolContext,
): Promise<Label> {
  const { source, signal, redactor } = context
  switch (group) {
    case 'agent':
    case 'transfer_target': {
      // The archive has the names that lists tell, which is nearly all.
      if (!values.some(value => /^(agent|seng)_/.test(String(value)))) return plain
      const agents = await orFallback(source.agents(signal), [], context)
      return named(new Map(agents.map(({ id, name }) => [id, name])))
    }
    // Each agent has a main branch, and its own column or its name beside it.
    case 'version':
    case 'branch':
      return value => plain(versions.get(String(value)) ?? value)
    case 'tag': {
      const tags = await orFallback(source.tags(signal), [], context)
      return named(new Map(tags.map(({ id, title }) => [id, title])))
    }
    case 'topic':
      return named(new Map([...topics].map(([id, label]) => [id, `${label} (${id})`])))
    case 'criterion':
      return named(await criterionNames(agentIds, context))
    case 'criterion_result': {
      const names = await criterionNames(agentIds, context)
      return value => {
        const text = String(value)
        const id = [...names.keys()].find(known => text.startsWith(`${known}: `))
        return id === undefined ? plain(value) : plain(names.get(id)! + text.slice(id.length))
      }
    }
    case 'user':
      return value => plain(typeof value === 'string' ? (redactor?.value(value, 'user_id') ?? value) : value)
    case 'caller':
      return value => plain(typeof value === 'string' ? (redactor?.value(value, callerField(value)) ?? value) : value)
    default: {
      const field = /^data:(.+)$/s.exec(group)?.[1]
      return redactor && field !== undefined ? value => plain(maskedValue(value, field, redactor)) : plain
    }
  }
}

/** It stays what it is where there is nothing to mask. */
function maskedValue(value: Value, field: string, redactor: Redactor): Value {
  if (typeof value !== 'string' && typeof value !== 'number') return value
  const shown = redactor.value(String(value), field)
  return shown === String(value) ? value : shown
}

const callerField = (caller: string): string => (/^\+\d+$/.test(caller) ? 'phone_number' : 'user_id')

/** A name and what stands with it, in bytes. */
const LABEL_BYTES = 400

const plain: Label = value => (typeof value === 'string' ? shorten(oneLine(value), LABEL_BYTES) : value)

/** Names that several ids have are told apart by these. */
function named(names: ReadonlyMap<string, string>): Label {
  const nameOf = toldApart(names.keys(), names)
  return value => (value === null ? null : plain(names.has(String(value)) ? nameOf(String(value)) : value))
}

/** `Issue resolved (issue_resolved)`, by id. */
async function criterionNames(
  agentIds: readonly (string | undefined)[],
  context: ToolContext,
): Promise<Map<string, string>> {
  const given = agentIds.filter(id => id !== undefined)
  const isOfAll = given.length < agentIds.length
  const ids = isOfAll ? await agentIdsOf(undefined, context) : given
  if (ids.length > MOST_AGENTS) return new Map()
  const { definitions } = await definitionsOf(ids, context)
  const criteria = definitions.flatMap(each => each.criteria).filter(({ id, name }) => oneLine(name) !== id)
  return new Map(criteria.map(({ id, name }) => [id, `${name} (${id})`]))
}
