import { afterAll, beforeAll, expect } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Json } from '../../src/demo/world.ts'
import { type Answer, connect, type TestClient } from './client.ts'
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

/** How one tool is asked, always with `more`; at this desk, unless another client is named. */
export function asking(tool: string, desk: Desk, more: Json = {}) {
  const ask = (input: Json = {}, client = desk.client): Promise<Answer> => client.call(tool, { ...more, ...input })
  return {
    ask,
    /** The words of a refusal; it must be one. */
    async refusal(input: Json, client?: TestClient): Promise<string> {
      const { text, structured, isError } = await ask(input, client)
      expect(isError, text).toBe(true)
      expect(structured).toBeUndefined()
      return text
    },
  }
}
