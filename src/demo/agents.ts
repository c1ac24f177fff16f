import { pageOf } from './cursor.ts'
import { notFound } from './errors.ts'
import { startOf } from './facts.ts'
import { choice, flag, integer, list, parseParams, text } from './params.ts'
import type { Json, World } from './world.ts'

const WEEK_SECS = 7 * 24 * 3600

const PARAMS = {
  cursor: text(),
  page_size: integer({ min: 1, max: 100, fallback: 30 }),
  search: text(),
  archived: flag(false),
  show_only_owned_agents: flag(false),
  created_by_user_id: text(),
  tags: list(),
  sort_by: choice(['name', 'created_at', 'call_count_7d'], 'created_at'),
  sort_direction: choice(['asc', 'desc'], 'desc'),
}

/** What agent answers hold and no client may ever pass on. */
export const AGENT_SECRETS = {
  phoneNumber: '+15550100999',
  ownerEmail: 'owner@demo.invalid',
}

export const ACCESS_INFO = {
  is_creator: true,
  creator_name: 'Demo Owner',
  creator_email: AGENT_SECRETS.ownerEmail,
  role: 'admin',
}

/** `GET agents`: archived agents only, or only the others, as the API does. */
export function listAgents(world: World, url: URL, now: number): Json {
  const values = parseParams(url.searchParams, PARAMS)
  const startsOf = (agent: Json): number[] =>
    world.conversations.filter(call => call.agent_id === agent.agent_id).map(startOf)
  const found = world.agents
    .map((agent): Json => {
      const starts = startsOf(agent)
      return {
        agent_id: agent.agent_id,
        name: agent.name ?? agent.agent_id,
        tags: agent.tags ?? [],
        created_at_unix_secs: agent.created_at_unix_secs ?? 0,
        access_info: ACCESS_INFO,
        last_call_time_unix_secs: starts.length > 0 ? starts.reduce((a, b) => Math.max(a, b)) : null,
        archived: agent.archived ?? false,
        voice_id: agent.voice_id ?? null,
        demo_undocumented: null,
      }
    })
    .filter(agent => agent.archived === values.archived)
    .filter(agent => !values.search || agent.name.toLowerCase().includes(values.search.toLowerCase()))
    .filter(agent => !values.tags || values.tags.some((tag: string) => agent.tags.includes(tag)))
    // Everything belongs to the one user there is.
    .filter(() => values.created_by_user_id === undefined || values.created_by_user_id === '@me')
  const sortValues: Record<string, (agent: Json) => string | number> = {
    name: agent => agent.name.toLowerCase(),
    created_at: agent => agent.created_at_unix_secs,
    call_count_7d: agent => startsOf(agent).filter(start => start >= now / 1000 - WEEK_SECS).length,
  }
  const keyOf = (agent: Json) => [sortValues[values.sort_by]!(agent), agent.agent_id]
  const { items, ...rest } = pageOf(found, keyOf, values.sort_direction, values.page_size, url)
  return { agents: items, ...rest }
}

/** The catalogue entry of an agent, or the API's 404. */
export function findAgent(world: World, id: string): Json {
  const agent = world.agents.find(each => each.agent_id === id)
  if (!agent) throw notFound('agent', `No agent with id ${id} exists.`)
  return agent
}
