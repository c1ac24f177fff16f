import { afterAll, beforeAll } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Json } from '../../src/demo/world.ts'
import { connect, type TestClient } from './client.ts'
import { startWorld } from './world.ts'

/** For the tests of a file: the client of a server that knows one agent and these calls. */
export function deskWith(conversations: Json[], settings: Partial<Config> = {}): () => TestClient {
  let client: TestClient
  let end: () => Promise<void>
  beforeAll(async () => {
    const agents = [{ agent_id: 'agent_1', name: 'Desk' }]
    const server = await startWorld({ conversations, agents, tags: [], extras: {} }, settings)
    client = await connect(server.app)
    end = async () => {
      await client.close()
      await server.close()
    }
  })
  afterAll(() => end())
  return () => client
}
