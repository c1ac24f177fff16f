import { afterAll, beforeAll, expect, test } from 'vitest'
import { weeksBefore } from '../../src/domain/weeks-before.ts'
import type { CheckAnswer } from '../../src/tools/check/schema.ts'
import { checkCommand } from '../../src/tools/check.ts'
import { runTool } from '../../src/tools/run.ts'
import { NOW, startWorld, type TestWorld } from '../support/world.ts'
import { calls, worldOf } from './worlds.ts'

/* Drift against the same hours of the weeks before. */

const HOUR = 3600
const WEEK = 7 * 24 * HOUR

/** Eight weeks and today: so many good and bad calls each, in the hours that are asked about. */
const weekly = (agent: string, good: number, bad: number, from = 1) =>
  Array.from({ length: 9 - from }, (_, at) => {
    const start = NOW - HOUR - (at + from) * WEEK
    return [...calls(good + (at % 3), { agent, start }), ...calls(bad, { agent, start, outcome: 'failure' })]
  }).flat()

const fallen = calls(17, { agent: 'fallen', outcome: 'failure', secs: 20 })
const conversations = [
  ...weekly('steady', 14, 4, 0),
  ...weekly('fallen', 16, 2),
  ...[...fallen, ...calls(1, { agent: 'fallen' })],
  ...weekly('silent', 25, 0),
  ...calls(5, { agent: 'new' }),
  // In other hours, which do not count.
  ...calls(30, { agent: 'steady', start: NOW - WEEK - 12 * HOUR, outcome: 'failure' }),
]

let world: TestWorld
beforeAll(async () => {
  world = await startWorld(worldOf(conversations))
})
afterAll(() => world.close())

async function check(input: Record<string, unknown>): Promise<CheckAnswer & { text: string }> {
  const context = await world.app.toolContext(new AbortController().signal)
  const { structured, text } = await runTool(checkCommand, { after: '3h', group_by: 'agent', ...input }, context)
  return { ...(structured as CheckAnswer), text }
}

test('what fell is found, with calls that show it; what is as usual is not', async () => {
  const { verdict, findings, text } = await check({ drift: 'success_rate' })
  expect(verdict).toBe('failed')
  expect(findings.map(one => [one.group[0], one.verdict, one.weeks])).toEqual([
    ['fallen', 'failed', 8],
    ['new', 'unknown', undefined],
    ['steady', 'ok', 8],
  ])
  const [first, second] = findings
  expect(first).toMatchObject({ value: 0.056, k: 1, n: 18 })
  expect(first!.expected_low).toBeGreaterThan(0.5)
  expect(fallen.map(({ conversation_id }) => conversation_id)).toEqual(expect.arrayContaining(first!.conversation_ids))
  expect(second!.why).toBe('only 0 of the 8 weeks before have data; at least 4 are needed')
  expect(text).toMatch(
    /FAILED {2}drift of success_rate \(fallen\): 5\.6 % \(1\/18; .*\); expected .* % by the 8 weeks before/,
  )
})

test('a group without calls is missed by its count', async () => {
  const { findings } = await check({ drift: ['count'] })
  const of = (name: string) => findings.find(({ group }) => group[0] === name)
  expect(of('silent')).toMatchObject({ verdict: 'failed', value: 0, weeks: 8 })
  expect(of('steady')).toMatchObject({ verdict: 'ok' })
})

test('numbers drift, too', async () => {
  const { findings } = await check({ drift: 'duration.p50', agent_id: 'fallen' })
  // All weeks are exactly alike.
  expect(findings[0]).toMatchObject({ condition: 'drift of duration.p50', verdict: 'unknown' })
  expect(findings[0]!.why).toBe('no variation in the weeks before')
})

test.each([{ after: undefined }, { after: '8d' }])('%j is no window that the weeks before have, too', async input => {
  await expect(check({ drift: 'success_rate', ...input })).rejects.toThrow('a window of at most 7 days, such as 24h')
})

test('seven days are not too many, however long reading them takes', async () => {
  const context = await world.app.toolContext(new AbortController().signal)
  let now = NOW
  const input = { drift: 'count', after: '7d' }
  const { structured } = await runTool(checkCommand, input, { ...context, now: () => (now += 5) })
  expect((structured as CheckAnswer).findings).toMatchObject([{ weeks: 8 }])
})

test('nor are seven days in which clocks are set back', () => {
  const zone = 'Europe/Berlin'
  const [from, to] = ['2026-10-20T00:00+02:00', '2026-10-27T00:00+01:00'].map(time => Date.parse(time) / 1000)
  const window = { zone, afterUnix: from!, beforeUnix: to! }
  expect(weeksBefore(window, to!, 1)[0]!.beforeUnix).toBe(from)
  expect(() => weeksBefore({ ...window, afterUnix: from! - 1 }, to!, 1)).toThrow('at most 7 days')
})
