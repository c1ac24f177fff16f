import type { Json } from '../../src/demo/world.ts'
import type { Desk } from './desk.ts'
import { sample } from './sample.ts'
import { versionWorld } from './versions.ts'

export const TARNHILL = sample.agents.find(agent => agent.name.includes('Tarnhill'))!

export const rowsOf = ({ sections }: Json, name: string): any[][] =>
  sections.find((one: Json) => one.name === name)?.rows ?? []

/** How an agent is described, at this desk or to another client: both halves in one. */
export function describing(desk: Desk) {
  return async (input: Json, client = desk.client): Promise<Json> => {
    const { structured, text, isError } = await client.call('describe_agent', input)
    if (isError) throw new Error(text)
    return { ...structured, text }
  }
}

/** A world of which the second version of one agent has these settings, and the first one others. */
export function worldWith(before: Json, after: Json): ReturnType<typeof versionWorld> {
  const world = versionWorld()
  const [older, newer] = world.agents[1]!.versions
  Object.assign(older, { conversation_config: before })
  Object.assign(newer, { conversation_config: after })
  return world
}
