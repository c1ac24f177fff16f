import type { Pool, PoolClient } from 'pg'
import type { ArchiveOf } from '../engine/place.ts'
import { connect, withClient } from './connect.ts'
import { explainFailure, oldServer } from './failures.ts'

/** Where an archive of a database is. */
export interface PostgresPlace extends ArchiveOf {
  /** As libpq understands it. */
  url: string
  /** One for each host of the API and profile. */
  schema: string
  /** For people, without a password. */
  name: string
}

/** In thousands, as the server counts: 150018 is 15.18. */
const OLDEST = 150_000

/** Connections to a server that is new enough. @throws ArchiveError */
export async function connectTo({ url, name }: PostgresPlace, most: number): Promise<Pool> {
  let pool: Pool | undefined
  try {
    pool = await connect(url, most)
    const { rows } = await pool.query<{ number: string; version: string }>(
      "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version",
    )
    if (Number(rows[0]!.number) < OLDEST) throw oldServer(name, rows[0]!.version)
    return pool
  } catch (error) {
    await pool?.end()
    throw explainFailure(error, name)
  }
}

/** Asks the server something with a connection of its own. @throws ArchiveError */
export async function askServer<T>(place: PostgresPlace, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const pool = await connectTo(place, 1)
  try {
    return await withClient(pool, work)
  } catch (error) {
    throw explainFailure(error, place.name)
  } finally {
    await pool.end()
  }
}

/** Bytes of all tables and their indexes. */
export async function bytesOf(client: Pick<PoolClient, 'query'>, schema: string): Promise<number | null> {
  const { rows } = await client.query<{ bytes: number | null }>(
    `SELECT sum(pg_total_relation_size(c.oid)) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relkind = 'r'`,
    [schema],
  )
  return rows[0]!.bytes
}
