import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { longCall } from '../support/sample.ts'
import { type Era, startBrowser, startHost, startServer, type ViewHost } from '../support/views.ts'
import { NOW } from '../support/world.ts'
import type { HostOptions } from './host-page.ts'
import { calls, HOSTILE, hostile, longAgo } from './hostile.ts'

/* One browser, its page with a host, and the built server: what the tests of views share. */

export interface Stage {
  browser: Browser
  page: Page
  host: ViewHost
  /** What the page asked the network for, beside what the host serves. */
  strays: string[]
  /** The built server that speaks so, started when it is first wanted. */
  server: (era: Era) => ReturnType<typeof startServer>
  load: (view: string, options?: Partial<HostOptions>) => Promise<Frame>
  ask: (tool: string, input: Json) => Promise<unknown>
  /** A view beside the answer of its tool. */
  show: (tool: string, input: Json, options?: Partial<HostOptions>) => Promise<Frame>
}

const VIEW_OF: Record<string, string> = {
  ...{ get_conversation: 'call', search_conversations: 'call', triage_conversations: 'queue' },
  ...{ analyze_conversations: 'numbers', explain_conversations: 'numbers' },
}
export const viewOf = (tool: string): string => VIEW_OF[tool]!

export const text = (frame: Frame, selector = 'main') => frame.locator(selector).first().textContent()

/** What axe objects to, element by element. */
export async function objections(frame: Frame | Page): Promise<string[]> {
  await frame.evaluate(axe.source)
  const { violations } = await frame.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}

/** Set up before the tests of the `describe` that calls this; until they run, browser, page and host are not there. */
export function stageOfTests(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'views-'))
  const servers = new Map<Era, ReturnType<typeof startServer>>()
  const stage = {
    strays: [] as string[],
    server(era) {
      if (!servers.has(era)) servers.set(era, startServer(era, argumentsIn(folder)))
      return servers.get(era)!
    },
    async load(view, options = {}) {
      // As JSON: the types of schemas are too deep for the browser's.
      const own = JSON.stringify({ uri: `ui://conversations/${view}`, ...options })
      await stage.page.evaluate(given => window.host.open(JSON.parse(given)), own)
      return stage.page.frames().at(-1)!
    },
    ask: (tool, input) =>
      stage.page.evaluate(([name, own]) => window.host.ask(name, own), [tool, input] as [string, Json]),
    async show(tool, input, options = {}) {
      const frame = await stage.load(viewOf(tool), options)
      await stage.ask(tool, input)
      await frame.waitForSelector('main:not([aria-busy])')
      return frame
    },
  } as Stage

  beforeAll(async () => {
    const usual = calls.filter(call => call.conversation_id !== longCall.conversation_id)
    const all = [...usual, longAgo(longCall), ...HOSTILE.map(hostile)]
    writeFileSync(join(folder, 'calls.jsonl'), all.map(call => JSON.stringify(call)).join('\n'))
    stage.host = await startHost(await stage.server('2026-07-28'))
    stage.browser = await startBrowser()
    stage.page = await stage.browser.newPage({ viewport: { width: 900, height: 1100 } })
    stage.page.on('request', request => {
      const url = request.url()
      if (!url.startsWith(stage.host.url) && !url.startsWith('data:')) stage.strays.push(url)
    })
    stage.page.on('console', message => {
      if (message.text().includes('Content Security Policy')) stage.strays.push(message.text())
    })
    await stage.page.goto(stage.host.url)
  })
  afterAll(async () => {
    await stage.browser?.close()
    await stage.host?.close()
    for (const server of servers.values()) await (await server).close()
    rmSync(folder, { recursive: true, force: true })
  })
  return stage
}

const argumentsIn = (folder: string): string[] => [
  ...['--data', join(folder, 'calls.jsonl'), '--now', new Date(NOW * 1000).toISOString(), '--timezone', 'UTC'],
  ...['--audio', 'on', '--export-dir', join(folder, 'exports')],
]
