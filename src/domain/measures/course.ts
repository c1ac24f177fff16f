import type { Conversation } from '../conversation.ts'
import type { Speech } from './speech.ts'
import type { ToolUse } from './tools.ts'

/** How a call went on: until its first tool, between the two who speak, and what it looked up. */
export interface Course {
  /** Words of the longest turn; null where nobody spoke. */
  longestTurnWords: number | null
  /** Agent turns that began too early: see `isCutIn`. Rate: of `agentTurns`. */
  cutIns: number | null
  /** Before the first tool that ran, `end_call` aside: turns that hold words, and those of the caller; null: none ran. */
  turnsBeforeTool: number | null
  callerTurnsBeforeTool: number | null
  /** From the start of the call to that tool; null also where no time is told. */
  secsToTool: number | null
  /** Turns for which the knowledge base was searched, and those of them for which something was found. */
  retrievals: number | null
  retrievalHits: number | null
}

export function courseOf(
  { turns }: Pick<Conversation, 'turns'>,
  speeches: readonly Speech[],
  tools: readonly ToolUse[],
): Course {
  const first = tools.find(({ name }) => name !== 'end_call')
  const before = first && speeches.filter(({ turn }) => turn.index < first.turn)
  const searched = turns.flatMap(({ rag }) => rag ?? [])
  return {
    longestTurnWords: speeches.length > 0 ? speeches.reduce((most, { words }) => Math.max(most, words), 0) : null,
    cutIns: speeches.filter((_, at) => isCutIn(speeches, at)).length,
    turnsBeforeTool: before?.length ?? null,
    callerTurnsBeforeTool: before?.filter(({ speaker }) => speaker === 'user').length ?? null,
    secsToTool: turns.find(({ index }) => index === first?.turn)?.timeSecs ?? null,
    retrievals: searched.length,
    retrievalHits: searched.filter(({ chunks }) => chunks > 0).length,
  }
}

const FEW_WORDS = 3

/**
 * ESTIMATE: the agent answered while the caller was still speaking. Times of turns are whole seconds and have no end, so
 * what shows it is that the caller, who had spoken before, stops the agent within its first three words to speak on.
 */
function isCutIn(speeches: readonly Speech[], at: number): boolean {
  const { speaker, turn, words } = speeches[at]!
  const isBetween = speeches[at - 1]?.speaker === 'user' && speeches[at + 1]?.speaker === 'user'
  return speaker === 'agent' && turn.interrupted && words <= FEW_WORDS && isBetween
}
