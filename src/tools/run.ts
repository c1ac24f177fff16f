import { inTurns } from '../pieces.ts'
import { newFence } from '../render/fence.ts'
import { parseArguments, underNewNames } from './arguments.ts'
import type { AnyTool, ToolContext } from './define.ts'
import { withoutHostArguments } from './host-arguments.ts'

/** Both halves of a tool's answer. */
export interface ToolAnswer {
  structured: object
  text: string
}

/**
 * Checks the arguments, runs the tool and makes both halves of the answer: for the protocol and for the command line.
 * @throws UserInputError for wrong arguments, and whatever the tool throws
 */
export async function runTool(tool: AnyTool, given: unknown, context: ToolContext): Promise<ToolAnswer> {
  const { own, setAside } = withoutHostArguments(given, tool.input.shape)
  const input = parseArguments(tool.input, underNewNames(own, tool.formerNames))
  // Parsed on the way out, so that no member the schema does not name can leak.
  const answer = tool.output.parse(await tool.run(input, { ...context, setAside }))
  const structured = context.redactor ? await inTurns(context.redactor.answer(answer), context.signal) : answer
  return { structured, text: tool.render(structured, newFence()) }
}
