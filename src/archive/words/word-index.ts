import type { Turn } from '../../domain/conversation.ts'
import { withoutVoiceTags } from '../../domain/spelling.ts'
import type { Pieces } from '../../pieces.ts'
import type { Database } from '../engine/database.ts'
import { foldText } from './normalise-text.ts'

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

/** Characters of what was said in a turn, and of what its tools were asked and answered: nobody looks for more. */
export const INDEXED_LENGTH = 250_000

/** Makes the turns, and nothing else of the call, findable by these words. */
export function indexTurns(db: Database, id: number, turns: readonly Turn[]): void {
  forgetTurns(db, id)
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
  const said = foldText(withoutVoiceTags(turn.message.slice(0, INDEXED_LENGTH)))
  const tool = foldText(toolText(turn).slice(0, INDEXED_LENGTH))
  if (said === '' && tool === '') return
  const of = (speaker: string): string => (turn.role === speaker ? said : '')
  const isOfNeither = turn.role !== 'user' && turn.role !== 'agent'
  const row = id * ROWS_PER_CALL + turn.index + 1
  // A turn has no summary: there, words of unknown speakers are found, but not as said by anybody.
  db.run(INSERT, [row, of('user'), of('agent'), tool, '', isOfNeither ? said : ''])
}

/** Characters that are folded and indexed in one go. */
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

/** The same for the title and the summary. */
export function indexHeadline(db: Database, id: number, title: string | null, summary: string | null): void {
  const row = id * ROWS_PER_CALL
  db.run('DELETE FROM words WHERE rowid = ?', [row])
  if (title || summary)
    db.run(INSERT, [
      row,
      '',
      '',
      '',
      foldText((title ?? '').slice(0, INDEXED_LENGTH)),
      foldText((summary ?? '').slice(0, INDEXED_LENGTH)),
    ])
}

/** Erases a call from the index. */
export function forgetWords(db: Database, id: number): void {
  const first = id * ROWS_PER_CALL
  db.run('DELETE FROM words WHERE rowid >= ? AND rowid < ?', [first, first + ROWS_PER_CALL])
}

/** Names, arguments and results. */
const toolText = ({ toolCalls, toolResults }: Turn): string =>
  [
    ...toolCalls.flatMap(call => [call.name, plain(call.argumentsText)]),
    ...toolResults.map(result => plain(result.resultText)),
  ].join('\n')

/** JSON without its syntax: in `"caf\u00e9\n"` nobody would find the word. Other text as it is. */
function plain(text: string): string {
  if (!/^\s*[[{"]/.test(text)) return text
  try {
    return leaves(JSON.parse(text)).join(' ')
  } catch {
    return text
  }
}

/** In order, however deeply they are nested. */
function leaves(json: unknown): string[] {
  const found: string[] = []
  const waiting: unknown[] = [json]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) {
      if (value !== null) found.push(String(value))
      continue
    }
    const inner = Array.isArray(value) ? value : Object.entries(value).flat()
    for (let at = inner.length - 1; at >= 0; at--) waiting.push(inner[at])
  }
  return found
}
