import { escapeIdentifier, type PoolClient } from 'pg'
import { PARTS } from '../../schema/part-tables.ts'
import { firstIdOf, isOver, type Month, monthOf, monthOfSuffix, OTHER, suffixOf } from './months.ts'

type Client = Pick<PoolClient, 'query'>

/** What belongs to a call: to be dropped in this order, to be filled in the other. */
const TABLES = [...PARTS.map(({ name }) => name), 'bodies', 'unreadable', 'words', 'conversations']

/** The months that have their tables. */
export async function monthsThere(client: Client): Promise<Month[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'conversations'::regclass",
  )
  return rows.flatMap(({ name }) => monthOfSuffix(name.replace(/^conversations_/, '')) ?? [])
}

/** Makes the tables of this month and the next, and those of calls without a known start, where they are missing. */
export async function makeAhead(client: Client, now: number): Promise<void> {
  const there = await monthsThere(client)
  const month = monthOf(now)
  for (const wanted of new Set([OTHER, month, Math.min(month + 1, OTHER)])) {
    if (!there.includes(wanted)) await makeMonth(client, wanted)
  }
}

/**
 * To be called inside a transaction that holds a lock. Tables are made by themselves and attached: that lets others read
 * and write meanwhile, which `PARTITION OF` does not. Keys of other tables lead to the month's own table of calls, so that
 * a month can be dropped without a look at the others; they come last, since tables that are divided among servers can
 * lead to each other, but not one that is not yet to one that is.
 */
export async function makeMonth(client: Client, month: Month): Promise<void> {
  const tables = TABLES.toReversed()
  const [from, to] = [firstIdOf(month), firstIdOf(month + 1)]
  const made = tables.map(table => {
    const name = nameOf(table, month)
    return `CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL);
      ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`
  })
  const calls = nameOf('conversations', month)
  const keys = tables
    .filter(table => table !== 'conversations')
    .map(
      table => `ALTER TABLE ${nameOf(table, month)}
        ADD FOREIGN KEY (conversation) REFERENCES ${calls} (id) ON DELETE CASCADE`,
    )
  await client.query(`${[...made, ...keys].join(';\n')};
    INSERT INTO word_counts (month, rows, words) VALUES (${month}, 0, 0) ON CONFLICT DO NOTHING`)
}

/**
 * Drops the months that were over at that time (Unix seconds). To be called inside a transaction that may write.
 * @returns how many calls they held
 */
export async function dropMonths(client: Client, before: number): Promise<number> {
  const over = (await monthsThere(client)).filter(month => isOver(month, before))
  let calls = 0
  for (const month of over) {
    const counted = await client.query<{ calls: number }>(
      `SELECT count(*) AS calls FROM ${nameOf('conversations', month)}`,
    )
    calls += counted.rows[0]!.calls
    await client.query(`DROP TABLE ${TABLES.map(table => nameOf(table, month)).join(', ')};
      DELETE FROM word_counts WHERE month = ${month}`)
  }
  return calls
}

const nameOf = (table: string, month: Month): string => escapeIdentifier(`${table}_${suffixOf(month)}`)
