import { afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { type Answer, connect } from '../../support/client.ts'
import { deskOf } from '../../support/desk.ts'
import { sample, startSample } from '../../support/sample.ts'
import { at, rowsOf } from './figures.ts'

/* Numbers over the sample calls in the zone of Berlin; now is Sunday 22 November 2026, 13:00 there. */

const desk = deskOf(() => startSample({ timezone: 'Europe/Berlin' }))

afterEach(() => desk.world.api.faults.clear())

const analyze = (input: Json = {}): Promise<Answer> => desk.client.call('analyze_conversations', input)
const by = (answer: Answer, column: string): Json => Object.fromEntries(rowsOf(answer).map(row => [row[column], row]))
const start = (call: Json): number => call.metadata.start_time_unix_secs

const between = (from: string, to: string): Json[] =>
  sample.conversations.filter(call => start(call) >= at(from) && start(call) < at(to))

const LAST_WEEK = between('2026-11-09T00:00:00+01:00', '2026-11-16T00:00:00+01:00')
const agentName = (call: Json): string => sample.agents.find(agent => agent.agent_id === call.agent_id)!.name
const finished = (calls: Json[]): Json[] => calls.filter(({ status }) => ['done', 'failed'].includes(status))

const verdicts = (calls: Json[]): string[] =>
  finished(calls)
    .map(call => call.analysis?.call_successful)
    .filter(verdict => verdict === 'success' || verdict === 'failure')

const successes = (calls: Json[]): [k: number, n: number] => {
  const all = verdicts(calls)
  return [all.filter(verdict => verdict === 'success').length, all.length]
}

const groupBy = (calls: Json[], key: (call: Json) => string): [string, Json[]][] =>
  [...new Set(calls.map(key))].map(value => [value, calls.filter(call => key(call) === value)])

/** As spreadsheets interpolate. */
function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = ((sorted.length - 1) * p) / 100
  const below = sorted[Math.floor(place)]!
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1)
}

function wilson(k: number, n: number): [number, number] {
  const z = 1.959964
  const half = z * Math.sqrt(((k / n) * (1 - k / n)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return [(k / n + (z * z) / (2 * n) - half) / scale, (k / n + (z * z) / (2 * n) + half) / scale]
}

function newcombe(k1: number, n1: number, k2: number, n2: number): [number, number] {
  const [p1, p2] = [k1 / n1, k2 / n2]
  const [[l1, u1], [l2, u2]] = [wilson(k1, n1), wilson(k2, n2)]
  return [p1 - p2 - Math.hypot(p1 - l1, u2 - p2), p1 - p2 + Math.hypot(u1 - p1, p2 - l2)]
}

describe('numbers are those of the API', () => {
  test('success rate of each agent last week', async () => {
    const answer = await analyze({ group_by: ['agent'], after: 'last week' })
    const found = by(answer, 'agent')
    const expected = groupBy(LAST_WEEK, agentName)
    expect(Object.keys(found).sort()).toEqual(expected.map(([name]) => name).sort())
    for (const [name, calls] of expected) {
      const [k, n] = successes(calls)
      expect(found[name]).toMatchObject({ count: calls.length, 'success_rate.k': k, 'success_rate.n': n })
      expect(found[name].success_rate).toBeCloseTo(k / n, 3)
      const [low, high] = wilson(k, n)
      expect(found[name]['success_rate.low']).toBeCloseTo(low, 3)
      expect(found[name]['success_rate.high']).toBeCloseTo(high, 3)
    }
    const [k, n] = successes(LAST_WEEK)
    expect(answer.structured.total[0].slice(1, 5)).toEqual([LAST_WEEK.length, Number((k / n).toFixed(3)), k, n])
  })

  test('how long calls are', async () => {
    const [row] = rowsOf(await analyze({ metrics: ['duration'], after: 'last week' }))
    const secs = finished(LAST_WEEK).map(call => call.metadata.call_duration_secs)
    expect(row!['duration.n']).toBe(secs.length)
    expect(row!['duration.sum']).toBe(secs.reduce((a, b) => a + b))
    expect(row!['duration.avg']).toBeCloseTo(secs.reduce((a, b) => a + b) / secs.length, 1)
    expect([row!['duration.min'], row!['duration.max']]).toEqual([Math.min(...secs), Math.max(...secs)])
    for (const p of [50, 90, 95, 99]) expect(row![`duration.p${p}`]).toBeCloseTo(percentile(secs, p), 1)
  })

  test('how often tools fail, by tool', async () => {
    const answer = await analyze({ metrics: ['tool_error_rate'], group_by: ['tool'], after: 'last month' })
    const calls = finished(between('2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'))
    const results = calls.flatMap(call => call.transcript.flatMap((turn: Json) => turn.tool_results))
    const ran = results.filter(({ tool_has_been_called }: Json) => tool_has_been_called !== false)
    const found = by(answer, 'tool')
    const expected = groupBy(ran, ({ tool_name }) => tool_name)
    expect(expected.length).toBeGreaterThan(5)
    for (const [name, own] of expected) {
      const errors = own.filter(({ is_error, is_blocked }) => is_error || is_blocked).length
      expect([name, found[name]['tool_error_rate.k'], found[name]['tool_error_rate.n']]).toEqual([
        name,
        errors,
        own.length,
      ])
    }
  })

  test('calls of each local day, those without any included', async () => {
    const answer = await analyze({ metrics: ['count'], group_by: ['day'], after: '2026-10-01', before: '2026-10-31' })
    const days = rowsOf(answer)
    // Newest first; clocks are set back on the 25th.
    expect(days.map(({ day }) => day)).toEqual(
      Array.from({ length: 31 }, (_, back) => `2026-10-${String(31 - back).padStart(2, '0')}`),
    )
    const inBerlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' })
    const localDays = sample.conversations.map(call => inBerlin.format(start(call) * 1000))
    for (const { day, count } of days) {
      expect([day, count]).toEqual([day, localDays.filter(one => one === day).length])
    }
  })

  test('this week against the same part of the last one', async () => {
    const answer = await analyze({ after: 'this week', compare_to: 'previous_period' })
    expect(answer.structured.comparison.window).toContain('2026-11-09 00:00 to 2026-11-15 13:00')
    const week = between('2026-11-16T00:00:00+01:00', '2027-01-01')
    const before = between('2026-11-09T00:00:00+01:00', '2026-11-15T13:00:00+01:00')
    const [[k1, n1], [k2, n2]] = [successes(week), successes(before)]
    const [low, high] = newcombe(k1, n1, k2, n2)
    const { count, success_rate } = by(answer, 'metric')
    expect(count).toMatchObject({ value: week.length, other: before.length, difference: week.length - before.length })
    expect(success_rate).toMatchObject({ n: n1, other_n: n2 })
    expect(success_rate.difference).toBeCloseTo(k1 / n1 - k2 / n2, 3)
    expect(success_rate.low).toBeCloseTo(low, 3)
    expect(success_rate.high).toBeCloseTo(high, 3)
    expect(success_rate.verdict).toBe(low > 0 || high < 0 ? 'significant' : 'not significant')
  })

  test('one agent against another', async () => {
    const answer = await analyze({ agent_id: 'clinic', compare_to: ['agent_id=billing'] })
    const [clinic, billing] = ['Clinic', 'Billing'].map(part =>
      sample.conversations.filter(call => agentName(call).includes(part)),
    )
    const [[k1, n1], [k2, n2]] = [successes(clinic!), successes(billing!)]
    expect(answer.structured.coverage.counts).toBe(
      `${clinic!.length} calls vs. ${billing!.length} in the other selection.`,
    )
    const { success_rate } = by(answer, 'metric')
    expect(success_rate).toMatchObject({ n: n1, other_n: n2, verdict: 'significant' })
    expect(success_rate.difference).toBeCloseTo(k1 / n1 - k2 / n2, 3)
  })

  test('calls by topic, which only lists filtered by them tell', async () => {
    const answer = await analyze({ metrics: ['count'], group_by: ['topic'], after: 'last week', page_size: 100 })
    const counts = new Map<string, number>()
    for (const { conversation_id } of LAST_WEEK) {
      const topics: string[] = sample.extras![conversation_id]?.topic_ids ?? []
      for (const id of topics) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    const found = rowsOf(answer).flatMap(({ topic, count }) => {
      const [, id] = /\((topic_\w+)\)$/.exec(topic ?? '') ?? []
      return id ? [[id, count]] : []
    })
    // Topics come day by day, so that the API may not name all of them.
    expect(found.length).toBeGreaterThan(5)
    for (const [id, count] of found) expect([id, count]).toEqual([id, counts.get(id)])
  })

  test('callers who call again count whomever they call, also after the window', async () => {
    const own = await startSample()
    const client = await connect(own.app)
    const window = { after: '2026-10-05', before: '2026-10-11', timezone: 'Europe/Berlin' }
    const input = { ...window, agent_id: 'Parcel', metrics: ['repeat_contact_rate'] }
    const [row] = rowsOf(await client.call('analyze_conversations', input))
    const caller = (call: Json): string | undefined =>
      call.user_id ?? call.metadata.phone_call?.external_number ?? undefined
    const calls = finished(between('2026-10-05T00:00:00+02:00', '2026-10-12T00:00:00+02:00')).filter(
      call => agentName(call).includes('Parcel') && caller(call),
    )
    const again = calls.filter(call =>
      sample.conversations.some(
        later =>
          caller(later) === caller(call) && start(later) > start(call) && start(later) - start(call) <= 7 * 86_400,
      ),
    )
    expect(calls.length).toBeGreaterThan(3)
    expect(row!['repeat_contact_rate.n']).toBe(new Set(calls.map(caller)).size)
    expect(row!['repeat_contact_rate.k']).toBe(new Set(again.map(caller)).size)
    await client.close()
    await own.close()
  })
})
