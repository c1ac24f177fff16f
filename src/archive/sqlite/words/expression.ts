import type { Query, Role, Term } from '../../words/query.ts'
import { inMatch } from './encoding.ts'

/* MATCH expressions. Whatever a user typed stands in quotes, word by word, so that nothing of it is an operator. */

/** Rows that hold all that is wanted. @param role only what was said by it; without, titles and summaries count, too */
export const holdingAll = (query: Query, role?: Role): string =>
  expression(query.wanted.map(anyPhrase).join(' AND '), query, role)

/** Rows that hold some of what is wanted. */
export const holdingAny = (query: Query, role?: Role): string =>
  expression(query.wanted.map(anyPhrase).join(' OR '), query, role)

/** Rows that hold this one. */
export const holdingOne = (term: Term, query: Query, role?: Role): string => expression(anyPhrase(term), query, role)

function expression(wanted: string, { excluded }: Query, role?: Role): string {
  const all = excluded.length === 0 ? `(${wanted})` : `(${wanted}) NOT (${excluded.map(anyPhrase).join(' OR ')})`
  return role === undefined ? all : `{${role}} : (${all})`
}

const anyPhrase = ({ phrases }: Term): string => `(${phrases.map(inMatch).join(' OR ')})`

/** A prefix stands for many words: SQLite gathers them all before it can tell whether a single call holds one. */
export const hasPrefix = ({ wanted, excluded }: Query): boolean =>
  [...wanted, ...excluded].some(({ phrases }) => phrases.some(({ star }) => star))
