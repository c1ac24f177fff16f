import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server'
import { VIEWS, viewUri } from '../tools/views.ts'

/** By which clients know a page of the extension "MCP Apps". */
const PAGE = 'text/html;profile=mcp-app'

/** Nothing but what stands in the page: no network, no other files. */
const META = { ui: { prefersBorder: true, csp: { connectDomains: [], resourceDomains: [] } } }

/** The pages that clients show beside the answers of tools; they hold no data, and are read when a client asks for one. */
export function registerViews(server: McpServer): void {
  server.registerResource(
    'view',
    new ResourceTemplate(viewUri('{view}'), { list: undefined }),
    { title: 'View', description: `Page that shows an answer: ${Object.keys(VIEWS).join(', ')}`, mimeType: PAGE },
    async (uri, { view }) => {
      const { readView } = await import('./view-file.ts')
      const text = Object.hasOwn(VIEWS, String(view)) ? await readView(String(view)) : null
      if (text === null) throw new ResourceNotFoundError(uri.href, 'There is no such view in this installation.')
      const contents = [{ uri: uri.href, mimeType: PAGE, text, _meta: META }]
      return { contents, ttlMs: 300_000, cacheScope: 'public' }
    },
  )
}
