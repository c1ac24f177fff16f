import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { ApiClient } from '../../src/api/client.ts'
import type { HttpOptions } from '../../src/api/http.ts'
import { type App, createApp } from '../../src/app.ts'
import { archivePath } from '../../src/archive/place/files.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src/demo/server.ts'
import type { World } from '../../src/demo/world.ts'
import { Mirror } from '../../src/mirror/mirror.ts'
import { emptyArchive } from './empty-archive.ts'

/** The moment that tests take as now: Sunday 22 November 2026, noon in UTC. */
export const NOW = Date.UTC(2026, 10, 22, 12) / 1000
export const API_KEY = 'sk_test_key_that_must_never_leave'

export interface TestWorld {
  /** The embedded API: its requests and its faults. */
  api: DemoServer
  app: App
  close(): Promise<void>
}

/**
 * A server of ours whose upstream is the embedded API over real HTTP, with an archive that goes when it is closed.
 * @param readers threads that read the archive, as of a server for a team; they need what the build makes
 */
export async function startWorld(
  world: World | (() => World),
  settings: Partial<Config> = {},
  demo: Partial<DemoServerOptions> = {},
  readers = 0,
): Promise<TestWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'conversations-mcp-test-'))
  const api = await startDemoServer({ world, apiKey: API_KEY, now: () => NOW * 1000, ...demo })
  const config: Config = {
    ...readConfig({}, {}),
    apiKey: API_KEY,
    baseUrl: api.url,
    timezone: 'UTC',
    dataDir,
    now: NOW,
    store: inject('store') ?? undefined,
    ...settings,
  }
  const { store, archive, profile } = config
  const host = new URL(api.url).host
  if (store === undefined && archive !== 'off' && config.dataDir === dataDir) {
    emptyArchive(archivePath({ dataDir, host, profile }))
  }
  // In a database it is named by the API's address, whose port an earlier test may have had.
  if (store !== undefined && store === inject('store')) await placeOf({ store, host, profile }).remove()
  const app = createApp(config, undefined, readers)
  return {
    api,
    app,
    async close() {
      await app.close()
      await api.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export interface OwnHttp extends Partial<HttpOptions> {
  patienceMs?: number
  /** The archive is that of the app; by default it is a new one. */
  sharesArchive?: boolean
}

/**
 * The same app over a client and an archive of its own, for waits and limits that no setting reaches. Closing it closes
 * these.
 */
export function withHttp(app: App, options: OwnHttp): App {
  const { apiKey, baseUrl = '', concurrency, maxConcurrency, timeoutMs, dataDir, store, archive } = app.config
  const { patienceMs, sharesArchive = false, ...http } = options
  const host = sharesArchive ? new URL(baseUrl).host : randomUUID()
  const source = new ApiClient({ baseUrl, apiKey, concurrency, maxConcurrency, timeoutMs, ...http })
  const mirror = new Mirror({
    source,
    place: { dataDir, store, host, profile: 'default', apiKey },
    isOff: archive === 'off',
    now: () => NOW,
    log: app.log,
  })
  return {
    ...app,
    mirror: async () => mirror,
    async toolContext(signal, waiting) {
      const context = await app.toolContext(signal, waiting)
      return { ...context, source, mirror: async () => mirror, ...(patienceMs === undefined ? {} : { patienceMs }) }
    },
    async close() {
      await mirror.close()
      await source.close()
    },
  }
}
