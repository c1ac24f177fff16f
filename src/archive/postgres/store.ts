import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import type { Store } from '../engine/store.ts'
import type { Work } from '../engine/work.ts'
import { movedAway } from '../failures.ts'
import { FairQueue } from '../turns/fair-queue.ts'
import type { Words } from '../words/words.ts'
import { withClient } from './connect.ts'
import { explainFailure } from './failures.ts'
import { integrity } from './integrity.ts'
import { migrate } from './migrations.ts'
import { Performance } from './perform.ts'
import { Reconnecting } from './reconnect.ts'
import { bytesOf, connectTo, type PostgresPlace } from './server.ts'
import { OUTCOME, READING, WRITING } from './transaction.ts'
import { Listening } from './watch.ts'
import { POSTGRES_WORDS } from './words.ts'

/** Few: a server asks for one question at a time, mostly; and one connection that listens. */
const USERS = 4
const CONNECTIONS = USERS + 1

/** @throws ArchiveError that says what is wrong and what to do */
export async function openPostgres(place: PostgresPlace, now: number): Promise<PostgresStore> {
  const pool = await connectTo(place, CONNECTIONS)
  try {
    const identity = await withClient(pool, client => migrate(client, place, now))
    return new PostgresStore(pool, place, identity)
  } catch (error) {
    await pool.end()
    throw explainFailure(error, place.name)
  }
}

/** An archive in a schema of a database. */
export class PostgresStore implements Store {
  readonly place: string
  readonly words: Words = POSTGRES_WORDS
  readonly #pool: Pool
  readonly #schema: string
  readonly #identity: string
  readonly #listening: Listening
  readonly #users = new FairQueue(USERS - 1)
  readonly #reconnecting = new Reconnecting()
  #isInPlace = true
  isOpen = true

  /** @param identity of the schema: one that was dropped and made again has another */
  constructor(pool: Pool, { name, schema }: PostgresPlace, identity: string) {
    this.#pool = pool
    this.#schema = schema
    this.#identity = identity
    this.#listening = new Listening(pool, schema)
    this.place = name
  }

  /** As the last question found it. */
  isInPlace(): boolean {
    return this.#isInPlace
  }

  async read<T>(work: Work<T>, signal?: AbortSignal): Promise<T> {
    const performance = new Performance(work)
    return await this.#repeated(async client => {
      await this.#begin(READING(this.#schema), client)
      const result = await performance.go(client)
      await client.query('COMMIT')
      return result
    }, signal)
  }

  lookUp<T>(work: Work<T>): Promise<T> {
    return this.read(work)
  }

  /** One after the other, whichever server writes: works look at what is there and then write. */
  async write<T>(work: Work<T>): Promise<T> {
    const performance = new Performance(work)
    let unsure: { number: string; result: T } | null = null
    return await this.#repeated(async client => {
      // The connection was lost when all was written: only the server knows whether it still heard of it.
      if (unsure && (await isCommitted(unsure.number, client))) return unsure.result
      const { number } = await this.#begin(WRITING(this.#schema), client)
      const result = await performance.go(client)
      unsure = { number: number!, result }
      const ended = (await client.query(`${this.#listening.tell}; COMMIT`)) as unknown as { command: string }[]
      if (ended.at(-1)!.command !== 'COMMIT') throw new Error('the transaction had failed before its end')
      return result
    })
  }

  /** Which transactions are over, in words of the server: the same ones, the same rows. */
  async version(): Promise<string> {
    return await this.use(async client => {
      const { rows } = await client.query<{ version: string }>('SELECT pg_current_snapshot()::text AS version')
      return rows[0]!.version
    })
  }

  watch(listener: () => void): () => void {
    return this.#listening.watch(listener)
  }

  /** @param begin ends by telling which schema is there */
  async #begin(begin: string, client: PoolClient): Promise<{ number?: string }> {
    const begun = (await client.query(begin)) as unknown as { rows: { identity: string; number?: string }[] }[]
    const there = begun.at(-1)!.rows[0]
    if (there?.identity === this.#identity) return there
    this.#isInPlace = false
    throw movedAway(this.place)
  }

  async #repeated<T>(work: (client: PoolClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return await this.use(
      client =>
        work(client).catch(async error => {
          await client.query('ROLLBACK').catch(() => {})
          throw error
        }),
      signal,
    )
  }

  /** Asks the server something; once more where the connection is lost. @throws ArchiveError */
  async use<T>(work: (client: PoolClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await this.#reconnecting.run(() => this.#withClient(work, signal))
    } catch (error) {
      throw explainFailure(error, this.place)
    }
  }

  /** Who waits for a connection waits here: the driver's pool counts that as the time of connecting. */
  async #withClient<T>(work: (client: PoolClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return await this.#users.run(() => withClient(this.#pool, work), signal)
  }

  isUnwritable(error: unknown): boolean {
    const { code } = (error ?? {}) as { code?: string }
    // Of the values: data exceptions, constraints, limits.
    return error instanceof TypeError || error instanceof RangeError || /^(22|23|54)/.test(code ?? '')
  }

  async bytes(): Promise<number> {
    return (await this.use(client => bytesOf(client, this.#schema))) ?? 0
  }

  /** Of this archive's tables only. */
  async vacuum(): Promise<void> {
    await this.use(async client => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relkind = 'r'`,
        [this.#schema],
      )
      for (const { name } of rows) await client.query(`VACUUM (ANALYZE) ${name}`)
    })
  }

  async integrity(): Promise<string[]> {
    return await this.use(client => integrity(client, this.#schema))
  }

  async close(): Promise<void> {
    if (!this.isOpen) return
    this.isOpen = false
    this.#listening.close()
    await this.#pool.end()
  }
}

/** Milliseconds between looks at a transaction that is not over, and how many there are. */
const [LOOK_MS, LOOKS] = [200, 25]

async function isCommitted(number: string, client: PoolClient): Promise<boolean> {
  for (let looks = 0; ; looks++) {
    const outcome = await outcomeOf(number, client)
    if (outcome !== 'in progress') return outcome === 'committed'
    if (looks === LOOKS) throw new Error('Connection terminated while its transaction was under way')
    await sleep(LOOK_MS)
  }
}

async function outcomeOf(number: string, client: PoolClient): Promise<string | null> {
  try {
    return (await client.query<{ outcome: string | null }>(OUTCOME, [number])).rows[0]!.outcome
  } catch (error) {
    // Another server has taken over, and it never heard of the transaction.
    if ((error as { code?: string }).code === '22023') return null
    throw error
  }
}
