import type { Sql } from '../archive/engine/sql.ts'
import type { Conversation } from '../domain/conversation.ts'

/** A reason to look at a call. */
export interface Signal {
  kind: string
  title: string
  /** How points are counted, for people. */
  formula: string
  /** Most points that it gives. */
  cap: number
  /** The same in SQL over `conversations c`, before cap and rounding. */
  points: Sql
  /** What proves it; looked up only for calls that are shown. */
  evidence(call: Conversation): Evidence
}

export interface Evidence {
  /** Numbers of the turns that prove it, the one to quote first in front; none where no turn does. */
  turns: number[]
  /** May hold words of others, such as names of tools and comments. */
  detail: string
}

/** Where a call broke off: its last turn that holds words. */
export const lastWords = (lastTurn: number | null): number[] => (lastTurn === null ? [] : [lastTurn])

/** `3 turns`, `1 turn`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const MOST_NAMED = 5

/** The first few of them. */
export const fewOf = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMED
  return [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
