import { sql } from '../engine/sql.ts'
import { all, first, type Work } from '../engine/work.ts'
import { writtenWords } from '../words/encoding.ts'
import type { Phrase, Query, Role } from '../words/query.ts'
import { beginningOf, lexemeOf } from './lexeme.ts'
import { phraseQuery } from './text-query.ts'

/*
 * BM25, as FTS5 counts it (https://sqlite.org/fts5.html#the_bm25_function): k1 = 1.2, b = 0.75; the words of a row are
 * counted by the weights of their columns.
 */

const [K1, B] = [1.2, 0.75]
const OF_TURN: Record<string, number> = { A: 1, B: 1, C: 0.5, D: 5 }
const OF_HEADLINE: Record<string, number> = { A: 10, B: 5 }
const OF_ROLE: Record<Role, string> = { user: 'A', agent: 'B', tool: 'C' }

export interface IndexRow {
  id: number
  turn: number
  size: number
  /** JSON text: the lexemes of the query that the row holds, each with its places and their letters. */
  found: string
}

/** How much a row of the index is about the query. */
export type Score = (row: IndexRow) => number

export function* scoreOf(query: Query, role: Role | undefined): Work<Score> {
  const { rows, words } = (yield* first<{ rows: number; words: number }>(
    sql`SELECT coalesce(sum(rows), 0) AS rows, coalesce(sum(words), 0) AS words FROM word_counts`,
  ))!
  const phrases = query.wanted.flatMap(term => term.phrases)
  const weighed: { phrase: Phrase; idf: number }[] = []
  for (const phrase of phrases) {
    const inRole = role === undefined ? sql`TRUE` : sql`turn >= 0`
    const [counted] = yield* all<{ rows: number }>(
      sql`SELECT count(*) AS rows FROM words WHERE words @@ ${phraseQuery(phrase, role)}::tsquery AND ${inRole}`,
    )
    const idf = Math.log((rows - counted!.rows + 0.5) / (counted!.rows + 0.5))
    weighed.push({ phrase, idf: idf <= 0 ? 1e-6 : idf })
  }
  return ({ turn, size, found }) => {
    const lexemes = JSON.parse(found) as [string, number[], string[]][]
    const weights = turn < 0 ? OF_HEADLINE : OF_TURN
    const length = K1 * (1 - B + (B * size * rows) / words)
    return weighed.reduce((score, { phrase, idf }) => {
      const frequency = frequencyOf(phrase, lexemes, weights, role)
      return score + (idf * frequency * (K1 + 1)) / (frequency + length)
    }, 0)
  }
}

/** Where the phrase stands in a row, each counted by the weight of its column. */
function frequencyOf(
  phrase: Phrase,
  lexemes: [string, number[], string[]][],
  weights: Record<string, number>,
  role: Role | undefined,
): number {
  const words = writtenWords(phrase)
  const placesOf = (word: string, at: number): Map<number, string> => {
    const isPrefix = phrase.star && at === words.length - 1
    const [start, whole] = [beginningOf(word), lexemeOf(word)]
    const held = lexemes.filter(([lexeme]) => (isPrefix ? lexeme.startsWith(start) : lexeme === whole))
    return new Map(
      held.flatMap(([, places, letters]) => places.map((place, index) => [place, letters[index]!] as const)),
    )
  }
  const [head, ...rest] = words.map(placesOf)
  let frequency = 0
  for (const [place, letter] of head!) {
    if (role !== undefined && letter !== OF_ROLE[role]) continue
    if (rest.every((places, index) => places.has(place + index + 1))) frequency += weights[letter]!
  }
  return frequency
}
