import type { Sql } from '../archive/engine/sql.ts'

/** A call that was found. */
export interface Hit {
  conversationId: string
  /** Turns that match, in the order of the call; none where only the title or the summary matches. */
  turns: number[]
  /** The turn that matches best; null where none does, or nothing was ranked. */
  bestTurn: number | null
  /** The title or the summary matches. */
  inHeadline: boolean
  /** BM25 of the best turn, and of title and summary, together: more is better; null where nothing was ranked. */
  score: number | null
}

/** `best` first, or the newest calls first, which also decides between equals. */
export type Order = 'best' | 'newest'

/** Of all that match. */
export interface Totals {
  conversations: number
  turns: number
}

export interface Found extends Totals {
  hits: Hit[]
  /** How the hits are sorted: by `newest` where too many match to tell which is best. */
  order: Order
}

/** What is looked for, as the archive takes it. */
export interface Plan {
  /** A MATCH expression. */
  match: string
  /** See `hasPrefix`. */
  hasPrefix: boolean
  /** A condition on `conversations c`. */
  where: Sql
  order: Order
  limit: number
  offset: number
}
