import type { PoolClient } from 'pg'
import type { Statement } from '../engine/work.ts'
import { PARTS } from '../schema/part-tables.ts'
import { wellFormed } from './dialect.ts'
import { firstIdOf, type Month, monthOf, monthOfId, numberOf, suffixOf } from './months/months.ts'
import { makeMonth } from './months/partitions.ts'
import { CALL_COLUMNS, namesOf } from './types.ts'

type Placing = Extract<Statement, { want: 'place' }>

/**
 * The row of a call in the month in which it starts: a new one, or the one that is there, with all its parts.
 * @param before our id of the new row, where it was made once and is made again
 * @returns our id of it from now on
 */
export async function placeCall({ conversationId, id, startedAt }: Placing, client: PoolClient, before?: number) {
  const month = monthOf(startedAt)
  if (id !== null && monthOfId(id) === month) return id
  await ensureMonth(client, month)
  if (id !== null) return await move(id, month, client)
  const { rows } = await client.query<{ id: number }>({
    name: 'new call',
    text: `INSERT INTO conversations (id, conversation_id)
      VALUES (coalesce($1::bigint, $2::bigint + nextval('call_numbers')), $3) RETURNING id`,
    values: [before ?? null, firstIdOf(month), wellFormed(conversationId)],
  })
  return rows[0]!.id
}

/** Others make and drop months, too: the server is asked. */
async function ensureMonth(client: PoolClient, month: Month): Promise<void> {
  const { rows } = await client.query<{ isThere: number }>({
    name: 'month',
    text: 'SELECT to_regclass($1) IS NOT NULL AS "isThere"',
    values: [`conversations_${suffixOf(month)}`],
  })
  if (!rows[0]!.isThere) await makeMonth(client, month)
}

const PART_TABLES = [...PARTS.map(({ name }) => name), 'bodies', 'unreadable', 'words']

/** All that an older or newer version may have added stays behind: only columns that this version knows are moved. */
const COLUMNS = [
  ...[
    'conversation_id',
    'list_read_at',
    'detail_read_at',
    'deleted_at',
    'fingerprint',
    'detail_fingerprint',
    'mapping',
  ],
  ...CALL_COLUMNS.map(({ name }) => name),
].join(', ')

/** With the number that the call has. */
async function move(id: number, month: Month, client: PoolClient): Promise<number> {
  const to = firstIdOf(month) + numberOf(id)
  await client.query(
    `INSERT INTO conversations (id, ${COLUMNS}) SELECT $1, ${COLUMNS} FROM conversations WHERE id = $2`,
    [to, id],
  )
  await client.query(
    `UPDATE word_counts SET rows = word_counts.rows + moved.sign * moved.rows, words = word_counts.words + moved.sign * moved.words
    FROM (SELECT sides.month, sides.sign, count(w.size) AS rows, coalesce(sum(w.size), 0) AS words
      FROM (VALUES ($1::bigint, 1), ($2::bigint, -1)) AS sides (month, sign)
      LEFT JOIN words w ON w.conversation = $3 GROUP BY sides.month, sides.sign) moved
    WHERE word_counts.month = moved.month`,
    [month, monthOfId(id), id],
  )
  // Written anew, since no row changes its place where tables are divided among servers; the old ones go with the call.
  for (const table of PART_TABLES) {
    const columns = namesOf(table).join(', ')
    const values = columns.replace('conversation', '$1')
    await client.query(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${table} WHERE conversation = $2`, [
      to,
      id,
    ])
  }
  await client.query('DELETE FROM conversations WHERE id = $1', [id])
  return to
}
