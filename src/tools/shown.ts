import type { AnyTool } from './define.ts'
import { TOOLS } from './index.ts'
import { inputSchema, outputSchema } from './json-schemas.ts'
import { viewConversation } from './view-conversation.ts'

/** What clients see of a tool. */
export interface ShownTool extends Pick<AnyTool, 'name' | 'title' | 'description' | 'effect' | 'view' | 'forViews'> {
  input: Record<string, unknown>
  output: Record<string, unknown>
}

/** Data only: the build writes it down, so that a start reads neither tools nor their schemas. */
export const SHOWN: readonly ShownTool[] = [...TOOLS, viewConversation].map((tool: AnyTool) => {
  const { name, title, description, effect, view, forViews } = tool
  return { name, title, description, effect, view, forViews, input: inputSchema(tool), output: outputSchema(tool) }
})
