import type { Turn } from '../../domain/conversation.ts'
import type { Pieces } from '../../pieces.ts'
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
  for (const batch of batchesOf(turns.slice(0, MOST_TURNS))) {
    yield
    db.transaction(() => {
      for (const turn of batch) indexTurn(db, id, turn)
    })
  }
}

const MOST_TURNS = ROWS_PER_CALL - 2

export function forgetTurns(db: Database, id: number): void {
  const first = id * ROWS_PER_CALL
  db.run('DELETE FROM words WHERE rowid > ? AND rowid < ?', [first, first + ROWS_PER_CALL])
}

function indexTurn(db: Database, id: number, turn: Turn): void {
  const words = wordsOfTurn(turn)
  const [said, tool] = [inColumn(words.said), inColumn(words.tool)]
  if (said === '' && tool === '') return
  const of = (speaker: string): string => (turn.role === speaker ? said : '')
  const isOfNeither = turn.role !== 'user' && turn.role !== 'agent'
  const row = id * ROWS_PER_CALL + turn.index + 1
  // A turn has no summary: there, words of unknown speakers are found, but not as said by anybody.
  db.run(INSERT, [row, of('user'), of('agent'), tool, '', isOfNeither ? said : ''])
}

/** Characters that are analysed and indexed in one go. */
const A_PIECE = 100_000

function* batchesOf(turns: readonly Turn[]): Generator<Turn[]> {
  let batch: Turn[] = []
  let length = 0
  for (const turn of turns) {
    batch.push(turn)
    length += 200 + turn.message.length + toolLength(turn)
    if (length < A_PIECE) continue
    yield batch
    batch = []
    length = 0
  }
  if (batch.length > 0) yield batch
}

const toolLength = ({ toolCalls, toolResults }: Turn): number =>
  toolCalls.reduce((sum, call) => sum + 100 + call.argumentsText.length, 0) +
  toolResults.reduce((sum, result) => sum + 100 + result.resultText.length, 0)

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
