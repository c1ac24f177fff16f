import { Hono } from 'hono/tiny'
import { getAgent, getBranch, getVersion, listBranches } from './agent.ts'
import { listAgents } from './agents.ts'
import { hummed } from './audio.ts'
import { findConversation, getConversation, listConversations, listTags } from './conversations.ts'
import { ApiError, authenticate, notFound } from './errors.ts'
import type { SelectOptions } from './list-filter.ts'
import { parseParams } from './params.ts'
import { smartSearch, textSearch } from './search.ts'
import { listTopics } from './topics.ts'
import type { World } from './world.ts'

export interface DemoApiOptions extends SelectOptions {
  /** Milliseconds since 1970; decides which calls are of an agent's last seven days, and which day is not over. */
  now?: () => number
  /** The only key let in; without it any key is. */
  apiKey?: string
}

type Env = { Variables: { requestId: string } }

/** The Conversations API over the world as it stands at each request. */
export function createDemoApi(world: World, options: DemoApiOptions = {}): Hono<Env> {
  const { now = Date.now, apiKey } = options
  const app = new Hono<Env>()
  let requests = 0

  app.use(async (c, next) => {
    c.set('requestId', `req_demo_${++requests}`)
    c.header('request-id', c.get('requestId'))
    c.header('x-region', 'demo')
    authenticate(c.req.header('xi-api-key'), apiKey)
    if (c.req.method !== 'GET') throw new ApiError(405, 'Method Not Allowed')
    await next()
  })
  app.onError((error, c) => {
    const known = error instanceof ApiError ? error : new ApiError(500, `Internal Server Error: ${error.message}`)
    return c.newResponse(JSON.stringify(known.body(c.get('requestId'))), known.status as 500, {
      'content-type': 'application/json',
    })
  })
  app.notFound(() => {
    throw new ApiError(404, 'Not Found')
  })

  const routes = new Hono<Env>()
  const extras = () => options.extras ?? world.extras ?? {}
  const selection = (): SelectOptions => ({ ...options, extras: extras() })
  const url = (c: { req: { url: string } }) => new URL(c.req.url)
  routes.get('/conversations', c => c.json(listConversations(world, url(c), selection())))
  routes.get('/conversations/messages/text-search', c => c.json(textSearch(world, url(c), selection())))
  routes.get('/conversations/messages/smart-search', c => c.json(smartSearch(world, url(c), selection())))
  routes.get('/conversations/:id', c => c.json(getConversation(world, url(c), c.req.param('id'))))
  routes.get('/conversations/:id/audio', c => {
    parseParams(url(c).searchParams, {})
    const call = findConversation(world, c.req.param('id'))
    if (!call.has_audio) throw notFound('audio', 'This conversation has no recording.')
    return c.body(hummed(call), 200, { 'content-type': 'audio/wav' })
  })
  routes.get('/agents', c => c.json(listAgents(world, url(c), now())))
  routes.get('/agents/:id', c => c.json(getAgent(world, url(c), c.req.param('id'))))
  routes.get('/agents/:id/branches', c => c.json(listBranches(world, url(c), c.req.param('id'))))
  routes.get('/agents/:id/branches/:branch', c =>
    c.json(getBranch(world, url(c), c.req.param('id'), c.req.param('branch'))),
  )
  routes.get('/agents/:id/versions/:version', c =>
    c.json(getVersion(world, url(c), c.req.param('id'), c.req.param('version'))),
  )
  routes.get('/agents/:id/topics', c => c.json(listTopics(world, extras(), url(c), c.req.param('id'), now() / 1000)))
  routes.get('/tags', c => c.json(listTags(world, url(c))))
  return app.route('/v1/convai', routes)
}
