import { Pool, type PoolClient, types } from 'pg'
import type { Store } from '../engine/store.ts'
import type { Work } from '../engine/work.ts'
import type { Words } from '../words/words.ts'
import { migrate } from './migrations.ts'
import { perform } from './perform.ts'
import { POSTGRES_WORDS } from './words.ts'

/** Few: a server asks for one question at a time, mostly. */
const CONNECTIONS = 4
const STATEMENT_MS = 60_000
const LOCK_MS = 10_000

const [BOOL, BYTEA, INT8, JSON_TEXT, NUMERIC] = [16, 17, 20, 114, 1700]

/** Rows as the archive knows them: numbers, conditions as 1 and 0, JSON as text. */
const TYPES = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === BOOL) return (text: string) => (text === 't' ? 1 : 0)
    if (oid === INT8 || oid === NUMERIC) return Number
    if (oid === JSON_TEXT) return (text: string) => text
    return types.getTypeParser(oid === BYTEA ? BYTEA : oid, format as 'text')
  }) as typeof types.getTypeParser,
}

export interface PostgresPlace {
  /** As libpq understands it. */
  url: string
  /** One for each workspace. */
  schema: string
}

/** @throws ArchiveError that says what is wrong and what to do */
export async function openPostgres({ url, schema }: PostgresPlace, now: number): Promise<PostgresStore> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    types: TYPES,
    options: `-c search_path=${schema} -c statement_timeout=${STATEMENT_MS} -c lock_timeout=${LOCK_MS}`,
  })
  // A connection that breaks while nobody uses it.
  pool.on('error', () => {})
  const store = new PostgresStore(pool, schema, withoutPassword(url))
  await store.use(client => migrate(client, schema, store.place, now))
  return store
}

/** Which server, database and schema, for people. */
function withoutPassword(url: string): string {
  const shown = new URL(url)
  shown.password = ''
  shown.search = ''
  return shown.toString()
}

/** An archive in a schema of a database. */
export class PostgresStore implements Store {
  readonly place: string
  readonly words: Words = POSTGRES_WORDS
  readonly #pool: Pool
  readonly #schema: string
  #isOpen = true

  constructor(pool: Pool, schema: string, place: string) {
    this.#pool = pool
    this.#schema = schema
    this.place = place
  }

  isInPlace(): boolean {
    return true
  }

  async read<T>(work: Work<T>): Promise<T> {
    return await this.#within('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', client => perform(work, client))
  }

  /** One after the other, whichever server writes: works look at what is there and then write. */
  async write<T>(work: Work<T>): Promise<T> {
    return await this.#within('BEGIN', async client => {
      await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`conversations-mcp ${this.#schema}`])
      return await perform(work, client)
    })
  }

  async #within<T>(begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return await this.use(async client => {
      await client.query(begin)
      try {
        const result = await work(client)
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {})
        throw error
      }
    })
  }

  async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    try {
      return await work(client)
    } finally {
      client.release()
    }
  }

  isUnwritable(error: unknown): boolean {
    const { code } = (error ?? {}) as { code?: string }
    // Of the values: data exceptions, constraints, limits.
    return error instanceof TypeError || error instanceof RangeError || /^(22|23|54)/.test(code ?? '')
  }

  async bytes(): Promise<number> {
    const { rows } = await this.#pool.query<{ bytes: number }>(
      'SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = $2',
      [this.#schema, 'r'],
    )
    return Number(rows[0]!.bytes)
  }

  async vacuum(): Promise<void> {
    await this.#pool.query('VACUUM')
  }

  /** Pages are the server's own, which checks them as it is set up to; there is nothing of ours to compare. */
  async integrity(): Promise<string[]> {
    return []
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#pool.end()
  }
}
