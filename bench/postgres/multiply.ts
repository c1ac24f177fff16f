import type { Client } from 'pg'

/*
 * Makes many calls of few, in the server: to write each by itself would take an hour. The copies differ from their
 * original in id, caller and the time of day at which they start; so every word is said as often as many times as many calls
 * would say it.
 */

/** Bits of an id that are the number of a call (`src/archive/postgres/months`). */
const NUMBER = '1099511627775'
/** Seconds by which a copy starts later on the same day, which leaves it in its month. */
const LATER = 2477

const PARTS = ['turns', 'tool_calls', 'criteria', 'collected', 'tags', 'memberships', 'bodies', 'words']

/**
 * @param few calls that the archive was filled with, of which there are `from` of each by now
 * @param to how many of each there shall be
 */
export async function multiply(client: Client, few: number, from: number, to: number): Promise<void> {
  // Rows of calls that are there need no look whether they are.
  await client.query('SET session_replication_role TO replica; DROP INDEX IF EXISTS words_by_word')
  const copies = `generate_series(${from}, ${to - 1}) AS copy`
  const calls = await columnsOf(client, 'conversations', name => CHANGED[name]?.(few) ?? name)
  await client.query(
    `INSERT INTO conversations (${calls.names}) SELECT ${calls.values} FROM ${copies}, conversations WHERE (id & ${NUMBER}) <= ${few}`,
  )
  for (const part of PARTS) {
    const { names, values } = await columnsOf(client, part, name =>
      name === 'conversation' ? `conversation + copy * ${few}` : name,
    )
    await client.query(
      `INSERT INTO ${part} (${names}) SELECT ${values} FROM ${copies}, ${part} WHERE (conversation & ${NUMBER}) <= ${few}`,
    )
  }
  await client.query(`UPDATE word_counts SET rows = rows / ${from} * ${to}, words = words / ${from} * ${to}`)
  await client.query(`SELECT setval('call_numbers', ${few * to})`)
}

const CHANGED: Record<string, (few: number) => string> = {
  id: few => `id + copy * ${few}`,
  conversation_id: few => `'conv_' || lpad((substr(conversation_id, 6)::bigint + copy * ${few})::text, 26, '0')`,
  started_at: () => `floor(started_at / 86400) * 86400 + mod(started_at::bigint + copy * ${LATER}, 86400)`,
  user_id: () => "user_id || '_' || copy",
  caller: () => "caller || '_' || copy",
}

async function columnsOf(client: Client, table: string, value: (name: string) => string) {
  const { rows } = await client.query<{ name: string }>(
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped',
    [table],
  )
  return {
    names: rows.map(({ name }) => name).join(', '),
    values: rows.map(({ name }) => value(name)).join(', '),
  }
}

/** What questions to a table that has grown need. */
export async function index(client: Client): Promise<void> {
  await client.query("SET maintenance_work_mem TO '1GB'; CREATE INDEX words_by_word ON words USING gin (words)")
}
