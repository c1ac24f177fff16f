import type { Sql } from '../../archive/engine/sql.ts'
import { candidatesOf, type Membership, membershipsOf } from '../../archive/select/select.ts'
import type { ConversationFilter } from '../../domain/filter.ts'

/** A stretch of time, `from <= t < to`, in Unix seconds. */
export interface Span {
  from: number
  to: number
}

/** A part of the workspace whose lists are walked, and remembered as walked, by itself. */
export interface Scope {
  /** Its name in the archive; the empty one is the whole workspace. */
  name: string
  /** What its walks are filtered by, beside the time. */
  filter: ConversationFilter
  /** The fact that only these walks tell. */
  membership?: Membership
  /** Scopes whose walks show all that a walk of this one shows. */
  wider: string[]
}

/**
 * The scopes that together show every call the filter selects. All filters but the agent and the memberships are
 * answered by the archive itself, so that few scopes serve many questions.
 * @param agents only their calls are asked for
 */
export function scopesOf(filter: ConversationFilter, agents?: readonly string[]): Scope[] {
  const asked = filter.agent_id === undefined ? agents : [filter.agent_id]
  // The API is asked for one agent at a time, or for all.
  const narrowest: ConversationFilter[] = asked?.map(agent_id => ({ agent_id })) ?? [{}]
  const scopes = (own: ConversationFilter, membership?: Membership): Scope[] =>
    narrowest.map(agent => {
      const narrow = { ...agent, ...own }
      const wide = nameOf(own)
      return { name: nameOf(narrow), filter: narrow, membership, wider: nameOf(narrow) === wide ? [] : [wide] }
    })
  const memberships = membershipsOf(filter)
  if (memberships.length === 0) return scopes({})
  // A walk for the membership shows the calls, too: no other is needed.
  return memberships.flatMap(one => scopes(filterOf(one, filter), one))
}

/** The calls of a scope that started in that time, as a condition on `conversations c`. */
export const callsIn = (filter: ConversationFilter, { from, to }: Span): Sql =>
  candidatesOf(filter, {
    zone: 'UTC',
    // Calls without a start count as from the beginning of time.
    ...(from > 0 && { afterUnix: from }),
    ...(to < Number.POSITIVE_INFINITY && { beforeUnix: to }),
  })

/** The bounds of a walk. Where it is open there is no upper one: what has begun meanwhile is welcome. */
export const boundsOf = ({ from, to }: Span, isOpen = false) => ({
  zone: 'UTC',
  ...(from > 0 && { afterUnix: from }),
  ...(!isOpen && Number.isFinite(to) && { beforeUnix: to }),
})

/** The filter with that one value only, in the form that the filter has. */
const filterOf = ({ filter: name, value }: Membership, filter: ConversationFilter): ConversationFilter => ({
  [name]: Array.isArray(filter[name]) ? [value] : value,
})

const nameOf = (filter: ConversationFilter): string =>
  new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    ),
  ).toString()
