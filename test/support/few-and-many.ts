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

/** Uses a client of a server of its own, which has these calls and the agents and tags of the small world. */
export async function withCalls<T>(
  conversations: Json[],
  use: (client: TestClient, world: TestWorld) => Promise<T>,
  settings: Partial<Config> = {},
): Promise<T> {
  const world = await startWorld({ ...smallWorld(), conversations }, settings)
  const client = await connect(world.app)
  try {
    return await use(client, world)
  } finally {
    await client.close()
    await world.close()
  }
}
