import { ApiClient } from '../../src/api/client.ts'
import type { HttpOptions } from '../../src/api/http.ts'
import { type App, createApp } from '../../src/app.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src/demo/server.ts'
import type { World } from '../../src/demo/world.ts'

/** The moment that tests take as now: Sunday 22 November 2026, noon in UTC. */
export const NOW = Date.UTC(2026, 10, 22, 12) / 1000
export const API_KEY = 'sk_test_key_that_must_never_leave'

export interface TestWorld {
  /** The embedded API: its requests and its faults. */
  api: DemoServer
  app: App
  close(): Promise<void>
}

/** A server of ours whose upstream is the embedded API over real HTTP. */
export async function startWorld(
  world: World | (() => World),
  settings: Partial<Config> = {},
  demo: Partial<DemoServerOptions> = {},
): Promise<TestWorld> {
  const api = await startDemoServer({ world, apiKey: API_KEY, now: () => NOW * 1000, ...demo })
  const app = createApp({
    ...readConfig({}, {}),
    apiKey: API_KEY,
    baseUrl: api.url,
    timezone: 'UTC',
    now: NOW,
    ...settings,
  })
  return {
    api,
    app,
    async close() {
      await app.close()
      await api.close()
    },
  }
}

/** The same app over a client of its own, for waits and limits that no setting reaches. Closing it closes that client. */
export function withHttp(app: App, options: Partial<HttpOptions>): App {
  const { apiKey, baseUrl = '', concurrency, timeoutMs } = app.config
  const source = new ApiClient({ baseUrl, apiKey, concurrency, timeoutMs, ...options })
  return {
    ...app,
    toolContext: async signal => ({ ...(await app.toolContext(signal)), source }),
    close: () => source.close(),
  }
}
