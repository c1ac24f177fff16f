import type { PoolClient } from 'pg'
import { identityOf, READING } from './transaction.ts'

/*
 * What the tables cannot promise by themselves. Pages are the server's own, which checks them as it is set up to
 * (`data_checksums`, `pg_amcheck`).
 */

const QUESTIONS: readonly (readonly [problem: string, sql: string])[] = [
  [
    'call(s) in two months',
    'SELECT count(*) AS found FROM (SELECT 1 FROM conversations GROUP BY conversation_id HAVING count(*) > 1) twice',
  ],
  [
    'month(s) whose words are counted wrongly',
    `SELECT count(*) AS found FROM word_counts c FULL JOIN (
      SELECT conversation >> 40 AS month, count(*) AS rows, sum(size) AS words FROM words GROUP BY 1
    ) w USING (month)
    WHERE coalesce(c.rows, 0) <> coalesce(w.rows, 0) OR coalesce(c.words, 0) <> coalesce(w.words, 0)`,
  ],
  [
    'call(s) whose transcript is missing',
    `SELECT count(*) AS found FROM conversations c
    WHERE detail_read_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM bodies WHERE conversation = c.id AND detail IS NOT NULL)`,
  ],
]

/** @returns what is wrong, for people; empty: nothing */
export async function integrity(client: PoolClient, schema: string): Promise<string[]> {
  await client.query(`${READING(schema)}; SET LOCAL statement_timeout TO 0; ${identityOf(schema)}`)
  const problems: string[] = []
  try {
    for (const [problem, sql] of QUESTIONS) {
      const found = (await client.query<{ found: number }>(sql)).rows[0]!.found
      if (found > 0) problems.push(`${found} ${problem}`)
    }
  } finally {
    await client.query('ROLLBACK')
  }
  return problems
}
