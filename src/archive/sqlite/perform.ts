import type { Value } from '../engine/values.ts'
import type { Insert, Statement, Work } from '../engine/work.ts'
import { count } from '../tally/count.ts'
import { gather } from '../tally/gather.ts'
import type { Tally } from '../tally/tally.ts'
import type { Database } from './database.ts'

/** Does the work, to its end and without a pause. To be called inside a transaction. */
export function perform<T>(work: Work<T>, db: Database): T {
  let step = work.next()
  while (!step.done) {
    let told: unknown
    try {
      told = tell(step.value, db)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(told)
  }
  return step.value
}

/** Rows of one statement: to run one costs as much as some rows. Few sizes, since statements are kept. */
const SIZES = [16, 4, 1] as const
const texts = new Map<string, string>()

function insertRows({ into, columns, rows, isNew }: Insert, db: Database): void {
  for (let at = 0; at < rows.length; ) {
    // For FTS5, which writes down what it has gathered at savepoints: a statement of several rows may begin one.
    const size = isNew ? 1 : SIZES.find(most => most <= rows.length - at)!
    const key = `${size} ${into} ${columns.length}`
    let text = texts.get(key)
    if (text === undefined) {
      const places = `(${columns.map(() => '?').join(', ')})`
      text = `INSERT ${isNew ? '' : 'OR REPLACE '}INTO ${into} (${columns.join(', ')}) VALUES ${Array(size).fill(places).join(', ')}`
      texts.set(key, text)
    }
    if (size === 1) db.run(text, rows[at])
    else {
      const values: Value[] = []
      for (let row = at; row < at + size; row++) for (const value of rows[row]!) values.push(value)
      db.run(text, values)
    }
    at += size
  }
}

const newRow = (conversationId: string, db: Database): number =>
  Number(db.get('INSERT INTO conversations (conversation_id) VALUES (?) RETURNING id', [conversationId])!.id)

function tell(statement: Statement, db: Database): unknown {
  if (statement.want === 'insert') return insertRows(statement, db)
  // Wherever a call stands, it stands in the one table; and nothing goes but row by row.
  if (statement.want === 'place') return statement.id ?? newRow(statement.conversationId, db)
  if (statement.want === 'drop') return 0
  if (statement.want === 'tally') {
    const work = gather(statement.tallying)
    return perform(statement.narrowed?.(work) ?? work, db)
  }
  if (statement.want === 'count') {
    const rows = statement.queries.map(query => db.get(query)!)
    // Given away: of many calls they are large.
    return { finish: () => count(statement.recipe, rows.splice(0)) } satisfies Tally
  }
  const { want, query } = statement
  return want === 'all' ? db.all(query) : want === 'first' ? db.get(query) : db.run(query)
}
