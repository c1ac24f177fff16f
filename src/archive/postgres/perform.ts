import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import { render, says } from '../engine/sql.ts'
import type { Value } from '../engine/values.ts'
import type { Insert, Statement, Work } from '../engine/work.ts'
import { isPassing } from './connect.ts'
import { POSTGRES, wellFormed } from './dialect.ts'
import { dropMonths } from './months/partitions.ts'
import { placeCall } from './place-call.ts'
import { tallyThere } from './tally/tally.ts'
import { typeOf } from './types.ts'

/** Since a connection was lost the archive has changed, and the work can no longer be repeated. */
export class ChangedMeanwhile extends Error {}

/**
 * A work that is being done, statement by statement. Where a connection is lost it can be done once more with another one:
 * what it has been told is asked again, and only if the answers are the same, the work goes on. So it sees one moment, and
 * what it writes is what it would have written.
 */
export class Performance<T> {
  readonly #work: Work<T>
  readonly #told: { statement: Statement; answer: unknown }[] = []
  #step: IteratorResult<Statement, T>

  constructor(work: Work<T>) {
    this.#work = work
    this.#step = work.next()
  }

  /** To be called inside a transaction. @throws ChangedMeanwhile; what the server says */
  async go(client: PoolClient): Promise<T> {
    const pending = new Pending()
    for (const { statement, answer } of this.#told) {
      if (isUnasked(statement)) {
        pending.add(tell(statement, client))
        continue
      }
      const again = await tell(statement, client, answer)
      if (!isDeepStrictEqual(again, answer) && !tellsTime(statement)) throw new ChangedMeanwhile()
    }
    while (!this.#step.done) {
      const statement = this.#step.value
      let answer: unknown
      try {
        // What is added or changed is not waited for: the next answer comes behind it.
        if (isUnasked(statement)) pending.add(tell(statement, client))
        else answer = await pending.before(tell(statement, client))
      } catch (error) {
        if (isPassing(error)) throw error
        this.#step = this.#work.throw(error)
        continue
      }
      this.#told.push({ statement, answer })
      this.#step = this.#work.next(answer)
    }
    await pending.before(Promise.resolve())
    return this.#step.value
  }
}

const isUnasked = ({ want }: Statement): boolean => want === 'insert' || want === 'change'

/** What a clock told stays true, although it tells something else by now. */
const tellsTime = (statement: Statement): boolean => 'query' in statement && says(statement.query, 'clock')

/** Statements that are under way. */
class Pending {
  #all: Promise<unknown>[] = []

  add(statement: Promise<unknown>): void {
    // Whoever comes next hears of it.
    statement.catch(() => {})
    this.#all.push(statement)
  }

  /** @throws what the first of them throws: what comes behind fails only because of it */
  async before<T>(next: Promise<T>): Promise<T> {
    this.add(next)
    const all = this.#all
    this.#all = []
    for (const one of all) await one
    return await next
  }
}

/** @param before the answer to the same statement, where it is repeated: what was chosen by us is chosen again */
async function tell(statement: Statement, client: PoolClient, before?: unknown): Promise<unknown> {
  if (statement.want === 'insert') return await insertRows(statement, client)
  if (statement.want === 'place') return await placeCall(statement, client, before as number | undefined)
  if (statement.want === 'drop') return await dropMonths(client, statement.before)
  if (statement.want === 'tally') {
    const work = tallyThere(statement.tallying)
    return await new Performance(statement.narrowed?.(work) ?? work).go(client)
  }
  if (statement.want === 'count') throw new Error('it counts by itself')
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
async function insertRows({ into, columns, key, rows, isNew }: Insert, client: PoolClient): Promise<void> {
  const different = isNew ? rows : [...new Map(rows.map(row => [JSON.stringify(row.slice(0, key)), row])).values()]
  const places = columns.map((column, at) => `$${at + 1}::${typeOf(into, column)}[]`)
  const rest = columns.slice(key).map(column => `${column} = excluded.${column}`)
  const otherwise = `
    ON CONFLICT (${columns.slice(0, key).join(', ')}) DO ${rest.length > 0 ? `UPDATE SET ${rest.join(', ')}` : 'NOTHING'}`
  const text = `INSERT INTO ${into} (${columns.join(', ')}) SELECT * FROM unnest(${places.join(', ')})${isNew ? '' : otherwise}`
  const values = columns.map((_, at) => different.map(row => bindable(row[at]!)))
  await ask(client, text, values)
}

const NEXT_TO_NOTHING = 1e-290

function bindable(value: Value): unknown {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`cannot bind ${value}`)
  // The server refuses to divide it, and with it the whole question.
  if (typeof value === 'number' && Math.abs(value) < NEXT_TO_NOTHING) return 0
  if (value === undefined) throw new TypeError('cannot bind undefined')
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}
