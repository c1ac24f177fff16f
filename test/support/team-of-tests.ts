import { afterAll, beforeAll, vi } from 'vitest'
import type { HttpConfig } from '../../src/http/config.ts'
import type { HttpServer } from '../../src/http/serve.ts'
import { serve } from './team.ts'
import type { TestWorld } from './world.ts'

/** A server for a team over this world, for all tests of the file that calls this. */
export function teamServerOfTests(
  world: Pick<TestWorld, 'app'>,
  settings: Partial<HttpConfig> = {},
): Pick<HttpServer, 'url'> {
  let server: HttpServer
  beforeAll(async () => {
    server = await serve(world.app, settings)
  })
  afterAll(() => server.close())
  return {
    get url() {
      return server.url
    },
  }
}

/** What goes to standard error during the tests of the file that calls this, which is not printed. */
export function keptLog(): string[] {
  const logged: string[] = []
  beforeAll(() => {
    vi.spyOn(process.stderr, 'write').mockImplementation(line => Boolean(logged.push(String(line))))
  })
  afterAll(() => void vi.restoreAllMocks())
  return logged
}
