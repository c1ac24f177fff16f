import {
  type CompleteResourceTemplateCallback,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { App } from '../app.ts'
import { errorAnswer } from '../error-answer.ts'
import { NotFoundError, UserInputError } from '../errors.ts'
import type { ToolContext } from '../tools/define.ts'
import { inTime } from '../tools/in-time.ts'
import { registerAlerts } from './alerts.ts'
import { idOf, RECENT_URI } from './uri.ts'
import { registerViews } from './views.ts'

type Variables = Record<string, string | string[]>

const FIVE_MINUTES = 300_000

/** Loaded by the first question: a start need not read what tools and resources are made of. */
const recent = () => import('./recent.ts')

/** Transcripts, the newest calls and, where allowed, recordings. Whatever a resource shows, a tool shows too. */
export function registerResources(server: McpServer, app: App): void {
  const ask = <T>(caller: AbortSignal | undefined, work: (context: ToolContext) => Promise<T>): Promise<T> =>
    inTime(caller, async signal => work(await app.toolContext(signal)))
  // Without a prototype: the library takes whatever it finds under a name for a completer.
  const complete: Record<string, CompleteResourceTemplateCallback> = Object.assign(Object.create(null) as object, {
    conversation_id: (typed: string) =>
      ask(undefined, async context => (await recent()).completeConversationId(typed, context)).catch(() => []),
  })

  /** Reads within the deadline; errors become the protocol's, with our words. */
  const read = async (
    uri: URL,
    { mcpReq }: ServerContext,
    run: (context: ToolContext) => Promise<Read>,
  ): Promise<ReadResourceResult> => {
    const startedMs = performance.now()
    const told = (isError: boolean) =>
      app.answered?.({ what: 'resources/read', isError, secs: (performance.now() - startedMs) / 1000 })
    try {
      const { content, maxAgeMs } = await ask(mcpReq.signal, run)
      told(false)
      return { contents: [{ uri: uri.href, ...content }], ttlMs: maxAgeMs, cacheScope: 'private' }
    } catch (error) {
      told(true)
      const words = errorAnswer(error, app, mcpReq.signal)
      if (error instanceof NotFoundError) throw new ResourceNotFoundError(uri.href, words)
      if (error instanceof UserInputError) throw new ProtocolError(ProtocolErrorCode.InvalidParams, words)
      throw new ProtocolError(ProtocolErrorCode.InternalError, words)
    }
  }
  const transcript = (uri: URL, variables: Variables, context: ServerContext) =>
    read(uri, context, async at => {
      const { readTranscript } = await import('./transcript.ts')
      const { text, finished } = await readTranscript(variables, at)
      return { content: { mimeType: 'text/plain', text }, maxAgeMs: finished ? FIVE_MINUTES : 0 }
    })

  server.registerResource(
    'recent conversations',
    RECENT_URI,
    { title: 'Newest conversations', description: 'The newest conversations as a table', mimeType: 'text/plain' },
    (uri, context) =>
      read(uri, context, async at => {
        const { runNamed } = await import('../tools/run-named.ts')
        const { text } = await runNamed('list_conversations', { summary_mode: 'include' }, at)
        return { content: { mimeType: 'text/plain', text }, maxAgeMs: 0 }
      }),
  )
  server.registerResource(
    'conversation',
    new ResourceTemplate('conversation://{conversation_id}', {
      // Hosts list resources at their start: without a key or a connection the list is short, not broken.
      list: async ({ mcpReq }) => ({
        resources: await ask(mcpReq.signal, async at => (await recent()).listRecent(at)).then(
          entries => entries.map(entry => ({ ...entry, title: app.masked(entry.title) })),
          error => {
            errorAnswer(error, app, mcpReq.signal)
            return []
          },
        ),
      }),
      complete,
    }),
    {
      title: 'Conversation',
      description: 'Facts, analysis and transcript of one conversation',
      mimeType: 'text/plain',
    },
    transcript,
  )
  server.registerResource(
    'conversation turns',
    new ResourceTemplate('conversation://{conversation_id}/turns/{from}-{to}', { list: undefined, complete }),
    {
      title: 'Part of a conversation',
      description: 'Turns of one conversation, counted from 0',
      mimeType: 'text/plain',
    },
    transcript,
  )
  if (app.config.checksFile !== undefined) registerAlerts(server, app)
  registerViews(server)
  if (!app.config.audio) return
  server.registerResource(
    'conversation audio',
    new ResourceTemplate('conversation://{conversation_id}/audio', { list: undefined, complete }),
    { title: 'Recording', description: 'The recording of one conversation, if one is kept', mimeType: 'audio/mpeg' },
    (uri, variables, context) =>
      read(uri, context, async ({ source, signal }) => {
        const { data, mimeType } = await source.audio(idOf(variables), signal)
        return { content: { mimeType, blob: Buffer.from(data).toString('base64') }, maxAgeMs: FIVE_MINUTES }
      }),
  )
}

interface Read {
  content: { mimeType: string; text: string } | { mimeType: string; blob: string }
  /** How long a client may keep it. */
  maxAgeMs: number
}
