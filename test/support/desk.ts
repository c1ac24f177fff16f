import { afterAll, beforeAll } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Json } from '../../src/demo/world.ts'
import { connect, type TestClient } from './client.ts'
import { startWorld, type TestWorld } from './world.ts'

export interface Desk {
  world: TestWorld
  client: TestClient
}

/** For the tests of a file: a server that is started before the first of them, and its client. */
export function deskOf(start: () => Promise<TestWorld>): Desk {
  const desk = {} as Desk
  beforeAll(async () => {
    desk.world = await start()
    desk.client = await connect(desk.world.app)
  })
  afterAll(async () => {
    await desk.client.close()
    await desk.world.close()
  })
  return desk
}

/** For the tests of a file: the client of a server that knows one agent and these calls. */
export function deskWith(conversations: Json[], settings: Partial<Config> = {}): () => TestClient {
  const agents = [{ agent_id: 'agent_1', name: 'Desk' }]
  const desk = deskOf(() => startWorld({ conversations, agents, tags: [], extras: {} }, settings))
  return () => desk.client
}
