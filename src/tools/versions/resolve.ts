import type { AgentHistory } from '../../domain/agent-history.ts'
import type { Agent } from '../../domain/conversation.ts'
import { UserInputError } from '../../errors.ts'
import { nearestOf } from '../../nearest.ts'
import { idText, quote, unquote } from '../../render/quote.ts'
import { oneLine } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { historyOf, longName, MOST_AGENTS, shortName } from './history.ts'

/** A version or branch that a caller may mean. */
interface Candidate {
  id: string
  name: string
  /** Any of these words means it, in lower case. */
  words: string[]
}

export type Kind = 'version' | 'branch'

const PREFIX: Record<Kind, RegExp> = { version: /^agtvrsn_/, branch: /^agtbr(an)?ch_/ }

/** What is an id is taken as one: nobody needs to be asked. */
export const isId = (kind: Kind, value: string): boolean => PREFIX[kind].test(value)

/**
 * The version or branch that is meant by an id, a number (`7`, `v7`, `Holidays v7`), a name, a note or a part of it.
 * @returns null: the API knows no versions of these agents, so that nothing can be said
 * @throws UserInputError with those that it may mean, or the nearest
 */
export async function resolveOne(
  kind: Kind,
  argument: string,
  given: string,
  agents: readonly Agent[],
  context: Pick<ToolContext, 'source' | 'signal' | 'timezone'>,
): Promise<{ id: string; name: string } | null> {
  const asked = agents.slice(0, MOST_AGENTS)
  const histories = await Promise.all(asked.map(({ id }) => historyOf(id, context)))
  const prefix = (agent: Agent): string => (agents.length > 1 ? `${oneLine(agent.name)} ` : '')
  const all = histories.flatMap((history, at) => candidatesOf(kind, history, prefix(asked[at]!), context.timezone))
  if (all.length === 0) return null
  const value = unquote(given).trim()
  const wanted = value.toLowerCase()
  const byId = all.find(({ id }) => id === value)
  if (byId) return byId
  const exact = all.filter(({ words }) => words.includes(wanted))
  const found =
    exact.length > 0 || isNumber(wanted) ? exact : all.filter(({ name }) => name.toLowerCase().includes(wanted))
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const narrow = agents.length > 1 ? 'Set agent_id, or give the id.' : 'Give the id.'
    throw new UserInputError(
      `${argument} ${quote(value)} matches ${found.length} ${kind === 'version' ? 'versions' : 'branches'}: ${list(found)}. ${narrow}`,
    )
  }
  const near = isNumber(wanted)
    ? []
    : nearestOf(
        wanted,
        all.flatMap(({ words }) => words),
      )
  const closest = all.filter(({ words }) => words.some(word => near.includes(word)))
  const shown = closest.length > 0 ? closest : all.slice(-MOST_SHOWN).reverse()
  const old = kind === 'version' ? ' The API names only the newest versions of a branch; give older ones by id.' : ''
  throw new UserInputError(
    `No ${kind} is named ${quote(value)}. ${closest.length > 0 ? 'Closest' : 'Known'}: ${list(shown)}.${old}`,
  )
}

const isNumber = (text: string): boolean => /^v?\d+$/.test(text)

function candidatesOf(kind: Kind, history: AgentHistory, prefix: string, zone: string): Candidate[] {
  const known = (id: string, name: string, words: (string | null)[]): Candidate => ({
    id,
    name: prefix + name,
    words: [prefix + name, ...words].flatMap(word => (word === null ? [] : [oneLine(word).toLowerCase()])),
  })
  if (kind === 'branch') return history.branches.map(({ id, name }) => known(id, oneLine(name), [name]))
  return history.versions.map(version => {
    const { id, description } = version
    const short = shortName(version, history)
    const name = longName(version, history, zone) ?? id
    const numbers =
      short === null ? [] : [short, short.replace(/v(\d+)$/, '$1'), short.replace(/v(\d+)$/, 'version $1')]
    return known(id, name, [name, prefix + short, ...numbers, description])
  })
}

const MOST_SHOWN = 6

const list = (candidates: readonly Candidate[]): string => {
  const shown = candidates.slice(0, MOST_SHOWN).map(({ id, name }) => `${quote(name)} (${idText(id)})`)
  const more = candidates.length - MOST_SHOWN
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
