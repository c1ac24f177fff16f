import { afterEach } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Json } from '../../src/demo/world.ts'
import { connect, type TestClient } from './client.ts'
import { type Desk, deskOf } from './desk.ts'
import { startSample } from './sample.ts'
import { smallWorld, smallWorldExtras } from './small-world.ts'
import { startWorld, type TestWorld } from './world.ts'

export const startSmall = (settings: Partial<Config> = {}): Promise<TestWorld> =>
  startWorld(smallWorld, settings, { extras: smallWorldExtras() })

/** For the tests of a file: a server of a few odd calls, whose faults end with each test, and its client. */
export function fewCalls(start: () => Promise<TestWorld> = startSmall): Desk {
  const few = deskOf(start)
  afterEach(() => few.world.api.faults.clear())
  return few
}

/** The same, and a server of the sample calls. */
export function fewAndMany(start: { few?: () => Promise<TestWorld>; many?: () => Promise<TestWorld> } = {}) {
  return { few: fewCalls(start.few), many: deskOf(start.many ?? startSample) }
}

/** Uses a client of a server of its own. */
export async function withWorld<T>(
  world: Parameters<typeof startWorld>[0],
  use: (client: TestClient, server: TestWorld) => Promise<T>,
  settings: Partial<Config> = {},
): Promise<T> {
  const server = await startWorld(world, settings)
  const client = await connect(server.app)
  try {
    return await use(client, server)
  } finally {
    await client.close()
    await server.close()
  }
}

/** The same, of these calls and the agents and tags of the small world. */
export const withCalls = <T>(conversations: Json[], ...rest: Rest<T>): Promise<T> =>
  withWorld({ ...smallWorld(), conversations }, ...rest)

type Rest<T> = [use: (client: TestClient, server: TestWorld) => Promise<T>, settings?: Partial<Config>]
