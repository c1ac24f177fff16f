import { Client } from 'pg'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { copyArchive } from '../../src/archive/copy/copy.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { schemaOf } from '../../src/archive/postgres/place.ts'

/* The filled archive in PostgreSQL: copied once for each process, then each test gets a database made of that one. */

const FILLED = { host: 'filled.test', profile: 'default' }
let template: Promise<string> | undefined
let count = 0

async function ask(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

const databaseAt = (url: string, name: string): string => {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.toString()
}

async function makeTemplate(url: string, source: Archive): Promise<string> {
  const name = `filled_${process.pid}`
  await ask(url, `CREATE DATABASE ${name}`)
  const target = await openArchive(placeOf({ store: databaseAt(url, name), ...FILLED }))
  await copyArchive(source, target, { signal: new AbortController().signal })
  await target.close()
  await source.close()
  return name
}

/**
 * The URL of a database of its own, whose archive has all sample calls, for an API at that host.
 * @param filled opens the archive that is copied
 */
export async function filledDatabase(url: string, filled: () => Promise<Archive>): Promise<string> {
  template ??= filled().then(source => makeTemplate(url, source))
  const name = `of_test_${process.pid}_${count++}`
  await ask(url, `CREATE DATABASE ${name} TEMPLATE ${await template}`)
  return databaseAt(url, name)
}

/** The archive in that database is one of that host and profile. */
export const giveTo = (url: string, host: string, profile: string): Promise<void> =>
  ask(url, `ALTER SCHEMA ${schemaOf(FILLED.host, FILLED.profile)} RENAME TO ${schemaOf(host, profile)}`)
