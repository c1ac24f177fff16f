import type { Turn } from '../../domain/conversation.ts'
import { atOnce, batches, type Pieces } from '../../pieces.ts'
import type { Database } from '../engine/database.ts'
import { inColumn } from './encoding.ts'
import { wordsOfText, wordsOfTurn } from './texts.ts'

/*
 * The index of words. It holds no text, only which words stand in which row, so it knows its rows by number alone:
 * `conversations.id * 2^20 + turn + 1`, and `+ 0` for the row of the title and the summary. That number is ours, so it
 * stays the same whatever SQLite does to its tables; and all rows of a call lie together.
 */

const SHIFT = 20
const ROWS_PER_CALL = 2 ** SHIFT

/** SQL for what a row of `words` belongs to. Turn -1 is the title and the summary. */
export const CONVERSATION_OF_ROW = `(words.rowid >> ${SHIFT})`
export const TURN_OF_ROW = `((words.rowid & ${ROWS_PER_CALL - 1}) - 1)`

const INSERT = 'INSERT INTO words (rowid, user, agent, tool, title, summary) VALUES (?, ?, ?, ?, ?, ?)'

/** Makes the turns findable, of which none is yet. */
export function indexTurns(db: Database, id: number, turns: readonly Turn[]): void {
  for (const turn of turns.slice(0, MOST_TURNS)) indexTurn(db, id, turn)
}

/** The same in transactions of its own, each for some of the turns, of a call that has none there. */
export function* indexInPieces(db: Database, id: number, turns: readonly Turn[]): Pieces<void> {
  for (const batch of batches(turns.slice(0, MOST_TURNS), A_PIECE, lengthOf)) {
    yield
    const rows: Row[] = []
    for (const turn of batch) {
      const row = yield* rowInPieces(id, turn)
      if (row) rows.push(row)
    }
    yield
    db.transaction(() => {
      for (const row of rows) {
        // Another process may have read the call, too.
        db.run('DELETE FROM words WHERE rowid = ?', [row[0]])
        db.run(INSERT, row)
      }
    })
  }
}

/** Whether that is more than others should wait for. */
export const isLongToIndex = (turns: readonly Turn[]): boolean =>
  turns.reduce((sum, turn) => sum + lengthOf(turn), 0) > 2 * A_PIECE

/** Characters that are analysed and indexed in one go. */
const A_PIECE = 100_000

const lengthOf = ({ message, toolCalls, toolResults }: Turn): number =>
  200 +
  message.length +
  toolCalls.reduce((sum, call) => sum + 100 + call.argumentsText.length, 0) +
  toolResults.reduce((sum, result) => sum + 100 + result.resultText.length, 0)

const MOST_TURNS = ROWS_PER_CALL - 2

export function forgetTurns(db: Database, id: number): void {
  const first = id * ROWS_PER_CALL
  db.run('DELETE FROM words WHERE rowid > ? AND rowid < ?', [first, first + ROWS_PER_CALL])
}

function indexTurn(db: Database, id: number, turn: Turn): void {
  const row = rowOf(id, turn)
  if (row) db.run(INSERT, row)
}

type Row = [number, ...string[]]

const rowOf = (id: number, turn: Turn): Row | null => atOnce(rowInPieces(id, turn))

/** null: there is nothing to be found. */
function* rowInPieces(id: number, turn: Turn): Pieces<Row | null> {
  const words = wordsOfTurn(turn)
  if (words.said.length + words.tool.length > MANY_WORDS) yield
  const [said, tool] = [inColumn(words.said), inColumn(words.tool)]
  if (said === '' && tool === '') return null
  const of = (speaker: string): string => (turn.role === speaker ? said : '')
  const isOfNeither = turn.role !== 'user' && turn.role !== 'agent'
  const row = id * ROWS_PER_CALL + turn.index + 1
  // A turn has no summary: there, words of unknown speakers are found, but not as said by anybody.
  return [row, of('user'), of('agent'), tool, '', isOfNeither ? said : '']
}

/** In a turn: these take some tens of milliseconds. */
const MANY_WORDS = 20_000

/** The title and the summary are no longer found. */
export const forgetHeadline = (db: Database, id: number): void =>
  void db.run('DELETE FROM words WHERE rowid = ?', [id * ROWS_PER_CALL])

/** The same for the title and the summary. */
export function indexHeadline(db: Database, id: number, title: string | null, summary: string | null): void {
  const row = id * ROWS_PER_CALL
  const words = [inColumn(wordsOfText(title)), inColumn(wordsOfText(summary))]
  if (words.some(text => text !== '')) db.run(INSERT, [row, '', '', '', ...words])
}

/** Erases a call from the index. */
export function forgetWords(db: Database, id: number): void {
  const first = id * ROWS_PER_CALL
  db.run('DELETE FROM words WHERE rowid >= ? AND rowid < ?', [first, first + ROWS_PER_CALL])
}
