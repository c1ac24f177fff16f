import { environmentOf } from '../domain/environment.ts'
import type { ApiFilter, CallFilter, CallSelection, ConversationFilter } from '../domain/filter.ts'
import { toApiBounds } from '../domain/time-window.ts'
import { ConversationsError } from '../errors.ts'
import { plural } from '../render/text.ts'
import type { ToolContext } from './define.ts'
import { STATUSES } from './params.ts'

/* The API has no filter for the environment, and its lists do not tell it: where it is asked for, calls are looked at. */

/** The filters that the API does not have, and who knows: each call, the archive, or the API in other words. */
const NOT_OF_API: Record<Exclude<keyof CallFilter, keyof ConversationFilter>, 'call' | 'archive' | 'api'> = {
  environment: 'call',
  status: 'api',
  interrupted: 'archive',
  tool_failed: 'archive',
  caller: 'archive',
  said: 'archive',
  version_ids: 'archive',
}

/** The filters that only an archive can answer. */
export const ofArchive = (filter: CallFilter): string[] =>
  Object.entries(NOT_OF_API).flatMap(([name, who]) => (who === 'archive' && Object.hasOwn(filter, name) ? [name] : []))

/** What goes to the API. */
export const forApi = ({ filter, window }: CallSelection): ApiFilter => ({
  ...Object.fromEntries(Object.entries(filter).filter(([name]) => !Object.hasOwn(NOT_OF_API, name))),
  ...(filter.status !== undefined && {
    exclude_statuses: [
      ...new Set([...(filter.exclude_statuses ?? []), ...STATUSES.filter(status => status !== filter.status)]),
    ],
  }),
  ...(window && toApiBounds(window)),
})

/** By id; calls that cannot be read are missing. */
export async function environmentsOf(
  ids: readonly string[],
  { source, signal, mirror }: ToolContext,
): Promise<Map<string, string | null>> {
  const archive = await mirror()
  const read = async (id: string): Promise<[string, string | null][]> => {
    try {
      const call = (await archive.freshCopy(id))?.call ?? (await source.get(id, signal))
      return [[id, call.environment]]
    } catch (error) {
      if (signal.aborted || !(error instanceof ConversationsError)) throw error
      return []
    }
  }
  return new Map((await Promise.all([...new Set(ids)].map(read))).flat())
}

/** Whether each call is of the environment; and a sentence on what was left out, if anything was. */
export function ofEnvironment<T>(
  wanted: string,
  things: readonly T[],
  idOf: (thing: T) => string,
  known: ReadonlyMap<string, string | null>,
): { kept: T[]; notes: string[] } {
  const kept = things.filter(thing => {
    const environment = known.get(idOf(thing))
    return environment !== undefined && environmentOf({ environment }) === wanted
  })
  const ids = new Set(things.map(idOf))
  const others = ids.size - new Set(kept.map(idOf)).size
  const unread = [...ids].filter(id => !known.has(id)).length
  const left = others === 0 ? 'none excluded' : `${plural(others, 'call')} excluded`
  const notRead = unread === 0 ? '' : `, ${unread} of them unreadable`
  return {
    kept,
    notes: [`The API cannot filter by environment: each call of this page was checked, ${left}${notRead}.`],
  }
}

/** For a call that is shown beside others. */
export const elsewhere = (call: { environment: string | null } | null): string | null =>
  call && environmentOf(call) !== environmentOf({ environment: null }) ? call.environment : null
