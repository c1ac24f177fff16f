import type { Agent } from '../domain/conversation.ts'
import type { CallFilter, CallSelection } from '../domain/filter.ts'
import { formatWindow, resolveWindow, resolveZone } from '../domain/time.ts'
import { AuthError, UserInputError } from '../errors.ts'
import { anyOf, idText, quote, quoteSome } from '../render/quote.ts'
import { checkValues } from './check-values.ts'
import type { ToolContext } from './define.ts'
import { setAsideNotes } from './host-arguments.ts'
import { resolveAgent, resolveTag } from './names.ts'
import { FILTERS, type FilterInput } from './params.ts'
import { resolveCriteria } from './resolve-criteria.ts'
import { checkSaid } from './said.ts'
import { resolveVersions } from './versions/filters.ts'

/** What a caller's filters come to. */
export interface Selection extends CallSelection {
  zone: string
  /** Each filter as understood, for the reader. */
  shown: ReadonlyMap<string, string>
  /** The same in one text, and the resolved window. */
  described: { window: string; filters: string }
  notes: string[]
}

/** Lists of conditions that hold together; of all others any value is enough, or (of what is excluded) none may be. */
const ALL_MATCH: readonly string[] = [
  ...(['said', 'evaluation_params', 'data_collection_params', 'dynamic_variable_params'] as const),
] satisfies (keyof CallFilter)[]

/**
 * Turns names, dates and zones into ids and instants.
 * @throws UserInputError for whatever does not exist, with the nearest that does
 */
export async function resolveSelection(input: FilterInput, context: ToolContext): Promise<Selection> {
  const { after, before, timezone, call_start_after_unix, call_start_before_unix, ...rest } = input
  const zone = resolveZone(timezone, context.timezone)
  const window = resolveWindow({ after, before, call_start_after_unix, call_start_before_unix }, zone, context.now())
  let filter: CallFilter = dropUndefined(rest)
  const shown = new Map<string, string>(
    Object.entries(filter).map(([name, value]) => [
      name,
      !Array.isArray(value) ? quote(value) : ALL_MATCH.includes(name) ? quoteSome(value) : anyOf(value),
    ]),
  )
  const notes = setAsideNotes(context)
  if (filter.agent_id !== undefined || filter.visited_agent_ids !== undefined) {
    const wanted = [filter.agent_id ?? [], filter.visited_agent_ids ?? []].flat()
    const agents = await context.source.agents(context.signal).catch(error => {
      // A key that may not read agents can still filter by their ids.
      if (error instanceof AuthError && wanted.every(value => value.startsWith('agent_'))) return wanted.map(agentById)
      throw error
    })
    const resolve = (name: string, value: string): Agent => resolveAgent(name, value, agents)
    if (filter.agent_id !== undefined) {
      const agent = resolve('agent_id', filter.agent_id)
      filter.agent_id = agent.id
      shown.set('agent_id', label(agent))
    }
    if (filter.visited_agent_ids !== undefined) {
      const found = filter.visited_agent_ids.map(value => resolve('visited_agent_ids', value))
      filter.visited_agent_ids = found.map(({ id }) => id)
      shown.set(
        'visited_agent_ids',
        (found.length > 1 ? 'any of ' : '') +
          found.slice(0, 8).map(label).join(', ') +
          (found.length > 8 ? ` and ${found.length - 8} more` : ''),
      )
    }
  }
  const versions = await resolveVersions(filter, context)
  filter = versions.filter
  for (const [name, text] of versions.shown) shown.set(name, text)
  if (filter.tag_ids !== undefined) {
    const tags = await context.source.tags(context.signal)
    const found = filter.tag_ids.map(value => resolveTag(value, tags))
    filter.tag_ids = found.map(({ id }) => id)
    shown.set('tag_ids', anyOf(found.map(({ title }) => title)))
  }
  checkValues(filter)
  if (filter.said !== undefined) notes.push(...(await checkSaid(filter.said)))
  const criteria = await resolveCriteria(filter, context)
  filter = criteria.filter
  notes.push(...criteria.notes)
  if (filter.call_successful === 'error') {
    notes.push('The API counts these calls as error; the calls themselves show another outcome, mostly unknown.')
  }
  if (window?.inFuture) notes.push('The window is in the future.')
  return {
    filter,
    window,
    zone,
    shown,
    described: {
      window: window ? formatWindow(window) + (window.periodOf ? ` (all of ${quote(after ?? '')})` : '') : 'all times',
      filters: shownFilters(shown),
    },
    notes,
  }
}

export const shownFilters = (shown: ReadonlyMap<string, string>): string =>
  [...shown].map(([name, value]) => `${name} = ${value}`).join('; ') || 'none'

const agentById = (id: string): Agent => ({ id, name: 'name unavailable', archived: false, tags: [] })

const label = ({ id, name, archived }: Agent): string => `${quote(name)} (${idText(id)}${archived ? ', archived' : ''})`

function dropUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}

/** The filters of a tool's input, without its other arguments. */
export function filtersOf(input: Record<string, unknown>): FilterInput {
  return Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(FILTERS, name))) as FilterInput
}

/** @throws UserInputError naming the filters that an endpoint of the API cannot honour; `noTimes`: nor a time window */
export function refuseUnsupported(
  given: FilterInput,
  allowed: readonly string[],
  what: string,
  noTimes: boolean,
): void {
  const times = ['after', 'before', 'timezone']
  const refused = Object.entries(given)
    .filter(([name, value]) => value !== undefined && !allowed.includes(name) && (noTimes || !times.includes(name)))
    .map(([name]) => name)
  if (refused.length === 0) return
  const names = noTimes ? allowed : ['after', 'before', ...allowed]
  throw new UserInputError(`${what} cannot filter by ${refused.join(', ')}. Allowed: ${names.join(', ')}.`)
}
