import { escapeIdentifier, escapeLiteral, type PoolClient } from 'pg'
import type { ArchiveOf } from '../engine/place.ts'
import { newerArchive } from '../failures.ts'
import { about } from './about.ts'
import { makeAhead } from './months/partitions.ts'
import { initial } from './schema/1-initial.ts'
import { leases } from './schema/2-leases.ts'
import { traits } from './schema/3-traits.ts'
import { course } from './schema/4-course.ts'
import { distributable } from './schema/5-distributable.ts'
import { masked } from './schema/6-masked.ts'
import { identityOf, MIGRATING } from './transaction.ts'

/** A step from one schema to the next. Once released, neither its name nor what it does changes. */
export interface Migration {
  name: string
  sql: string
}

export const MIGRATIONS: readonly Migration[] = [initial, leases, traits, course, distributable, masked]

interface Target extends ArchiveOf {
  schema: string
  /** For people. */
  name: string
}

/**
 * Brings the schema up to date, which is made where there is none. Of several servers that do so at once, one does it.
 * @param now Unix seconds
 * @returns which schema it is (see `identityOf`)
 * @throws ArchiveError where a newer version was here; what the server says
 */
export async function migrate(
  client: PoolClient,
  target: Target,
  now: number,
  migrations = MIGRATIONS,
): Promise<string> {
  const schema = escapeIdentifier(target.schema)
  try {
    const begun = await allOf(client, MIGRATING(target.schema))
    // Who may use a schema may not be allowed to make one.
    if (begun.at(-1)!.rows.length === 0) {
      await client.query(`CREATE SCHEMA ${schema}`)
      await client.query(`COMMENT ON SCHEMA ${schema} IS ${escapeLiteral(about(target))}`)
    }
    const [found] = (
      await client.query<{ isThere: number }>(`SELECT to_regclass('migrations') IS NOT NULL AS "isThere"`)
    ).rows
    if (!found!.isThere) {
      await client.query('CREATE TABLE migrations (name text COLLATE "C" PRIMARY KEY, applied_at bigint NOT NULL)')
    }
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations')
    const applied = rows.map(({ name }) => name)
    const unknown = applied.filter(name => !migrations.some(migration => migration.name === name))
    if (unknown.length > 0) throw newerArchive(target.name, unknown, null)
    for (const { name, sql } of migrations) {
      if (applied.includes(name)) continue
      await client.query(sql)
      await client.query('INSERT INTO migrations (name, applied_at) VALUES ($1, $2)', [name, now])
    }
    await makeAhead(client, now)
    const after = await client.query<{ identity: string }>(identityOf(target.schema))
    await client.query('COMMIT')
    return after.rows[0]!.identity
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Of a text of several statements the driver tells of each; the types know only one. */
const allOf = async (client: PoolClient, sql: string): Promise<{ rows: unknown[] }[]> =>
  (await client.query(sql)) as unknown as { rows: unknown[] }[]
