import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { asking, type Desk } from '../support/desk.ts'
import { sample } from '../support/sample.ts'
import { NOW } from '../support/world.ts'

/* Questions that no metric answers, of the sample calls of two weeks; each worked out once more from the API's JSON. */

export const DAYS = 14

export const calls = sample.conversations.filter(call => startOf(call) >= NOW - DAYS * 86_400 && startOf(call) <= NOW)

export function startOf(call: Json): number {
  return call.metadata.start_time_unix_secs
}

/** How rows of these two weeks are asked for, and the only one of them. */
export function askingRows(desk: Desk) {
  const { ask } = asking('query_conversations', desk, { after: `${DAYS}d`, max_tokens: 20_000 })
  async function rows(sql: string, input: Json = {}): Promise<Json[][]> {
    const { structured, text, isError } = await ask({ sql, ...input })
    expect([isError, text]).toEqual([false, text])
    expect(structured.coverage.counts).toContain(`from ${calls.length} calls`)
    return structured.rows
  }
  return { rows, one: async (sql: string): Promise<Json[]> => (await rows(sql))[0]! }
}
