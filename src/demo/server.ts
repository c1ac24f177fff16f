import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createDemoApi, type DemoApiOptions } from './api.ts'
import { answerWith, withoutEmptyPages } from './damage.ts'
import type { Fault } from './fault.ts'
import { Faults } from './faults.ts'
import type { World } from './world.ts'

export interface RecordedRequest {
  method: string
  path: string
  query: Record<string, string[]>
  /** Names in lower case; the value of the key is left out. */
  headers: Record<string, string>
  /** 0 until answered, and for good if no answer was sent. */
  status: number
}

export interface DemoServerOptions extends DemoApiOptions {
  /** What is served; a function is called at the first request. */
  world: World | (() => World)
  /** Default: a free one. */
  port?: number
  faults?: Faults
  latencyMs?: number
}

export interface DemoServer {
  /** Without a slash at the end. */
  readonly url: string
  /** In order of arrival. */
  readonly requests: RecordedRequest[]
  readonly inFlight: number
  readonly maxInFlight: number
  readonly faults: Faults
  /** May be changed at run time: every request reads it anew. */
  readonly world: World
  close(): Promise<void>
}

const TOO_MANY: Fault = {
  status: 429,
  body: {
    detail: {
      type: 'rate_limit_error',
      code: 'concurrent_limit_exceeded',
      message: 'Too many concurrent requests.',
      status: 'too_many_concurrent_requests',
    },
  },
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function record(request: Request, url: URL): RecordedRequest {
  const query = Object.fromEntries(
    [...new Set(url.searchParams.keys())].map(key => [key, url.searchParams.getAll(key)]),
  )
  const headers = Object.fromEntries(request.headers)
  for (const name of ['xi-api-key', 'authorization']) if (headers[name]) headers[name] = '[redacted]'
  return { method: request.method, path: url.pathname, query, headers, status: 0 }
}

/** Starts the demo API on the loopback interface. */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const { faults = new Faults() } = options
  if (options.latencyMs !== undefined) faults.latencyMs = options.latencyMs
  const requests: RecordedRequest[] = []
  let [inFlight, maxInFlight] = [0, 0]
  const world = once(() => (typeof options.world === 'function' ? options.world() : options.world))
  const api = once(() => createDemoApi(world(), options))
  const ask = (request: Request) => api().fetch(withoutEmptyPages(request))

  async function answer(request: Request, { incoming, outgoing }: HttpBindings): Promise<Response> {
    const url = new URL(request.url)
    const entry = record(request, url)
    requests.push(entry)
    inFlight += 1
    maxInFlight = Math.max(maxInFlight, inFlight)
    // Covers answers sent to their end as well as those cut off by either side.
    outgoing.once('close', () => {
      inFlight -= 1
    })
    const isTooMany = inFlight > faults.mostAtOnce
    const fault = isTooMany ? TOO_MANY : faults.take(url)
    if (faults.latencyMs > 0 && !isTooMany) await sleep(faults.latencyMs, undefined, { ref: false })
    const hangUp = () => void incoming.socket.resetAndDestroy()
    const exchange = { request, ask, hangUp, megabytes: fault?.megabytes ?? 1 }
    const response = fault ? await answerWith(fault, exchange) : await ask(request)
    if (incoming.socket.destroyed) return RESPONSE_ALREADY_SENT
    entry.status = response.status
    return response
  }

  // The adapter would otherwise replace Request and Response in the whole process.
  const listener = getRequestListener((request, env) => answer(request, env as HttpBindings), {
    overrideGlobalObjects: false,
  })
  const server = createServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults,
    get inFlight() {
      return inFlight
    },
    get maxInFlight() {
      return maxInFlight
    },
    get world() {
      return world()
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
