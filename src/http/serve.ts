import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import type { App } from '../app.ts'
import { ConfigurationError } from '../errors.ts'
import type { HttpConfig } from './config.ts'
import type { Http, MakeServer } from './handlers.ts'
import { createRoutes } from './routes.ts'

/** Milliseconds. */
export interface Timeouts {
  /** Within which the head of a request has to be here, and the whole of it. */
  headers: number
  request: number
  /** How often it is looked whether they are over. */
  look: number
  /** What is under way at the end may take so long: a tool call ends by itself within 45 seconds. */
  lastAnswers: number
}

const TIMEOUTS: Timeouts = { headers: 10_000, request: 30_000, look: 2_000, lastAnswers: 50_000 }
/** Before it closes: until in so many milliseconds nobody has connected, or so often. */
const [LOOK_MS, MOST_LOOKS] = [100, 10]
/** Longer than load balancers keep a connection, so that they and not we end it. */
const KEEP_ALIVE_MS = 75_000

export interface HttpServer {
  /** Where it listens. */
  url: string
  /** Takes no more requests, finishes those under way, and ends subscriptions. */
  close(): Promise<void>
}

/** @throws ConfigurationError where the address cannot be had */
export async function startHttp(
  app: App,
  config: HttpConfig,
  timeouts: Partial<Timeouts> = {},
  makeServer?: MakeServer,
): Promise<HttpServer> {
  const { headers, request, look, lastAnswers } = { ...TIMEOUTS, ...timeouts }
  const routes = createRoutes(app, config, makeServer)
  // The adapter would otherwise replace Request and Response in the whole process.
  const listener = getRequestListener((asked, env) => routes.fetch(asked, env as Http), {
    overrideGlobalObjects: false,
  })
  const underWay = new UnderWay()
  let isClosing = false
  let connections = 0
  const server = createServer(
    {
      headersTimeout: headers,
      requestTimeout: request,
      connectionsCheckingInterval: look,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (asked, answer) => {
      // A subscription is answered when it ends, not before.
      if (asked.headers['mcp-method'] !== 'subscriptions/listen') {
        underWay.begin()
        answer.once('close', () => underWay.end())
      }
      if (isClosing) answer.setHeader('connection', 'close')
      void listener(asked, answer)
    },
  )
  server.on('connection', () => {
    connections += 1
  })
  await listen(server, config)
  const { address, port, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async close() {
      isClosing = true
      routes.drain()
      // Some have connected that were not accepted yet: whoever closes now turns them away without a word.
      for (let seen = -1, look = 0; seen < connections && look < MOST_LOOKS; look++) {
        seen = connections
        await sleep(LOOK_MS)
      }
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      await underWay.none(lastAnswers)
      await routes.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, { host, port }: HttpConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'the port is in use' : (error.code ?? error.message)
      reject(new ConfigurationError(`Cannot listen on ${host} port ${port}: ${why}. Choose another with --port.`))
    })
    server.listen(port, host, resolve)
  })
}

/** Requests without an answer yet. */
class UnderWay {
  #count = 0
  #whenNone: (() => void) | undefined

  begin(): void {
    this.#count += 1
  }

  end(): void {
    this.#count -= 1
    if (this.#count === 0) this.#whenNone?.()
  }

  /** Comes when there are none, or after so many milliseconds. */
  async none(ms: number): Promise<void> {
    if (this.#count === 0) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>(resolve => {
      this.#whenNone = resolve
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
  }
}
