import type { Conversation, Turn } from '../../domain/conversation.ts'
import { atOnce, type Pieces } from '../../pieces.ts'
import type { Work } from '../engine/work.ts'
import type { WordSearch, WordSearchResult } from './find.ts'
import { formsOfEvaluation, formsOfText, formsOfTurn } from './texts.ts'

/**
 * The index of words: engines store and compare what we have made of the texts. Calls go by our own ids, turns by their
 * numbers; title and summary are turn -1, what else was written about the call turn -2.
 */
export interface Words {
  /** Words, folded, as `add` takes them; empty: nothing that could be found. Of long texts it takes its time. */
  encode(forms: readonly string[]): string
  /** Makes places of a call findable that are not yet. */
  add(call: number, places: readonly WordPlace[]): Work<void>
  /** Turns of the call, the last one not included, are no longer found. */
  forget(call: number, from: number, to?: number): Work<void>
  /** Calls in which the words stand: what was said, tool names, arguments and results, what was written about calls. */
  find(search: WordSearch): Work<WordSearchResult>
}

/** Makes the words of a call findable. */
export interface Indexing {
  /** Ours. */
  id: number
  work: Work<void>
}

/**
 * In the order of the calls, each of which adds its places in theirs: an index may write down what it has gathered as
 * soon as one is out of order.
 */
export const inOrder = (indexing: readonly Indexing[]): Indexing[] => indexing.toSorted((a, b) => a.id - b.id)

/** A turn, or what was written about the call: its words by where they stand. A turn has no title. */
export interface WordPlace extends Record<'user' | 'agent' | 'tool' | 'title' | 'summary', string> {
  turn: number
}

export const HEADLINE = -1
/** Rationales and the caller's comment: only details tell them, so they are a place of their own. */
export const EVALUATION = -2
/** Nobody has more turns; an engine may count on that. */
export const MOST_TURNS = 2 ** 20 - 2

const NONE = { user: '', agent: '', tool: '', title: '', summary: '' }

/** Makes the turns findable by their words, of which none is yet. */
export const indexTurns = (words: Words, id: number, turns: readonly Turn[]): Work<void> =>
  words.add(
    id,
    turns.slice(0, MOST_TURNS).map(turn => atOnce(placeInPieces(words, turn))),
  )

/** The same for the title and the summary. */
export const indexHeadline = (words: Words, id: number, title: string | null, summary: string | null): Work<void> =>
  words.add(id, [
    {
      ...{ ...NONE, turn: HEADLINE },
      title: words.encode(formsOfText(title)),
      summary: words.encode(formsOfText(summary)),
    },
  ])

/** The same for what the platform, and the caller, wrote of the call. */
export const indexEvaluation = (words: Words, id: number, call: Conversation): Work<void> =>
  words.add(id, [evaluationPlace(words, call)])

/** Its words stand where those of a summary do: they say as much. */
export const evaluationPlace = (words: Words, call: Conversation): WordPlace => ({
  ...{ ...NONE, turn: EVALUATION },
  summary: words.encode(formsOfEvaluation(call)),
})

/** The title and the summary are no longer found. */
export const forgetHeadline = (words: Words, id: number): Work<void> => words.forget(id, HEADLINE, HEADLINE + 1)
export const forgetEvaluation = (words: Words, id: number): Work<void> => words.forget(id, EVALUATION, EVALUATION + 1)
/** Nothing of the call is found. */
export const forgetCall = (words: Words, id: number): Work<void> => words.forget(id, EVALUATION)
export const forgetTurns = (words: Words, id: number): Work<void> => words.forget(id, 0)

/** Makes places findable in the place of what they were before. */
export function* replacePlaces(words: Words, id: number, places: readonly WordPlace[]): Work<void> {
  for (const { turn } of places) yield* words.forget(id, turn, turn + 1)
  yield* words.add(id, places)
}

/** In a turn: these take some tens of milliseconds. */
const MANY_WORDS = 20_000

export function* placeInPieces(words: Words, turn: Turn): Pieces<WordPlace> {
  const { said, tool } = yield* formsOfTurn(turn)
  if (said.length + tool.length > MANY_WORDS) yield
  const { role, index } = turn
  const text = words.encode(said)
  return {
    turn: index,
    user: role === 'user' ? text : '',
    agent: role === 'agent' ? text : '',
    tool: words.encode(tool),
    title: '',
    // A turn has no summary: there, words of unknown speakers are found, but not as said by anybody.
    summary: role === 'user' || role === 'agent' ? '' : text,
  }
}

/** Characters that are analysed and indexed in one go. */
export const INDEXED_AT_ONCE = 100_000

/** What a turn takes of that. */
export const lengthOf = ({ message, toolCalls, toolResults }: Turn): number =>
  200 +
  message.length +
  toolCalls.reduce((sum, call) => sum + 100 + call.argumentsText.length, 0) +
  toolResults.reduce((sum, result) => sum + 100 + result.resultText.length, 0)

/** Whether that is more than others should wait for. */
export const isLongToIndex = (turns: readonly Turn[]): boolean =>
  turns.reduce((sum, turn) => sum + lengthOf(turn), 0) > 2 * INDEXED_AT_ONCE
