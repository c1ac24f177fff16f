import type { Turn } from './conversation.ts'

/** Characters of what was said in a turn, and of what its tools were asked and answered: nobody looks for more. */
export const SEARCHED_LENGTH = 250_000

/** Numbers of the turns that say more than is searched, or whose tools do. */
export const unsearchedTurns = (turns: readonly Turn[]): number[] =>
  turns.flatMap(turn =>
    turn.message.length > SEARCHED_LENGTH || lengthOfTools(turn) > SEARCHED_LENGTH ? turn.index : [],
  )

const lengthOfTools = ({ toolCalls, toolResults }: Turn): number =>
  toolCalls.reduce((sum, { name, argumentsText }) => sum + name.length + argumentsText.length, 0) +
  toolResults.reduce((sum, { resultText }) => sum + resultText.length, 0)
