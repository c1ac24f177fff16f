import type { Conversation } from '../conversation.ts'
import { didRun, pairTools } from '../tool-uses.ts'
import type { Passes } from './passes.ts'

/**
 * What the API says of a call and its evidence does not bear out; the evidence counts:
 * - `tool`: a tool call is marked as never run, and a result says that it ran;
 * - `transfer`: a transfer to an agent stayed within the same agent.
 */
export type Overruled = 'tool' | 'transfer'

export function overruledIn(call: Conversation, { withinAgent }: Pick<Passes, 'withinAgent'>): Overruled[] {
  return [
    ...(wronglyNeverRun(call) > 0 ? (['tool'] as const) : []),
    ...(withinAgent.length > 0 ? (['transfer'] as const) : []),
  ]
}

/** Tool calls that are marked as never run although they ran. */
export function wronglyNeverRun({ turns }: Pick<Conversation, 'turns'>): number {
  const isAnyMarked = turns.some(({ toolCalls }) => toolCalls.some(({ executed }) => executed === false))
  return isAnyMarked ? pairTools(turns).filter(use => use.call?.executed === false && didRun(use)).length : 0
}
