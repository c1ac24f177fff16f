import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { build } from 'esbuild'
import { type Browser, chromium } from 'playwright-core'
import { environment, MAIN, NODE } from './environment.ts'

/* Views in a real browser, held by a host on this computer that passes their calls on to the built server. */

/** The browser of the tests; null: there is none here. */
export const CHROMIUM: string | null =
  [
    process.env.CONVERSATIONS_TEST_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find(path => path !== undefined && existsSync(path)) ?? null

// biome-ignore format: a list of words
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--force-color-profile=srgb',
  '--font-render-hinting=none', '--autoplay-policy=no-user-gesture-required',
]

export const startBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM!, args: [...ARGUMENTS, ...more], headless: true })

export type Era = '2025-11-25' | '2026-07-28'

/** The built server over stdio. */
export async function startServer(
  era: Era,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Client> {
  const mode = era === '2025-11-25' ? 'legacy' : { pin: era }
  const client = new Client({ name: 'views', version: '1' }, { versionNegotiation: { mode } })
  await client.connect(new StdioClientTransport({ command: NODE, args: [MAIN, ...args], env: environment(env) }))
  return client
}

/** What hosts allow a view that asks for nothing. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; media-src data:; connect-src 'none'"

export interface ViewHost {
  url: string
  /** The server that views speak to from now on. */
  server: Client
  /** What frames show, by address; those of the server are added when they are first asked for. */
  pages: Map<string, string>
  /** Answers that are given instead of the server's; undefined: the server's. */
  instead: (call: { name: string; arguments?: Record<string, unknown> }) => unknown
  close(): Promise<void>
}

export async function startHost(server: Client): Promise<ViewHost> {
  const script = await bundled()
  const pages = new Map<string, string>()
  const http = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://host.local')
    try {
      if (url.pathname === '/call') {
        const call = JSON.parse(await bodyOf(request))
        const answer = host.instead(call) ?? (await host.server.callTool(call, { timeout: 170_000 }))
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
      } else if (url.pathname === '/view') {
        const uri = url.searchParams.get('uri')!
        const read = async () => (await host.server.readResource({ uri })).contents[0] as { text: string }
        if (!pages.has(uri)) pages.set(uri, (await read()).text)
        response.setHeader('content-type', 'text/html').setHeader('content-security-policy', POLICY).end(pages.get(uri))
      } else if (url.pathname === '/host.js') response.setHeader('content-type', 'text/javascript').end(script)
      else if (url.pathname === '/') {
        response.setHeader('content-type', 'text/html').end(HOST_PAGE)
      } else response.writeHead(204).end()
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const host: ViewHost = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    server,
    pages,
    instead: () => undefined,
    async close() {
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
  return host
}

const HOST_PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><style>body{margin:0}</style><body><script src="/host.js"></script>'

async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('../views/host-page.ts', import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
