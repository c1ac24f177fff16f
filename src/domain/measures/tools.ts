import type { Conversation, ToolResult } from '../conversation.ts'
import { toLines } from '../transcript.ts'

/** One call of a tool that ran. */
export interface ToolMeasures {
  name: string
  /** webhook, client, mcp, system …; null where neither call nor result says. */
  type: string | null
  /** Number of the turn that called it. */
  turn: number
  /** The result says so, by its mark or its type. "Not found" is an answer, not an error. */
  errored: boolean
  /** A guardrail or a policy withheld it. */
  blocked: boolean
  /** customer_auth, external_server, client_timeout …; null where it gave no type, or no error. */
  errorType: string | null
  /** Seconds until its result; null where the transcript holds no result. */
  latencySecs: number | null
}

export interface ToolUse extends ToolMeasures {
  /** Empty where the transcript holds the result only. */
  argumentsText: string
  result: ToolResult | null
}

/** What a tool is called among others whose call and result name it not. */
export const UNNAMED = '(unnamed)'
export const shownTool = (name: string): string => name || UNNAMED

/**
 * Tool calls that ran, with their last results, in the order of the calls; what workflows ran is among them. A call ran
 * if it or one of its results says so, or if only a result of it is there. Left out: calls of which both say that they
 * never ran (invalid arguments, a caller who spoke on).
 */
export function toolUsesOf({ turns }: Pick<Conversation, 'turns'>): ToolUse[] {
  return toLines(turns).flatMap(line => {
    if (line.kind !== 'tool' || !line.ran) return []
    const { call, result, turn } = line
    return {
      name: call?.name || (result?.name ?? ''),
      type: call?.type ?? result?.type ?? null,
      turn: turn.index,
      errored: result?.isError ?? false,
      blocked: result?.isBlocked ?? false,
      errorType: result?.errorType ?? null,
      latencySecs: result?.latencySecs ?? null,
      argumentsText: call?.argumentsText ?? '',
      result,
    }
  })
}
