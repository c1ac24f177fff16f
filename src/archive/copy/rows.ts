import { createHash } from 'node:crypto'
import { identifier, isIn, joined, sql } from '../engine/sql.ts'
import type { Row, Value } from '../engine/values.ts'
import { all, insert, run, type Work } from '../engine/work.ts'
import type { Column, ColumnType } from '../schema/column.ts'
import { DETAIL_COLUMNS } from '../schema/detail-columns.ts'
import { PARTS } from '../schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../schema/summary-columns.ts'
import { assignments, claimRow, rowAt } from '../write/rows.ts'

/* All that an archive holds of calls, but for the index of words, which each engine has in a form of its own. */

interface Named {
  name: string
  type: ColumnType
}

const whole = (...names: string[]): Named[] => names.map(name => ({ name, type: 'INTEGER' }))
const text = (...names: string[]): Named[] => names.map(name => ({ name, type: 'TEXT' }))

/** Of the row of a call, beside its id. */
const CALL_COLUMNS: readonly Column<Row>[] = [
  ...whole('list_read_at', 'detail_read_at', 'deleted_at', 'mapping'),
  ...text('fingerprint', 'detail_fingerprint'),
  ...SUMMARY_COLUMNS,
  ...DETAIL_COLUMNS,
].map(({ name, type }) => ({ name, type, of: row => asWritten(row[name]!, type) }))

interface Table {
  name: string
  /** Without the call that they belong to. */
  columns: readonly Named[]
  /** So many of them tell rows of a call apart. */
  key: number
}

/** What belongs to a call. */
const TABLES: readonly Table[] = [
  { name: 'bodies', columns: text('detail'), key: 0 },
  ...PARTS.map(({ name, key, columns }) => ({ name, key, columns: columns as readonly Named[] })),
  {
    name: 'unreadable',
    columns: [...text('reason'), ...whole('tries', 'tried_at', 'again_at'), ...text('fingerprint')],
    key: 0,
  },
]

/** A call with all that belongs to it. */
export interface CallRows {
  /** The API's. */
  id: string
  row: Row
  /** By the name of the table. */
  parts: Map<string, Row[]>
}

/** Those of the calls that are there, in no order. @param ids the API's */
export function* readCalls(ids: readonly string[]): Work<CallRows[]> {
  const rows = yield* all(
    sql`SELECT id, conversation_id, ${namesOf(CALL_COLUMNS)} FROM conversations WHERE ${isIn(sql`conversation_id`, ids)}`,
  )
  const calls = new Map<Value, CallRows>()
  for (const { id, conversation_id, ...row } of rows) {
    calls.set(id!, { id: String(conversation_id), row, parts: new Map() })
  }
  const own = [...calls.keys()] as number[]
  for (const { name, columns, key } of TABLES) {
    const order = [sql`conversation`, ...columns.slice(0, key).map(column => identifier(column.name))]
    const parts = yield* all(sql`
      SELECT conversation, ${namesOf(columns)} FROM ${identifier(name)}
      WHERE ${isIn(sql`conversation`, own)} ORDER BY ${joined(order, ', ')}`)
    for (const { conversation, ...part } of parts) {
      const call = calls.get(conversation!)!
      const list = call.parts.get(name)
      if (list) list.push(part)
      else call.parts.set(name, [part])
    }
  }
  return [...calls.values()]
}

/** Puts calls into the place of what is there of them. @returns our own id of each */
export function* writeCalls(calls: readonly CallRows[]): Work<number[]> {
  const ids: number[] = []
  for (const { id, row } of calls) {
    const startedAt = Number(row.started_at ?? 0)
    const { id: own } = yield* rowAt(yield* claimRow(id, startedAt), id, startedAt)
    yield* run(sql`UPDATE conversations SET ${assignments(CALL_COLUMNS, row)} WHERE id = ${own}`)
    ids.push(own)
  }
  for (const { name, columns, key } of TABLES) {
    yield* run(sql`DELETE FROM ${identifier(name)} WHERE ${isIn(sql`conversation`, ids)}`)
    const rows = calls.flatMap(({ parts }, at) =>
      (parts.get(name) ?? []).map(part => [
        ids[at]!,
        ...columns.map(column => asWritten(part[column.name]!, column.type)),
      ]),
    )
    yield* insert(name, ['conversation', ...columns.map(column => column.name)], 1 + key, rows)
  }
  return ids
}

/** The same for equal calls, whatever engine keeps them. */
export function digestOf({ id, row, parts }: CallRows): string {
  const hash = createHash('sha256').update(JSON.stringify([id, CALL_COLUMNS.map(({ name }) => row[name])]))
  for (const { name, columns } of TABLES) {
    for (const part of parts.get(name) ?? []) {
      const values = columns.map(column => part[column.name]!)
      const bytes = values.filter(value => value instanceof Uint8Array)
      hash.update(JSON.stringify([name, ...values.map(value => (value instanceof Uint8Array ? value.length : value))]))
      for (const value of bytes) hash.update(value)
    }
  }
  return hash.digest('hex')
}

/** Rows of each table: calls, transcripts, turns, … */
export function* countRows(): Work<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of ['conversations', ...TABLES.map(table => table.name)]) {
    const [row] = yield* all(sql`SELECT count(*) AS rows FROM ${identifier(name)}`)
    counts[name] = Number(row!.rows)
  }
  return counts
}

const namesOf = (columns: readonly Named[]) =>
  joined(
    columns.map(({ name }) => identifier(name)),
    ', ',
  )

/** As a column of that type is written; both engines read a condition as 1 or 0. */
const asWritten = (value: Value, type: ColumnType): Value =>
  type === 'BOOLEAN' && value !== null ? Number(value) === 1 : value
