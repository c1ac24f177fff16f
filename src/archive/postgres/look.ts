import type { PoolClient } from 'pg'
import type { Look } from '../engine/place.ts'
import { readAbout } from './about.ts'
import { askServer, bytesOf, type PostgresPlace } from './server.ts'

/* What is done with an archive that need not be open. */

/** Which server it is, and whether others can listen. @throws ArchiveError */
export const describeServer = (place: PostgresPlace): Promise<string> =>
  askServer(place, async client => {
    const { rows } = await client.query<{ version: string; tls: string | null; local: number }>(
      `SELECT current_setting('server_version') AS version, inet_client_addr() IS NULL AS local,
        (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS tls`,
    )
    const { version, tls, local } = rows[0]!
    return `${version}, ${tls ? `encrypted (${tls})` : local === 1 ? 'on this computer' : 'NOT encrypted (see sslmode)'}`
  })

/** @throws ArchiveError */
export const look = (place: PostgresPlace): Promise<Look> => askServer(place, client => lookWith(client, place))

/** The same with a connection that is there. */
export async function lookWith(client: PoolClient, { schema: own, host }: PostgresPlace): Promise<Look> {
  const { rows } = await client.query<{ schema: string; about: string | null }>(
    `SELECT nspname AS schema, obj_description(oid, 'pg_namespace') AS about FROM pg_namespace
    WHERE nspname LIKE 'conversations\\_%'`,
  )
  const others = rows.flatMap(({ schema, about }) => {
    const of = schema === own ? null : readAbout(about)
    return of?.host === host ? of.profile : []
  })
  return { bytes: await bytesOf(client, own), others: others.sort() }
}

/** @throws ArchiveError */
export const tryWriting = (place: PostgresPlace): Promise<string> =>
  askServer(place, async client => {
    const schema = client.escapeIdentifier(place.schema)
    const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [place.schema])
    await client.query('BEGIN READ WRITE')
    try {
      if (rowCount === 0) await client.query(`CREATE SCHEMA ${schema}`)
      await client.query(`CREATE TABLE ${schema}.trial (word text)`)
    } finally {
      await client.query('ROLLBACK')
    }
    return 'its schema can be created'
  })

/** All of it, at once. @throws ArchiveError */
export const remove = (place: PostgresPlace): Promise<void> =>
  askServer(place, async client => {
    await client.query(`DROP SCHEMA IF EXISTS ${client.escapeIdentifier(place.schema)} CASCADE`)
  })
