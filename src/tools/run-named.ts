import type { ToolContext } from './define.ts'
import { TOOLS } from './index.ts'
import { runTool, type ToolAnswer } from './run.ts'
import { viewConversation } from './view-conversation.ts'

/**
 * As `runTool`, for a tool by its name, which is one of those that are shown. Loaded by the first question, with all tools.
 * @throws UserInputError for wrong arguments, and whatever the tool throws
 */
export function runNamed(name: string, given: unknown, context: ToolContext): Promise<ToolAnswer> {
  return runTool([...TOOLS, viewConversation].find(tool => tool.name === name)!, given, context)
}
