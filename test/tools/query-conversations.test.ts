import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskOf } from '../support/desk.ts'
import { MORE } from '../support/runs.ts'
import { startSample } from '../support/sample.ts'
import { askingRows, calls, startOf } from './queried.ts'

const { rows, one } = askingRows(deskOf(() => startSample()))
const turnsOf = (call: Json): Json[] => call.transcript ?? []

const saidBy = (call: Json, role: string): string[] =>
  turnsOf(call)
    .filter(turn => turn.role === role)
    .map(turn => turn.message ?? '')

test('tools that failed and later succeeded in the same call', async () => {
  const results = (call: Json): Json[] =>
    turnsOf(call)
      .flatMap(turn => turn.tool_results ?? [])
      .filter(result => result.tool_has_been_called !== false)
  const recovered = (call: Json): boolean =>
    results(call).some(
      (failed, at) =>
        failed.is_error &&
        results(call)
          .slice(at + 1)
          .some(later => later.tool_name === failed.tool_name && !later.is_error && !later.is_blocked),
    )
  const failed = calls.filter(call => results(call).some(result => result.is_error))
  expect(failed.filter(recovered).length).toBeGreaterThan(0)
  const sql = `
    SELECT count(DISTINCT f.conversation_id), count(DISTINCT s.conversation_id)
    FROM tool_calls f LEFT JOIN tool_calls s ON s.conversation_id = f.conversation_id AND s.tool = f.tool
      AND (s.turn, s.position) > (f.turn, f.position) AND s.errored = 0 AND s.blocked = 0
    WHERE f.errored = 1`
  expect(await one(sql)).toEqual([failed.length, failed.filter(recovered).length])
})

test('what the agent says and the caller does not', MORE, async () => {
  const says = (call: Json, role: string): boolean => saidBy(call, role).some(text => /sorry/i.test(text))
  const hits = calls.filter(call => says(call, 'agent') && !says(call, 'user'))
  expect(hits.length).toBeGreaterThan(0)
  const sql = `
    SELECT count(*) FROM (
      SELECT conversation_id FROM turns WHERE role = 'agent' AND folded LIKE '%sorry%'
      EXCEPT SELECT conversation_id FROM turns WHERE role = 'user' AND folded LIKE '%sorry%')`
  expect(await one(sql)).toEqual([hits.length])
})

test('the longest caller turn, with its number', MORE, async () => {
  const all = calls.flatMap(call =>
    turnsOf(call).flatMap((turn, at) =>
      turn.role === 'user' ? [{ id: call.conversation_id, at, text: String(turn.message ?? '') }] : [],
    ),
  )
  const longest = Math.max(...all.map(({ text }) => text.length))
  const [id, turn, length] = await one(
    "SELECT conversation_id, turn, length(text) FROM turns WHERE role = 'user' ORDER BY 3 DESC LIMIT 1",
  )
  expect(length).toBe(longest)
  expect(all.find(found => found.id === id && String(found.at) === String(turn))?.text).toHaveLength(longest)
})

test('what callers of failed calls say last', MORE, async () => {
  const expected = calls
    .filter(call => call.analysis?.call_successful === 'failure')
    .flatMap(call => {
      const last = saidBy(call, 'user').at(-1)
      return last === undefined ? [] : [[call.conversation_id, last.replace(/\s+/g, ' ').trim()]]
    })
  expect(expected.length).toBeGreaterThan(10)
  const found = await rows(`
    SELECT conversation_id, text FROM turns t JOIN conversations USING (conversation_id)
    WHERE outcome = 'failure' AND role = 'user' AND turn = (
      SELECT max(turn) FROM turns u WHERE u.conversation_id = t.conversation_id AND u.role = 'user')`)
  expect(found.sort()).toEqual(expected.sort())
})

test('caller turns before the first tool, by day', async () => {
  const before = (call: Json): number | null => {
    const first = turnsOf(call).findIndex(turn => (turn.tool_calls ?? []).length > 0)
    return first < 0
      ? null
      : turnsOf(call)
          .slice(0, first)
          .filter(turn => turn.role === 'user').length
  }
  const byDay = new Map<string, number[]>()
  for (const call of calls) {
    const day = new Date((startOf(call) - 5 * 3600) * 1000).toISOString().slice(0, 10)
    const turns = before(call)
    if (turns !== null) byDay.set(day, [...(byDay.get(day) ?? []), turns])
  }
  const expected = [...byDay].map(([day, all]) => [day, all.length, all.reduce((sum, n) => sum + n, 0)])
  const found = await rows(
    `WITH first AS (SELECT conversation_id, min(turn) AS tool_turn FROM tool_calls GROUP BY 1)
    SELECT day, count(*), sum((SELECT count(*) FROM turns t
      WHERE t.conversation_id = f.conversation_id AND t.role = 'user' AND t.turn < f.tool_turn))
    FROM first f JOIN conversations USING (conversation_id) GROUP BY day`,
    // Without daylight saving time at that time of the year.
    { timezone: 'America/New_York' },
  )
  expect(found.sort()).toEqual(expected.sort())
})

test('the longest run of failed calls of one caller', MORE, async () => {
  const runs = new Map<string, number>()
  let longest = 0
  for (const call of [...calls].sort((a, b) => startOf(a) - startOf(b))) {
    if (!call.user_id) continue
    const run = call.analysis?.call_successful === 'failure' ? (runs.get(call.user_id) ?? 0) + 1 : 0
    runs.set(call.user_id, run)
    longest = Math.max(longest, run)
  }
  const sql = `
    WITH numbered AS (
      SELECT user_id, outcome, row_number() OVER (PARTITION BY user_id ORDER BY started_at)
        - row_number() OVER (PARTITION BY user_id, outcome ORDER BY started_at) AS run
      FROM conversations WHERE user_id IS NOT NULL)
    SELECT max(n) FROM (SELECT count(*) AS n FROM numbered WHERE outcome = 'failure' GROUP BY user_id, run)`
  expect(await one(sql)).toEqual([longest])
})

describe('every view', () => {
  const COUNTS: Record<string, (call: Json) => number> = {
    conversations: () => 1,
    turns: call => turnsOf(call).length,
    criteria: call => Object.keys(call.analysis?.evaluation_criteria_results ?? {}).length,
    collected: call => Object.keys(call.analysis?.data_collection_results ?? {}).length,
    tags: call => (call.tag_ids ?? []).length,
  }
  test('has the rows of the selected calls, whether texts of them are asked for or not', async () => {
    const views = Object.keys(COUNTS)
    const expected = Object.values(COUNTS).map(count => calls.reduce((sum, call) => sum + count(call), 0))
    // Each statement starts a thread.
    const counted = (from: (view: string) => string) =>
      one(`SELECT ${views.map(view => `(SELECT count(*) FROM ${from(view)})`)}`)
    expect(await counted(view => view)).toEqual(expected)
    expect(await counted(view => `(SELECT * FROM ${view})`)).toEqual(expected)
  })

  test('is joined by USING and NATURAL as well', MORE, async () => {
    const expected = calls.reduce((sum, call) => sum + saidBy(call, 'user').length, 0)
    const joined = [
      "turns JOIN conversations USING (conversation_id) WHERE role = 'user'",
      "turns NATURAL JOIN (SELECT conversation_id FROM conversations) WHERE role = 'user'",
      'tool_calls NATURAL JOIN turns',
      'tool_calls JOIN turns USING (conversation_id, turn)',
    ]
    const [using, alike, natural, named] = await one(`SELECT ${joined.map(from => `(SELECT count(*) FROM ${from})`)}`)
    expect([using, alike]).toEqual([expected, expected])
    expect(natural).toBe(named)
    expect(natural).toBeGreaterThan(0)
  })
})
