import { McpServer } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import * as z from 'zod/v4'

/** The least that can be served with the same SDK: the baseline of the start-up benchmark. */
serveStdio(() => {
  const server = new McpServer({ name: 'one-tool', version: '1.0.0' })
  server.registerTool(
    'echo',
    { description: 'Says it back.', inputSchema: z.strictObject({ text: z.string() }) },
    async ({ text }) => ({ content: [{ type: 'text', text }] }),
  )
  return server
})
