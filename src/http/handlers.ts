import { createMcpHandler, type McpHttpHandler, type McpServer } from '@modelcontextprotocol/server'
import type { Answered, App } from '../app.ts'
import { watchCalls } from '../mirror/call-news.ts'
import { requestContext } from '../request-context.ts'
import { ALERTS_URI } from '../resources/alerts.ts'
import { conversationUri, RECENT_URI } from '../resources/uri.ts'
import { createServer } from '../server.ts'
import type { Caller } from './access/caller.ts'

/** Bytes of a request; arguments of tools are short. */
const MOST_BYTES = 1024 * 1024

/** Makes the server for a request; one that tells listeners something itself does so by the notifier. */
export type MakeServer = (app: App, notifier: () => McpHttpHandler['notify']) => McpServer

/** Serves both eras of the protocol without a state: a server for each request, and a handler for each set of agents. */
export class Handlers {
  readonly #app: App
  readonly #onAnswer: (answer: Answered) => void
  readonly #makeServer: MakeServer
  readonly #handlers = new Map<string, McpHttpHandler>()
  readonly #watches: (() => void)[] = []

  constructor(app: App, onAnswer: (answer: Answered) => void, makeServer: MakeServer = createServer) {
    this.#app = app
    this.#onAnswer = onAnswer
    this.#makeServer = makeServer
  }

  answer(request: Request, { agents }: Caller): Promise<Response> {
    return this.#handlerFor(agents).fetch(request)
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
        const touched = { calls: 0, agents: new Set<string>() }
        const answered = (answer: Answered): void => {
          this.#onAnswer(answer)
          log.audit({
            ...requestContext.getStore(),
            what: answer.what,
            ok: !answer.isError,
            calls: touched.calls,
            agents: touched.agents.size > 0 ? [...touched.agents] : (agents ?? 'all'),
            ms: Math.round(answer.secs * 1000),
          })
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
    void this.#watch(handler, agents)
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
