import type { Sql } from '../engine/sql.ts'
import type { Query, Role } from './query.ts'

/* What is found in an index of words. */

/** A call that was found. */
export interface Hit {
  conversationId: string
  /** Turns that match, in the order of the call; none where only what was written of the call matches. */
  turns: number[]
  /** The turn that matches best; null where none does, or nothing was ranked. */
  bestTurn: number | null
  /** The title or the summary matches. */
  inHeadline: boolean
  /** The rationales, or the caller's comment, match. */
  inEvaluation: boolean
  /** BM25 of the best turn, and of what was written of the call, together: more is better; null where nothing was ranked. */
  score: number | null
}

/** `best` first, or calls by their start; between equals, the newest first. */
export type Order = 'best' | 'newest' | 'oldest'

/** Of all that match. */
export interface Totals {
  conversations: number
  /** Conversations with a turn that matches; of the others only what was written of them does. */
  spoken: number
  turns: number
}

export const NO_TOTALS: Totals = { conversations: 0, spoken: 0, turns: 0 }

export interface Found extends Totals {
  hits: Hit[]
  /** How the hits are sorted: `newest` also where too many match to tell which is best. */
  order: Order
}

export interface WordSearch {
  query: Query
  /** Only what was said by it. Without: all of it, and what was written of calls. */
  role?: Role | undefined
  /** A condition on `conversations c`. */
  where: Sql
  order: Order
  limit: number
  offset: number
}

export interface WordSearchResult extends Found {
  /**
   * `turn`: each hit holds all the words in one turn, in title and summary, or in what else was written of the call.
   * `call`: no turn does (of turns the total is 0); each hit holds them in different turns, which are given.
   */
  within: 'turn' | 'call'
  /** Only where nothing was found although something was looked for. */
  nothing: Nothing | null
}

/** Why a search found nothing. */
export interface Nothing {
  words: WordCount[]
  /** What all words together would find without the filter and the window. */
  elsewhere: Totals
}

export interface WordCount {
  text: string
  /** Places in the selected calls (turns, title and summary as one, and so what else was written) that hold the word; 0: it is missing. */
  places: number
  /** There are more: it stops counting at 1,000. */
  orMore: boolean
}
