import { onTestFinished } from 'vitest'
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src/demo/server.ts'
import type { Json } from '../../src/demo/world.ts'
import { smallWorld, smallWorldExtras } from '../support/small-world.ts'

/** A demo server over the small world, closed after the test that starts it. */
export async function serve(options: Partial<DemoServerOptions> = {}): Promise<DemoServer> {
  const server = await startDemoServer({ world: smallWorld(), extras: smallWorldExtras(), ...options })
  onTestFinished(() => server.close())
  return server
}

/** Fetches a path below /v1/convai with a key. */
export const request = (
  server: DemoServer,
  path: string,
  headers: Record<string, string> = { 'xi-api-key': 'any' },
  signal?: AbortSignal,
) => fetch(`${server.url}/v1/convai/${path}`, { headers, signal })

/** The JSON body of a success. */
export async function get(server: DemoServer, path: string, signal?: AbortSignal): Promise<Json> {
  const response = await request(server, path, undefined, signal)
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Json
}

/** All pages of a path (which may have a query), in order. */
export async function walk(server: DemoServer, path: string): Promise<Json[]> {
  const pages: Json[] = []
  for (let cursor = ''; ; ) {
    const page = await get(server, `${path}${path.includes('?') ? '&' : '?'}${cursor}`)
    pages.push(page)
    if (!page.has_more) return pages
    cursor = `cursor=${page.next_cursor}`
  }
}
