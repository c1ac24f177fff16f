import type {
  CallToolResult,
  McpServer,
  ServerContext,
  StandardSchemaWithJSON,
  ToolAnnotations,
} from '@modelcontextprotocol/server'
import type { App } from '../app.ts'
import { formatDuration } from '../domain/duration.ts'
import { errorAnswer } from '../error-answer.ts'
import type { Waiting } from '../mirror/mirror.ts'
import type { Effect } from './define.ts'
import { FILL_PATIENCE_MS, inTime } from './in-time.ts'
import { SHOWN, type ShownTool } from './shown.ts'
import { viewUri } from './views.ts'

const HINTS: Record<Effect, ToolAnnotations> = {
  // That our own archive fills up meanwhile changes nothing that anybody sees.
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  'write-file': { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
}

export function registerTools(server: McpServer, app: App): void {
  for (const tool of SHOWN) {
    if (tool.effect === 'write-file' && !app.mayWriteFiles) continue
    const structured = app.config.output !== 'text' && !tool.forViews
    server.registerTool(
      tool.name,
      {
        title: tool.title,
        description: tool.description,
        inputSchema: advertised(tool.input),
        // Declared only where it is kept: clients refuse an answer without its declared half.
        ...(structured ? { outputSchema: advertised(tool.output) } : {}),
        annotations: { title: tool.title, ...HINTS[tool.effect] },
        ...linkOf(tool),
      },
      async (given: unknown, { mcpReq }: ServerContext) => callTool(tool, given, app, mcpReq),
    )
  }
}

/** What the extension "MCP Apps" calls a link to a page, and a tool that the model does not see. */
function linkOf({ view, forViews }: ShownTool): { _meta?: { ui: object } } {
  if (forViews) return { _meta: { ui: { visibility: ['app'] } } }
  return view === undefined ? {} : { _meta: { ui: { resourceUri: viewUri(view) } } }
}

/** The one seam where answers and errors become protocol results. */
async function callTool(
  tool: ShownTool,
  given: unknown,
  app: App,
  request: ServerContext['mcpReq'],
): Promise<CallToolResult> {
  const { signal } = request
  const startedMs = performance.now()
  const told = (isError: boolean) =>
    app.answered?.({ what: tool.name, isError, secs: (performance.now() - startedMs) / 1000 })
  const waiting = { patienceMs: FILL_PATIENCE_MS, onProgress: progressOf(request) }
  try {
    const { structured, text } = await inTime(signal, async own => {
      const { runNamed } = await import('./run-named.ts')
      return runNamed(tool.name, given, await app.toolContext(own, waiting))
    })
    told(false)
    // A page has no use for text.
    const output = tool.forViews ? 'both' : app.config.output
    return {
      content: [{ type: 'text', text: output === 'structured' ? 'The answer is in structuredContent.' : text }],
      ...(output === 'text' ? {} : { structuredContent: structured as Record<string, unknown> }),
    }
  } catch (error) {
    told(true)
    return { content: [{ type: 'text', text: errorAnswer(error, app, signal) }], isError: true }
  }
}

/** Tells the client how far the reading of calls is, where it asked for that. */
function progressOf({ _meta, notify, signal }: ServerContext['mcpReq']): Waiting['onProgress'] {
  const progressToken = _meta?.progressToken
  if (progressToken === undefined) return undefined
  return ({ done, total, phase, secsLeft }) => {
    if (signal.aborted) return
    const left = secsLeft === null ? '' : `, about ${formatDuration(Math.ceil(secsLeft))} left`
    const message = `Syncing ${phase === 'lists' ? 'the list of calls' : 'transcripts'}${left}`
    const params = { progressToken, progress: done, ...(total === null ? {} : { total }), message }
    // The client may have disconnected; then there is no one to tell.
    void notify({ method: 'notifications/progress', params }).catch(() => undefined)
  }
}

/** A schema the SDK shows to clients, but does not check by: `parseArguments` does, with words that help. */
const advertised = (schema: Record<string, unknown>): StandardSchemaWithJSON<unknown> => ({
  '~standard': {
    version: 1,
    vendor: 'conversations-mcp',
    validate: value => ({ value }),
    jsonSchema: { input: () => schema, output: () => schema },
  },
})
