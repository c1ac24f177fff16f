// @module-tag more
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Json } from '../src/demo/world.ts'
import { parseCsv } from './export/parse-csv.ts'
import { connect, type TestClient } from './support/client.ts'
import { some } from './support/runs.ts'
import { NOW, startWorld, type TestWorld } from './support/world.ts'

/* What an analysis counts, what a file holds and what one call shows are the same, however odd the calls are. */

const odd = <T>(usual: T, ...others: unknown[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<unknown>(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) })

const flag = odd(true, false, 'False', 0, null)
const use = fc
  .record({
    ...{ id: fc.constantFrom('r1', 'r2', ''), name: fc.constantFrom('lookup', 'refund'), called: flag, ran: flag },
    ...{ results: fc.integer({ min: 0, max: 2 }), isError: odd(false, true, 'True', 1), secs: odd(0.5, -1, '2', null) },
    ...{ type: odd('x_success', 'x_error', null), isFirst: fc.boolean() },
  })
  .map(({ id, name, called, ran, results, isError, secs, type, isFirst }) => {
    const own = { request_id: id, tool_name: name }
    const call = { tool_calls: [{ ...own, tool_has_been_called: called }] }
    const result = {
      tool_has_been_called: ran,
      is_error: isError,
      tool_latency_secs: secs,
      result: { result_type: type },
    }
    const told = Array.from({ length: results }, () => ({ tool_results: [{ ...own, ...result }] }))
    return (isFirst ? [...told, call] : [call, ...told]).map(turn => ({ role: 'agent', time_in_call_secs: 3, ...turn }))
  })

const said = fc.record({
  role: odd('user', 'agent', 'AGENT', 'system', null),
  message: odd('Where is my order?', '', null, 42, { text: 'x' }),
  time_in_call_secs: odd(2, null, -1, 1e9, '4'),
})

const call = fc.record({
  status: odd('done', 'failed', 'in-progress', 'Done', 'archived'),
  user_id: odd('user_1', 'undefined', '', null, '__proto__'),
  metadata: fc.record({
    start_time_unix_secs: odd(NOW - 7200, (NOW - 7200) * 1000, null, 0, 'soon', NOW - 7200.5),
    call_duration_secs: odd(60, '61', null, -5, 0, 1e7, 1e300),
    termination_reason: odd('Client disconnected: 1000', 'Client disconnected: 1006', '', null),
    cost: odd(100, null, 1e300, '7'),
    feedback: odd({ rating: 4, likes: 1 }, null, { rating: 'x' }, {}),
  }),
  analysis: fc.record({ call_successful: odd('success', 'failure', 'unknown', 'error', null) }),
  transcript: fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .array(fc.oneof(said, use, odd(null, 'a text')), { maxLength: 8 })
        .map(turns => [{ role: 'user', message: 'Hello, it is me.', time_in_call_secs: 1 }, ...turns.flat()]),
    },
    { weight: 1, arbitrary: odd('agent: hi', {}, 7, null) },
  ),
})

const CALLS = fc.sample(call, { numRuns: 120, seed: 7 }).map((one: Json, at): Json => {
  return { conversation_id: `conv_${at}`, agent_id: 'agent_1', agent_name: 'Desk', ...one }
})

const folder = mkdtempSync(join(inject('shared'), 'agreement-'))
let server: TestWorld
let c: TestClient
/** By id. */
let file: Map<string, Record<string, string>>
beforeAll(async () => {
  const world = { conversations: CALLS, agents: [{ agent_id: 'agent_1', name: 'Desk' }], tags: [], extras: {} }
  server = await startWorld(world, { exportDir: folder })
  c = await connect(server.app)
  const { structured } = await c.call('export_conversations', { format: 'csv' })
  const [head = [], ...rows] = parseCsv(readFileSync((structured as any).file.path, 'utf8'))
  const records = rows.filter(({ length }) => length === head.length)
  file = new Map(records.map(row => [row[0]!, Object.fromEntries(head.map((name, at) => [name, row[at]!]))]))
})
afterAll(async () => {
  await c.close()
  await server.close()
})

async function totals(metrics: string[], by?: string): Promise<Json> {
  const { structured } = await c.call('analyze_conversations', {
    metrics,
    ...(by && { group_by: by }),
    max_tokens: 20_000,
  })
  const { columns, rows } = structured as any
  if (by) return Object.fromEntries(rows.map((row: unknown[]) => [String(row[0]), row[columns.indexOf('count')]]))
  return Object.fromEntries(columns.map((name: string, at: number) => [name, rows[0][at]]))
}

const isOver = ({ status }: Record<string, string>) => status === 'done' || status === 'failed'
const numbers = (name: string) =>
  [...file.values()].filter(isOver).flatMap(row => (row[name] === '' ? [] : Number(row[name])))
const sum = (list: number[]) => list.reduce((total, one) => total + one, 0)

test('the sums of an analysis are those of the file', async () => {
  // Without the calls that cannot be read, which both leave out.
  expect(file.size).toBeGreaterThan(80)
  const found = await totals(['duration', 'tool_calls', 'tool_error_rate', 'cost', 'rating'])
  expect({ n: found['tool_calls.n'], sum: found['tool_calls.sum'] }).toEqual({
    ...{ n: numbers('tool_calls').length, sum: sum(numbers('tool_calls')) },
  })
  expect([found['tool_error_rate.k'], found['tool_error_rate.n']]).toEqual([
    sum(numbers('tool_errors')),
    found['tool_calls.sum'],
  ])
  const read = [...file.keys()]
  const unread = CALLS.filter(({ conversation_id: id }) => !read.includes(id)).length
  for (const [metric, column] of [
    ['duration', 'duration_secs'],
    ['cost', 'cost_credits'],
  ] as const) {
    // What lists tell, or the body of an unreadable call, may count there, too.
    expect(found[`${metric}.n`]).toBeGreaterThanOrEqual(numbers(column).length)
    expect(found[`${metric}.n`]).toBeLessThanOrEqual(numbers(column).length + unread)
  }
})

test('each call shows what its row holds', async () => {
  for (const [id, row] of some([...file], 3)) {
    const { structured } = await c.call('get_conversation', { conversation_id: id, max_tokens: 20_000 })
    const { created_at, status, metadata, transcript = '' } = structured as any
    const tools = transcript.split('\n').filter((line: string) => /^\d+ \S+ tool /.test(line))
    const told = {
      started_at: created_at ?? '',
      duration_secs: String(metadata.duration_secs ?? ''),
      status,
      tools: tools.filter((line: string) => !line.includes('→ never ran')).length,
    }
    expect({ id, ...told }).toEqual({
      ...{ id, started_at: row.started_at, duration_secs: row.duration_secs, status: row.status },
      tools: Number(row.tool_calls),
    })
  }
})

test.each([
  ['outcome', 'outcome'],
  ['status', 'status'],
] as const)('groups by %s are those of the file', async (group, column) => {
  const found = await totals(['count'], group)
  const counted: Record<string, number> = {}
  for (const row of file.values()) counted[row[column]!] = (counted[row[column]!] ?? 0) + 1
  for (const [value, count] of Object.entries(counted)) {
    expect([value, found[value] >= count, found[value] <= count + CALLS.length - file.size]).toEqual([
      value,
      true,
      true,
    ])
  }
  expect(sum(Object.values(found))).toBe(CALLS.length)
})
