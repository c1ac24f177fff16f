import { sql } from '../engine/sql.ts'
import { change, insertNew, type Work } from '../engine/work.ts'
import { inColumn, partsOf } from '../words/encoding.ts'
import { MOST_TURNS, type WordPlace, type Words } from '../words/words.ts'
import { findWords } from './find-words.ts'
import { vectorText } from './lexeme.ts'
import { monthOfId } from './months/months.ts'

/*
 * The index of words: one row a turn, as `tsvector`, which PostgreSQL takes as we made it. The letters that it calls
 * weights tell the columns apart: A caller, B agent, C tools, D neither; of what was written of the call A title, B all else.
 * Scores ask how much the index holds, which is counted by month: to count all rows would take seconds.
 */

export const POSTGRES_WORDS: Words = { encode: inColumn, add, forget, find: findWords }

function* add(call: number, places: readonly WordPlace[]): Work<void> {
  const rows = places.flatMap(place => {
    const { turn, user, agent, tool, title, summary } = place
    const columns: [string, string][] =
      turn < 0
        ? [
            ['A', title],
            ['B', summary],
          ]
        : [
            ['A', user],
            ['B', agent],
            ['D', summary],
            ['C', tool],
          ]
    const { vector, size } = vectorOf(columns)
    return size === 0 ? [] : [[call, turn, size, vector] as const]
  })
  if (rows.length === 0) return
  yield* insertNew('words', ['conversation', 'turn', 'size', 'words'], 2, rows)
  const words = rows.reduce((sum, [, , size]) => sum + size, 0)
  yield* change(sql`
    UPDATE word_counts SET rows = rows + ${rows.length}, words = words + ${words} WHERE month = ${monthOfId(call)}`)
}

function* forget(call: number, from: number, to = MOST_TURNS): Work<void> {
  yield* change(sql`
    WITH gone AS (DELETE FROM words WHERE conversation = ${call} AND turn >= ${from} AND turn < ${to} RETURNING size),
      sums AS (SELECT count(*) AS rows, coalesce(sum(size), 0) AS words FROM gone)
    UPDATE word_counts SET rows = word_counts.rows - sums.rows, words = word_counts.words - sums.words
    FROM sums WHERE month = ${monthOfId(call)} AND sums.rows > 0`)
}

/** The highest place that a tsvector knows; what stands later stands there. */
const LAST_PLACE = 16_383

/** Columns follow one another with a gap, so that no phrase goes from one into the next. */
function vectorOf(columns: readonly (readonly [weight: string, column: string])[]): { vector: string; size: number } {
  const places = new Map<string, Set<string>>()
  let [from, size] = [1, 0]
  for (const [weight, column] of columns) {
    let longest = 0
    for (const words of partsOf(column)) {
      for (const [at, word] of words.entries()) {
        const known = places.get(word) ?? new Set()
        known.add(`${Math.min(from + at, LAST_PLACE)}${weight}`)
        places.set(word, known)
      }
      longest = Math.max(longest, words.length)
      size += words.length
    }
    from += longest + 2
  }
  return { vector: vectorText(places), size }
}
