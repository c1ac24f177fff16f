import type { IncomingMessage, ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createMcpHandler, type McpHttpHandler, type McpServer } from '@modelcontextprotocol/server'
import type { Answered, App, Guest } from '../app.ts'
import { watchCalls } from '../mirror/call-news.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { type RequestContext, requestContext } from '../request-context.ts'
import { ALERTS_URI } from '../resources/alerts.ts'
import { conversationUri, RECENT_URI } from '../resources/uri.ts'
import { createServer } from '../server.ts'
import type { Caller } from './access/caller.ts'
import {
  AnswersUnderWay,
  type Booked,
  KeptAnswers,
  type Question,
  questionOf,
  readTold,
  repeated,
  tell,
} from './kept-answers.ts'

/** Bytes of a request; arguments of tools are short. */
const MOST_BYTES = 1024 * 1024

/** Both sides of a request, without the web's objects, of which each takes its time. */
export interface Http {
  incoming: IncomingMessage
  outgoing: ServerResponse
}

/** Makes the server for a request; one that tells listeners something itself does so by the notifier. */
export type MakeServer = (app: App, notifier: () => McpHttpHandler['notify']) => McpServer

/** Serves both eras of the protocol without a state: a server for each request, and a handler for each set of agents. */
export class Handlers {
  readonly #app: App
  readonly #onAnswer: (answer: Answered) => void
  readonly #makeServer: MakeServer
  readonly #handlers = new Map<string, McpHttpHandler>()
  readonly #watches: (() => void)[] = []
  readonly #kept = new KeptAnswers()
  #version: Promise<string | null> | undefined
  readonly #underWay = new AnswersUnderWay()
  /** What was told for a request that is under way; and whether the archive alone told it. */
  readonly #booked = new WeakMap<RequestContext, Booked & { isOfArchive: boolean }>()

  constructor(app: App, onAnswer: (answer: Answered) => void, makeServer: MakeServer = createServer) {
    this.#app = app
    this.#onAnswer = onAnswer
    this.#makeServer = makeServer
  }

  /** @param http the request once more, and where its answer goes: one that others got is written there at once */
  async answer(request: Request, { agents }: Caller, { incoming, outgoing }: Http): Promise<Response> {
    const { fetch } = this.#handlerFor(agents)
    const how = repeated(incoming)
    if (how === null) return await fetch(request)
    const startedMs = performance.now()
    const body = await request.text()
    const question = questionOf(body, incoming.rawHeaders, JSON.stringify(agents))
    const fetchAnew = () => {
      const { url, method, headers, signal } = request
      return fetch(new Request(url, { method, headers, body, signal }))
    }
    const mirror = await this.#app.mirror()
    const version = question && (await this.#versionOf(mirror))
    if (question === null || version === null) return await fetchAnew()
    const underWay = this.#underWay.find(question, version)
    // Nothing is waited for where nobody asks the same: two that come together would not find each other.
    const told = underWay ? await underWay : this.#kept.find(question, version)
    if (told) {
      this.#book(told.booked, false, performance.now() - startedMs)
      tell(outgoing, question, told)
      return RESPONSE_ALREADY_SENT
    }
    const answering = this.#readAnew(question, fetchAnew)
    if (how === 'shared') {
      const forOthers = answering.then(({ told }) => told).catch(() => null)
      this.#underWay.add(question, version, forOthers)
      return (await answering).response
    }
    const { told: anew, isOfArchive, response } = await answering
    if (anew && isOfArchive && version === (await mirror.version())) this.#kept.keep(question, version, anew)
    return response
  }

  /** The answer, and what others may be told of it; null: nothing. */
  async #readAnew(question: Question, fetchAnew: () => Promise<Response>) {
    const response = await fetchAnew()
    const context = requestContext.getStore()
    const booked = context && this.#booked.get(context)
    if (!booked) return { response, told: null, isOfArchive: false }
    return { ...(await readTold(question, booked, response)), isOfArchive: booked.isOfArchive }
  }

  /** Looked at once for all requests that came together. */
  #versionOf(mirror: Mirror): Promise<string | null> {
    this.#version ??= mirror.version().finally(() => setImmediate(() => (this.#version = undefined)))
    return this.#version
  }

  #book({ what, calls, agents }: Booked, isError: boolean, ms: number): void {
    this.#onAnswer({ what, isError, secs: ms / 1000 })
    this.#app.log.audit({ ...requestContext.getStore(), what, ok: !isError, calls, agents, ms: Math.round(ms) })
  }

  /** Tells whoever listens and may see the call's agent. */
  callChanged({ id, agentId }: { id: string; agentId: string | null }): void {
    for (const [key, { notify }] of this.#handlers) {
      const agents = JSON.parse(key) as Caller['agents']
      if (agents !== null && !agents.includes(agentId ?? '')) continue
      notify.resourceUpdated(conversationUri(id))
      callsChanged(notify)
    }
  }

  async close(): Promise<void> {
    for (const end of this.#watches.splice(0)) end()
    await Promise.all([...this.#handlers.values()].map(handler => handler.close()))
  }

  /** Its own: what subscribers hear of depends on what they may see. */
  #handlerFor(agents: Caller['agents']): McpHttpHandler {
    const key = JSON.stringify(agents)
    const known = this.#handlers.get(key)
    if (known) return known
    const { log } = this.#app
    const handler: McpHttpHandler = createMcpHandler(
      ({ era }) => {
        const touched: Guest['touched'] = { calls: 0, agents: new Set() }
        const answered = ({ what, isError, secs }: Answered): void => {
          const named = touched.agents.size > 0 ? [...touched.agents] : (agents ?? 'all')
          const booked: Booked = { what, calls: touched.calls, agents: named }
          this.#book(booked, isError, secs * 1000)
          const context = requestContext.getStore()
          if (context && !isError) this.#booked.set(context, { ...booked, isOfArchive: !touched.asksMore })
        }
        return this.#makeServer(
          this.#app.asSeenBy({ agents, listens: era === 'modern', touched, answered }),
          () => handler.notify,
        )
      },
      {
        maxRequestBodySize: MOST_BYTES,
        onerror: error => log.info(`refused: ${error.message}`),
      },
    )
    this.#handlers.set(key, handler)
    if (agents === null) {
      this.#watches.push(this.#app.alerts.listen(() => handler.notify.resourceUpdated(ALERTS_URI)))
    }
    // For as long as the server runs, and for no request.
    requestContext.run(undefined, () => void this.#watch(handler, agents))
    return handler
  }

  /** What other servers of the archive have read is news, too. */
  async #watch({ notify }: McpHttpHandler, agents: Caller['agents']): Promise<void> {
    const mirror = await this.#app.mirror()
    if (mirror.isOff) return
    this.#watches.push(watchCalls(mirror, agents, this.#app.log, () => callsChanged(notify)))
  }
}

function callsChanged(notify: McpHttpHandler['notify']): void {
  notify.resourceUpdated(RECENT_URI)
  notify.resourcesChanged()
}
