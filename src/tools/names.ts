import type { Agent, Tag } from '../domain/conversation.ts'
import { looseName } from '../domain/plain-name.ts'
import { UserInputError } from '../errors.ts'
import { nearestOf } from '../nearest.ts'
import { idText, quote, quoteSome, unquote } from '../render/quote.ts'

/**
 * An agent by id, by exact name, or by a part of the name that only one agent has; case does not matter.
 * @throws UserInputError with the candidates, or with the nearest names
 */
export function resolveAgent(argument: string, given: string, agents: readonly Agent[]): Agent {
  const value = unquote(given)
  const byId = agents.find(({ id }) => id === value)
  if (byId) return byId
  const wanted = looseName(value)
  const exact = agents.filter(({ name }) => looseName(name) === wanted)
  const found = exact.length > 0 ? exact : agents.filter(({ name }) => looseName(name).includes(wanted))
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const isByName = new Set(found.map(({ name }) => looseName(name))).size === found.length
    throw new UserInputError(
      `${argument} ${quote(value)} matches ${found.length} agents: ${list(found)}. Give the id${isByName ? ' or the full name' : ', since names are shared'}.`,
    )
  }
  // A speech engine is a valid agent_id of the API, but not in its list of agents.
  if (value.startsWith('seng_')) return { id: value, name: 'speech engine', archived: false, tags: [] }
  const near = nearestOf(
    value,
    agents.map(({ name }) => name),
  )
  const candidates = near.length > 0 ? agents.filter(({ name }) => near.includes(name)) : agents
  throw new UserInputError(
    agents.length === 0
      ? `${argument} is ${quote(value)}, but this workspace has no agents.`
      : `No agent is named ${quote(value)}. ${near.length > 0 ? 'Closest' : 'Agents'}: ${list(candidates)}.`,
  )
}

const list = (agents: readonly Agent[]): string => {
  const shown = agents
    .slice(0, 8)
    .map(({ name, id, archived }) => `${quote(name)} (${idText(id)}${archived ? ', archived' : ''})`)
  return shown.join(', ') + (agents.length > 8 ? ` and ${agents.length - 8} more (list_filter_values shows all)` : '')
}

/** @throws UserInputError where several bear the name: which one is meant, only an id tells */
export function refuseShared(
  argument: string,
  name: string,
  kind: string,
  found: readonly { id: string; name: string }[],
): void {
  if (found.length < 2) return
  const shown = found.slice(0, 8).map(one => `${quote(one.name)} (${idText(one.id)})`)
  throw new UserInputError(
    `${argument} ${quote(name)} matches ${found.length} ${kind}: ${shown.join(', ')}. Give the id, since names are shared.`,
  )
}

/**
 * A tag by id or title; case does not matter.
 * @throws UserInputError with the nearest titles, or with the ids of those that share one
 */
export function resolveTag(given: string, tags: readonly Tag[]): Tag {
  const value = unquote(given)
  const wanted = looseName(value)
  const byId = tags.find(({ id }) => id === value)
  if (byId) return byId
  const found = tags.filter(({ title }) => looseName(title) === wanted)
  refuseShared(
    'tag_ids',
    value,
    'tags',
    found.map(({ id, title }) => ({ id, name: title })),
  )
  if (found[0]) return found[0]
  const titles = tags.map(({ title }) => title)
  const near = nearestOf(value, titles)
  const allowed = near.length > 0 ? `Closest: ${quoteSome(near)}.` : `Tags: ${quoteSome(titles, 20)}.`
  throw new UserInputError(
    tags.length === 0
      ? `tag_ids has ${quote(value)}, but this workspace has no tags.`
      : `No tag is named ${quote(value)}. ${allowed}`,
  )
}
