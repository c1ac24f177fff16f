import { sql } from '../../engine/sql.ts'
import { change, insertNew, type Work } from '../../engine/work.ts'
import { inColumn } from '../../words/encoding.ts'
import { EVALUATION, forgetHeadline, indexHeadline, MOST_TURNS, type WordPlace, type Words } from '../../words/words.ts'
import { findWords } from './find-words.ts'

/*
 * The index of words. It holds no text, only which words stand in which row, so it knows its rows by number alone:
 * `conversations.id * 2^20 + turn + 1`, that of the evaluation is the last of the call. That number is ours, so it stays
 * the same whatever SQLite does to its tables; and all rows of a call lie together.
 */

const ROWS_PER_CALL = 2 ** 20

const numberOf = (call: number, turn: number): number =>
  call * ROWS_PER_CALL + (turn === EVALUATION ? ROWS_PER_CALL - 1 : turn + 1)

const COLUMNS = ['rowid', 'user', 'agent', 'tool', 'title', 'summary']

/** Of what they were before, nothing is here any more. Order saves time: `findings/fts5-writes-before-commit.sh`. */
const add = (call: number, places: readonly WordPlace[]): Work<void> =>
  insertNew(
    'words',
    COLUMNS,
    1,
    places.flatMap(({ turn, user, agent, tool, title, summary }) => {
      const isEmpty = [user, agent, tool, title, summary].every(text => text === '')
      return isEmpty ? [] : [[numberOf(call, turn), user, agent, tool, title, summary]]
    }),
  )

function* forget(call: number, from: number, to = MOST_TURNS): Work<void> {
  if (from === EVALUATION) yield* change(sql`DELETE FROM words WHERE rowid = ${numberOf(call, EVALUATION)}`)
  const first = call * ROWS_PER_CALL + 1
  const start = Math.max(from, EVALUATION + 1)
  if (start < to) yield* change(sql`DELETE FROM words WHERE rowid >= ${first + start} AND rowid < ${first + to}`)
}

export const SQLITE_WORDS: Words = { encode: inColumn, add, forget, find: findWords }

/** For migrations, which know no other engine: in the place of what was indexed before. */
export function* indexHeadlineOf(call: number, title: string | null, summary: string | null): Work<void> {
  yield* forgetHeadline(SQLITE_WORDS, call)
  yield* indexHeadline(SQLITE_WORDS, call, title, summary)
}
