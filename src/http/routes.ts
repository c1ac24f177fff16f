import { randomUUID } from 'node:crypto'
import { buildOAuthProtectedResourceMetadata, type OAuthMetadata } from '@modelcontextprotocol/server'
import { Hono } from 'hono/tiny'
import type { App } from '../app.ts'
import { requestContext } from '../request-context.ts'
import { TITLE } from '../server.ts'
import { type Admission, admission } from './access/admission.ts'
import { SCOPE } from './access/token-verifier.ts'
import type { HttpConfig, OAuthConfig } from './config.ts'
import { foreign, packed } from './guards.ts'
import { Handlers, type Http, type MakeServer } from './handlers.ts'
import { createMetrics } from './metrics.ts'
import { ParallelLimit } from './parallel-limit.ts'
import { RateLimit } from './rate-limit.ts'
import { readiness } from './readiness.ts'
import { serverCard } from './server-card.ts'
import { receiver } from './webhook/receive.ts'

/** For each request that may be under way, so many subscriptions. */
const LISTENING = 4

/** What a request is answered by: these routes, and no others. */
export interface Routes {
  fetch(request: Request, http: Http): Promise<Response>
  /** From now on it is not ready. */
  drain(): void
  /** Ends subscriptions, and whatever is still under way. */
  close(): Promise<void>
}

export function createRoutes(app: App, config: HttpConfig, makeServer?: MakeServer): Routes {
  const { log } = app
  const admit: Admission = admission(config, log)
  const rate = new RateLimit(config.requestsPerMinute)
  const parallel = new ParallelLimit(config.requestsAtOnce)
  // A subscription is under way for hours, and none comes to its turn by waiting.
  const listening = new ParallelLimit(LISTENING * config.requestsAtOnce, 0)
  const metrics = config.metrics ? createMetrics(app) : null
  const handlers = new Handlers(app, answer => metrics?.answered(answer), makeServer)
  const webhook =
    config.postCallSecret === undefined
      ? null
      : receiver(config.postCallSecret, app, call => handlers.callChanged(call))
  let isDraining = false

  const routes = new Hono<{ Bindings: Http }>()
  routes.get('/health', () => Response.json({ status: 'ok' }))
  routes.get('/ready', async () => {
    if (isDraining) return Response.json({ status: 'stopping' }, { status: 503 })
    const { ready, ...parts } = await readiness(app)
    return Response.json({ status: ready ? 'ready' : 'not ready', ...parts }, { status: ready ? 200 : 503 })
  })
  routes.get('/mcp/server-card', () => serverCard(config))
  const { oauth } = config
  if (oauth) {
    // The path of the resource behind the well-known one (RFC 9728, section 3.1), and for clients that leave it out.
    for (const path of ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource']) {
      routes.get(path, () => Response.json(metadata(oauth), { headers: { 'access-control-allow-origin': '*' } }))
    }
  }
  // Probes address a server by its number, and pages of other sites may show where it is: so far nobody learns more.
  routes.use(async ({ req }, next) => foreign(req.raw, config.hostNames) ?? packed(req.raw) ?? (await next()))
  routes.all('/mcp', async ({ req, env }) => {
    // From the beginning: whoever asked may be gone when it is known who that was.
    const closed = new Promise(resolve => env.outgoing.once('close', resolve))
    const caller = await admit(req.raw)
    if (caller instanceof Response) return caller
    const context = requestContext.getStore()
    if (context) context.client = caller.name
    const waitSecs = rate.take(caller.name)
    if (waitSecs > 0) return tooMany(`sent more than ${config.requestsPerMinute} requests in a minute`, waitSecs)
    const limit = isSubscription(req.raw.headers) ? listening : parallel
    const end = await limit.begin(caller.name, closed)
    if (end === null) return tooMany(`more requests under way than the ${limit.most} that may be at the same time`, 1)
    const answer = handlers.answer(req.raw, caller, env)
    void Promise.allSettled([answer, closed]).then(end)
    return await answer
  })
  if (metrics) {
    routes.get('/metrics', async ({ req }) => {
      const caller = await admit(req.raw)
      if (caller instanceof Response) return caller
      return caller.agents === null ? await metrics.expose() : notForThem()
    })
  }
  if (webhook) routes.post('/webhooks/post-call', ({ req }) => webhook.receive(req.raw))
  routes.notFound(() => Response.json({ error: 'not_found', error_description: 'MCP is at /mcp.' }, { status: 404 }))
  routes.onError((error, { env }) => {
    if (env.incoming.readableAborted) log.info('A client left before its request was whole.')
    else log.error('A request failed', error)
    return Response.json({ error: 'server_error' }, { status: 500 })
  })

  return {
    async fetch(request, http) {
      const id = requestId(http.incoming)
      http.outgoing.setHeader('x-request-id', id)
      const response = await requestContext.run({ request: id }, async () => await routes.fetch(request, http))
      // What was not read of it cannot be passed over: the next request would begin in its middle.
      if (response.status === 413) response.headers.set('connection', 'close')
      return response
    },
    drain() {
      isDraining = true
    },
    async close() {
      await webhook?.settled()
      await handlers.close()
    },
  }
}

/** A proxy's, so that its log and ours can be joined; else one of ours. */
function requestId({ headers }: Http['incoming']): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

/** @param headers those of a request */
const isSubscription = (headers: Pick<Headers, 'get'>): boolean => headers.get('mcp-method') === 'subscriptions/listen'

/** @param what the client has done */
function tooMany(what: string, waitSecs: number): Response {
  const error_description = `This client has ${what}; wait ${waitSecs} s.`
  return Response.json(
    { error: 'too_many_requests', error_description },
    { status: 429, headers: { 'retry-after': String(waitSecs) } },
  )
}

const notForThem = (): Response =>
  Response.json({ error: 'forbidden', error_description: 'These are figures of all agents.' }, { status: 403 })

const metadata = ({ issuer, resource }: OAuthConfig) =>
  buildOAuthProtectedResourceMetadata({
    oauthMetadata: { issuer } as OAuthMetadata,
    resourceServerUrl: resource,
    scopesSupported: [SCOPE],
    resourceName: TITLE,
  })
