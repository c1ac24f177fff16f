import type { Pool, PoolClient } from 'pg'
import type { Store } from '../engine/store.ts'
import type { Work } from '../engine/work.ts'
import { movedAway } from '../failures.ts'
import type { Words } from '../words/words.ts'
import { withClient } from './connect.ts'
import { explainFailure } from './failures.ts'
import { migrate } from './migrations.ts'
import { perform } from './perform.ts'
import { bytesOf, connectTo, type PostgresPlace } from './server.ts'
import { READING, WRITING } from './transaction.ts'
import { Listening } from './watch.ts'
import { POSTGRES_WORDS } from './words.ts'

/** Few: a server asks for one question at a time, mostly. One of them may listen. */
const CONNECTIONS = 5

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

  read<T>(work: Work<T>): Promise<T> {
    return this.#within(READING(this.#schema), client => perform(work, client))
  }

  /** One after the other, whichever server writes: works look at what is there and then write. */
  write<T>(work: Work<T>): Promise<T> {
    return this.#within(WRITING(this.#schema), client => perform(work, client), `${this.#listening.tell}; COMMIT`)
  }

  watch(listener: () => void): () => void {
    return this.#listening.watch(listener)
  }

  /** @param begin ends by telling which schema is there */
  async #within<T>(begin: string, work: (client: PoolClient) => Promise<T>, end = 'COMMIT'): Promise<T> {
    return await this.use(async client => {
      try {
        const begun = (await client.query(begin)) as unknown as { rows: { identity: string }[] }[]
        if (begun.at(-1)!.rows[0]?.identity !== this.#identity) {
          this.#isInPlace = false
          throw movedAway(this.place)
        }
        const result = await work(client)
        await client.query(end)
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {})
        throw error
      }
    })
  }

  /** Asks the server something of its own. @throws ArchiveError */
  async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      return await withClient(this.#pool, work)
    } catch (error) {
      throw explainFailure(error, this.place)
    }
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

  /** Pages are the server's own, which checks them as it is set up to; there is nothing of ours to compare. */
  async integrity(): Promise<string[]> {
    return []
  }

  async close(): Promise<void> {
    if (!this.isOpen) return
    this.isOpen = false
    await this.#pool.end()
  }
}
