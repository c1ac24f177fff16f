import { writtenWords } from '../words/encoding.ts'
import type { Phrase, Query, Role, Term } from '../words/query.ts'
import { beginningOf, lexemeOf, quoted } from './lexeme.ts'

/* Queries as PostgreSQL reads them. Whatever a user typed stands in quotes, word by word. */

const WEIGHT: Record<Role, string> = { user: 'A', agent: 'B', tool: 'C' }

export const holdingAll = (query: Query, role?: Role): string =>
  expression(query.wanted.map(term => anyPhrase(term, role)).join(' & '), query, role)

export const holdingAny = (query: Query, role?: Role): string =>
  expression(query.wanted.map(term => anyPhrase(term, role)).join(' | '), query, role)

export const holdingOne = (term: Term, query: Query, role?: Role): string =>
  expression(anyPhrase(term, role), query, role)

function expression(wanted: string, { excluded }: Query, role?: Role): string {
  if (excluded.length === 0) return `(${wanted})`
  return `(${wanted}) & !(${excluded.map(term => anyPhrase(term, role)).join(' | ')})`
}

const anyPhrase = ({ phrases }: Term, role?: Role): string =>
  `(${phrases.map(phrase => phraseQuery(phrase, role)).join(' | ')})`

export function phraseQuery(phrase: Phrase, role?: Role): string {
  const words = writtenWords(phrase)
  const weight = role ? WEIGHT[role] : ''
  const part = (word: string, at: number): string => {
    const isBeginning = phrase.star && at === words.length - 1
    const marks = (isBeginning ? '*' : '') + weight
    return quoted(isBeginning ? beginningOf(word) : lexemeOf(word)) + (marks && `:${marks}`)
  }
  return `(${words.map(part).join(' <-> ')})`
}
