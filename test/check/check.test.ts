import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckAnswer } from '../../src/tools/check/schema.ts'
import { checkCommand } from '../../src/tools/check.ts'
import { runTool } from '../../src/tools/run.ts'
import { NOW, startWorld, type TestWorld } from '../support/world.ts'
import { call, calls, worldOf } from './worlds.ts'

/* Conditions on metrics: what fails, what is not known, and the calls that show it. */

const HOUR = 3600
const DAY = 24 * HOUR

const newest = call({ agent: 'billing', start: NOW - HOUR, outcome: 'failure', secs: 300, tools: [true, true, false] })
const older = call({ agent: 'billing', start: NOW - 5 * HOUR, outcome: 'failure', secs: 40, tools: [true] })
const conversations = [
  ...[newest, older],
  ...calls(8, { agent: 'billing', start: NOW - 6 * HOUR, tools: [false, false] }),
  ...calls(5, { agent: 'sales', start: NOW - 7 * HOUR }),
  ...calls(2, { agent: 'unjudged', start: NOW - 8 * HOUR, outcome: 'unknown' }),
  // The day before, and the one before that.
  ...calls(3, { agent: 'billing', start: NOW - DAY - HOUR, outcome: 'failure' }),
  ...calls(1, { agent: 'sales', start: NOW - DAY - HOUR, outcome: 'failure' }),
  ...calls(4, { agent: 'billing', start: NOW - 2 * DAY - HOUR }),
  ...calls(4, { agent: 'silent', start: NOW - DAY - 2 * HOUR }),
]

let world: TestWorld
beforeAll(async () => {
  world = await startWorld(worldOf(conversations))
})
afterAll(() => world.close())

async function check(input: Record<string, unknown>, app = world.app): Promise<CheckAnswer & { text: string }> {
  const context = await app.toolContext(new AbortController().signal)
  const { structured, text } = await runTool(checkCommand, { after: '24h', ...input }, context)
  return { ...(structured as CheckAnswer), text }
}

/** By group: what the verdict is. */
const verdicts = ({ findings }: CheckAnswer) =>
  Object.fromEntries(findings.map(({ group, verdict }) => [group.join(), verdict]))

describe('a condition', () => {
  test('fails by group, with the calls that pull it there, the newest first', async () => {
    const found = await check({ conditions: 'success_rate > 80%', group_by: 'agent' })
    expect(found.verdict).toBe('failed')
    expect(verdicts(found)).toEqual({ billing: 'failed', unjudged: 'unknown', sales: 'ok' })
    expect(found.findings[0]).toMatchObject({ condition: 'success_rate > 80 %', value: 0.8, k: 8, n: 10 })
    expect(found.findings[0]!.conversation_ids).toEqual([newest.conversation_id, older.conversation_id])
    expect(found.text).toContain(
      `FAILED  success_rate > 80 % (billing): 80.0 % (8/10; 49.0-94.3); e.g. ${newest.conversation_id}, ${older.conversation_id}`,
    )
    expect(found.text).toContain('unknown success_rate > 80 % (unjudged): no value; no data')
    expect(found.coverage.counts).toBe('17 calls; 3 checks: 1 failed, 1 unknown, 1 ok.')
  })

  test.each([
    ['success_rate >= 80%', 'ok'],
    ['success_rate>=.8', 'ok'],
    ['success_rate ≥ 80 %', 'ok'],
    ['success_rate > 0.8', 'failed'],
    ['success_rate.low >= 50%', 'failed'],
    ['success_rate.n < 10', 'failed'],
    ['duration.p95 < 5 min', 'ok'],
    ['duration.max < 5 min', 'failed'],
    ['duration.max <= 300', 'ok'],
    ['duration.max <= 300,000 ms', 'ok'],
    ['duration <= 82 s', 'ok'],
    ['tool_error_rate < 15%', 'failed'],
    ['tool_error_rate <= 15%', 'ok'],
    ['count >= 10 calls', 'ok'],
    ['count > 10', 'failed'],
  ])('%s is %s', async (condition, verdict) => {
    // 8 of 10 succeeded; 300, 40 and eight times 60 s; 3 of 20 tool calls failed.
    expect(await check({ conditions: condition, agent_id: 'billing' })).toMatchObject({ verdict })
  })

  test.each([
    ['duration.max < 5 min', [newest, 300]],
    ['tool_error_rate < 1%', [newest, 0.15]],
    ['duration.min > 40', [older, 40]],
  ])('%s shows the call that weighs most', async (condition, [first, value]) => {
    const { findings } = await check({ conditions: condition, agent_id: 'billing' })
    expect(findings[0]).toMatchObject({ value })
    expect(findings[0]!.conversation_ids[0]).toBe((first as typeof newest).conversation_id)
  })

  test.each([
    ['sucess_rate >= 80%', 'Did you mean "success_rate"?'],
    ['success_rate >= 80', 'is a share from 0 to 1; write 80% or 0.8'],
    ['success_rate >= 80 s', 'this metric takes % or a share from 0 to 1'],
    ['duration.p95 < 90%', 'this metric takes ms, s, min or h'],
    ['duration.p75.x < 90', 'Unknown metric'],
    ['success_rate = 0.8', 'Write a metric, <, <=, > or >=, and a number'],
    ['success_rate >= ', 'cannot be read'],
    ['success_rate >= 0,8', 'cannot be read'],
  ])('%s is refused with what to write', async (condition, words) => {
    await expect(check({ conditions: condition })).rejects.toThrow(words)
  })

  test('is no condition at all', async () => {
    await expect(check({})).rejects.toThrow('Give a condition, such as "success_rate >= 80%"')
  })
})

describe('nobody knows', () => {
  test('where there are no calls, but a count of none is a count', async () => {
    const found = await check({
      conditions: ['success_rate >= 0%', 'count >= 1'],
      after: '2020-01-01',
      before: '2020-01-02',
    })
    expect(found.findings.map(({ condition, verdict }) => [condition, verdict])).toEqual([
      ['count >= 1', 'failed'],
      ['success_rate >= 0 %', 'unknown'],
    ])
  })

  test('where not all calls could be synced, whatever the numbers so far say', async () => {
    const broken = await startWorld(worldOf(conversations), { timeoutMs: 1000 })
    const context = await broken.app.toolContext(new AbortController().signal, { patienceMs: 0 })
    const { structured } = await runTool(checkCommand, { after: '24h', conditions: 'duration >= 0' }, context)
    const { verdict, findings, coverage } = structured as CheckAnswer
    await broken.close()
    expect([verdict, findings[0]!.value, findings[0]!.why]).toEqual(['unknown', null, 'not all calls are synced'])
    expect(coverage.notes![0]).toMatch(/^INCOMPLETE/)
  })
})

describe('chance', () => {
  test('is left out where only what is beyond it fails', async () => {
    const { findings } = await check({
      ...{ agent_id: 'billing', only_beyond_chance: true },
      // 8/10 is 49.0-94.3 %; a count is no sample; 3 of 20 errors.
      conditions: ['success_rate >= 90%', 'success_rate >= 95%', 'count >= 11', 'duration.p99 < 10', 'duration < 10'],
    })
    expect(findings.map(({ condition, verdict, why }) => [condition, verdict, why])).toEqual([
      ['success_rate >= 95 %', 'failed', undefined],
      ['count >= 11', 'failed', undefined],
      ['duration.avg < 10 s', 'failed', undefined],
      ['duration.p99 < 10 s', 'unknown', 'no interval: too few values for a p99'],
      ['success_rate >= 90 %', 'ok', 'within chance'],
    ])
  })
})

describe('periods', () => {
  test('must fail in a row', async () => {
    const two = await check({ conditions: 'success_rate > 80%', group_by: 'agent', for: '2 periods' })
    expect(verdicts(two)).toEqual({ billing: 'failed', sales: 'ok', unjudged: 'unknown' })
    expect(two.findings[0]!.why).toBe('in 2 periods in a row')
    const three = await check({ conditions: 'success_rate > 80%', group_by: 'agent', for: 3 })
    expect(three.findings.find(({ group }) => group[0] === 'billing')).toMatchObject({
      verdict: 'ok',
      why: 'failed in 2 of 3 periods',
    })
  })

  test('name a group that has fallen silent, where calls are counted', async () => {
    const { findings } = await check({ conditions: ['count >= 1', 'success_rate >= 0'], group_by: 'agent', for: 2 })
    const silent = findings.filter(({ group }) => group[0] === 'silent')
    expect(silent.map(({ condition, value, verdict }) => [condition, value, verdict])).toEqual([
      ['count >= 1', 0, 'ok'],
    ])
    const now = await check({ conditions: 'count >= 5', group_by: 'agent', for: 2 })
    expect(verdicts(now)).toEqual({ silent: 'failed', unjudged: 'failed', sales: 'ok', billing: 'ok' })
  })

  test('need a window', async () => {
    await expect(check({ conditions: 'count > 1', for: 2, after: undefined })).rejects.toThrow(
      'set after, for example 24h',
    )
  })
})

test('groups of few calls are left out, and the answer says so', async () => {
  const found = await check({ conditions: 'success_rate > 80%', group_by: 'agent', min_count: 6 })
  expect(verdicts(found)).toEqual({ billing: 'failed' })
  expect(found.coverage.notes).toContain('2 groups with fewer than 6 calls not checked.')
})
