import type { PoolClient } from 'pg'
import { newerArchive } from '../failures.ts'
import { SCHEMA } from './schema.ts'

export interface Migration {
  name: string
  sql: string
}

export const MIGRATIONS: readonly Migration[] = [{ name: '1-initial', sql: SCHEMA }]

/** Brings the schema up to date. Of several servers that do so at once, one does it. */
export async function migrate(client: PoolClient, schema: string, place: string, now: number): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`conversations-mcp migrations ${schema}`])
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`)
    await client.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at bigint NOT NULL)')
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations')
    const applied = rows.map(({ name }) => name)
    const unknown = applied.filter(name => !MIGRATIONS.some(migration => migration.name === name))
    if (unknown.length > 0) throw newerArchive(place, unknown)
    for (const { name, sql } of MIGRATIONS) {
      if (applied.includes(name)) continue
      await client.query(sql)
      await client.query('INSERT INTO migrations (name, applied_at) VALUES ($1, $2)', [name, now])
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}
