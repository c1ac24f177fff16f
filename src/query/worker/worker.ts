import { parentPort, workerData } from 'node:worker_threads'
import { MemoryDatabase, SqliteError } from './database.ts'
import type { Answer, Cell, Reads, Request, Result, ResultLimits, Rows, WorkerStart } from './messages.ts'
import { mayRead } from './permission.ts'
import { startSqlite } from './wasm.ts'

/* Started for one query, and gone with it. */

/** By SQLite's numbers: bytes of a text, columns, terms of a compound, databases attached, bytes of a pattern, places. */
const LIMITS = [
  [0, 10_000_000],
  [2, 200],
  [4, 50],
  [7, 0],
  [8, 1000],
  [9, 200],
] as const
const { module, views, memory, now } = workerData as WorkerStart
const db = new MemoryDatabase(await startSqlite(module, memory, now))
for (const { name, columns } of views) {
  db.exec(`CREATE TABLE ${name} (${columns.map(column => `${column.name} ${column.type}`).join(', ')})`)
}
for (const [limit, most] of LIMITS) db.setLimit(limit, most)
/** What the given statement reads; null: a statement is ours. */
let reads: Reads | null = null
db.authorize((action, first, second) => reads === null || mayRead(views, reads, action, first, second))

parentPort!.on('message', (request: Request) => parentPort!.postMessage(answerTo(request)))
parentPort!.postMessage({ added: true } satisfies Answer)

function answerTo(request: Request): Answer {
  try {
    switch (request.do) {
      case 'prepare':
        return { reads: prepare(request.sql).reads }
      case 'add':
        add(request.rows)
        return { added: true }
      case 'run':
        return { result: run(request.sql, request.limits) }
    }
  } catch (error) {
    if (error instanceof SqliteError) return error.isFull ? { full: true } : { error: error.message }
    // What ends the module itself, such as a stack that is too deep.
    return { error: error instanceof Error ? error.message : String(error) }
  } finally {
    reads = null
  }
}

/** The statement, and what it reads. @throws SqliteError for what is not a single SELECT over the views */
function prepare(sql: string): { statement: number; reads: Reads } {
  const own: Reads = {}
  reads = own
  const { statement, rest } = db.prepare(sql)
  if (statement === null) throw new SqliteError(1, 'no statement')
  if (db.prepare(rest).statement !== null) throw new SqliteError(1, 'more than one statement')
  if (!db.isReadOnly(statement) || db.columns(statement).length === 0) throw new SqliteError(1, 'not authorized')
  return { statement, reads: own }
}

function add({ view, columns, values, size }: Rows): void {
  const places = columns.map(() => '?').join(', ')
  const { statement } = db.prepare(`INSERT INTO ${view} (${columns.join(', ')}) VALUES (${places})`)
  const lists = values.map(list => (typeof list === 'string' ? (JSON.parse(list) as Cell[]) : list))
  db.exec('BEGIN')
  for (let row = 0; row < size; row++) {
    for (const [at, list] of lists.entries()) db.bind(statement!, at + 1, list[row] ?? null)
    db.step(statement!)
    db.reset(statement!)
  }
  db.exec('COMMIT')
  db.finalize(statement!)
}

/** By what joins and subqueries look up. */
function index(names: readonly string[]): void {
  reads = null
  for (const { name, key } of views) {
    if (names.includes(name)) db.exec(`CREATE INDEX IF NOT EXISTS ${name}_by_key ON ${name} (${key.join(', ')})`)
  }
}

function run(sql: string, limits: ResultLimits): Result {
  index(Object.keys(prepare(sql).reads))
  const { statement } = prepare(sql)
  const columns = db.columns(statement)
  const rows: Cell[][] = []
  let characters = 0
  while (db.step(statement)) {
    if (rows.length === limits.rows || characters > limits.characters) return { columns, rows, hasMore: true }
    const row = columns.map((_, at) => db.cell(statement, at))
    for (const cell of row) characters += typeof cell === 'string' ? cell.length : 8
    rows.push(row)
  }
  return { columns, rows, hasMore: false }
}
