import type { Json } from '../../src/demo/world.ts'
import { connect, type TestClient } from './client.ts'
import { sample } from './sample.ts'
import { versionWorld } from './versions.ts'
import { startWorld, type TestWorld } from './world.ts'

export const TARNHILL = sample.agents.find(agent => agent.name.includes('Tarnhill'))!

export const rowsOf = ({ sections }: Json, name: string): any[][] =>
  sections.find((one: Json) => one.name === name)?.rows ?? []

export async function withWorld(
  world: Parameters<typeof startWorld>[0],
  work: (client: TestClient, server: TestWorld) => Promise<void>,
  settings: Json = {},
): Promise<void> {
  const own = await startWorld(world, settings)
  const client = await connect(own.app)
  await work(client, own)
  await client.close()
  await own.close()
}

/** A world of which the second version of one agent has these settings, and the first one others. */
export function worldWith(before: Json, after: Json): ReturnType<typeof versionWorld> {
  const world = versionWorld()
  const [older, newer] = world.agents[1]!.versions
  Object.assign(older, { conversation_config: before })
  Object.assign(newer, { conversation_config: after })
  return world
}
