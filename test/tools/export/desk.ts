import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Config } from '../../../src/config.ts'
import type { Json } from '../../../src/demo/world.ts'
import type { TestClient } from '../../support/client.ts'
import { asking, type Desk } from '../../support/desk.ts'
import { fewAndMany, startSmall, withCalls } from '../../support/few-and-many.ts'
import { startSample } from '../../support/sample.ts'
import { NOW, type TestWorld } from '../../support/world.ts'
import { DAY, get } from './exported.ts'

/** For the tests of a file: two servers that write into one folder, which is not there when a test begins. */
export function exportDesk() {
  const place = {} as { outside: string; folder: string }
  beforeAll(async () => {
    place.outside = await realpath(await mkdtemp(join(tmpdir(), 'export-')))
    place.folder = join(place.outside, 'exports')
  })
  afterAll(() => rm(place.outside, { recursive: true, force: true }))
  beforeEach(() => rm(place.folder, { recursive: true, force: true }))
  const settings = () => ({ exportDir: place.folder })
  const desks = fewAndMany({ few: () => startSmall(settings()), many: () => startSample(settings()) })
  const { ask: exported, refusal } = asking('export_conversations', desks.few)
  return {
    ...desks,
    place,
    exported,
    refusal,
    filesIn: async (path = place.folder): Promise<string[]> => (await readdir(path).catch(() => [])).sort(),
    withWorld: <T>(
      conversations: Json[],
      use: (client: TestClient, world: TestWorld) => Promise<T>,
      more: Partial<Config> = {},
    ) => withCalls(conversations, use, { ...settings(), ...more }),
  }
}

/** For the tests of a file: the API's own JSON of the calls of the last days, newest first. */
export function bodiesOfLastDays(desk: Desk): Json[] {
  const bodies: Json[] = []
  beforeAll(async () => {
    const { conversations } = await get(desk.world, `?page_size=100&call_start_after_unix=${NOW - 4 * DAY - 1}`)
    bodies.push(...(await Promise.all(conversations.map((item: Json) => get(desk.world, `/${item.conversation_id}`)))))
  })
  return bodies
}
