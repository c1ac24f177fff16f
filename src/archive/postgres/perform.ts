import type { PoolClient } from 'pg'
import { render } from '../engine/sql.ts'
import type { Value } from '../engine/values.ts'
import type { Insert, Statement, Work } from '../engine/work.ts'
import { POSTGRES, wellFormed } from './dialect.ts'
import { typeOf } from './types.ts'

/** Does the work, statement by statement. To be called inside a transaction. */
export async function perform<T>(work: Work<T>, client: PoolClient): Promise<T> {
  let step = work.next()
  while (!step.done) {
    let told: unknown
    try {
      told = await tell(step.value, client)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(told)
  }
  return step.value
}

async function tell(statement: Statement, client: PoolClient): Promise<unknown> {
  if (statement.want === 'insert') return await insertRows(statement, client)
  const { text, values } = render(statement.query, POSTGRES)
  const { rows, rowCount } = await ask(client, text, values.map(bindable))
  return statement.want === 'all' ? rows : statement.want === 'first' ? rows[0] : rowCount
}

/** Prepared under a name, once for each connection. */
const ask = (client: PoolClient, text: string, values: unknown[]) => client.query({ text, values, name: nameOf(text) })

const names = new Map<string, string>()

function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`
  names.set(text, name)
  return name
}

/** All rows in one statement, a column at a time; of several with one key the last. */
async function insertRows({ into, columns, key, rows }: Insert, client: PoolClient): Promise<void> {
  const different = [...new Map(rows.map(row => [JSON.stringify(row.slice(0, key)), row])).values()]
  const places = columns.map((column, at) => `$${at + 1}::${typeOf(into, column)}[]`)
  const rest = columns.slice(key).map(column => `${column} = excluded.${column}`)
  const text = `INSERT INTO ${into} (${columns.join(', ')}) SELECT * FROM unnest(${places.join(', ')})
    ON CONFLICT (${columns.slice(0, key).join(', ')}) DO ${rest.length > 0 ? `UPDATE SET ${rest.join(', ')}` : 'NOTHING'}`
  const values = columns.map((_, at) => different.map(row => bindable(row[at]!)))
  await ask(client, text, values)
}

function bindable(value: Value): unknown {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`cannot bind ${value}`)
  if (value === undefined) throw new TypeError('cannot bind undefined')
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}
