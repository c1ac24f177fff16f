import { beforeAll, describe, expect, test } from 'vitest'
import type { GroupName, MetricName, Question } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import {
  clusteredPercentile,
  type Difference,
  differenceOfMeans,
  differenceOfPercentiles,
  differenceOfProportions,
  differenceOfRatios,
  differenceOfShares,
} from '../../src/domain/statistics.ts'
import { sample, sampleArchive } from '../support/sample.ts'
import { NOW } from '../support/world.ts'
import { type Fact, factsOf } from './facts.ts'
import { ask, listed, listOf, rowsOf } from './world.ts'

const DAY = 86_400
const MIDDLE = NOW - 21 * DAY
const AFTER = { window: { zone: 'UTC', afterUnix: MIDDLE } }
const BEFORE = { filter: {}, window: { zone: 'UTC', beforeUnix: MIDDLE }, label: 'before' }

describe('two times of the sample calls', () => {
  let archive: Archive
  let after: Fact[]
  let before: Fact[]
  beforeAll(async () => {
    const facts = factsOf(sample.conversations)
    after = facts.filter(fact => fact.start >= MIDDLE)
    before = facts.filter(fact => fact.start < MIDDLE)
    archive = await sampleArchive()
    return () => archive.close()
  })
  const compared = (metrics: MetricName[], groupBy: GroupName[] = [], more: Partial<Question> = {}) =>
    ask(archive, { ...AFTER, metrics, groupBy, compareTo: BEFORE, ...more })
  const rowOf = async (metric: MetricName, stat = 'value') =>
    rowsOf(await compared([metric])).find(row => row.metric === metric && row.stat === stat)!

  const expectDifference = (row: Awaited<ReturnType<typeof rowOf>>, { difference, interval, reason }: Difference) => {
    const chance = interval && (interval.low > 0 || interval.high < 0 ? 'significant' : 'not significant')
    expect(row.difference).toBeCloseTo(difference!, 9)
    if (interval) {
      expect(row.low).toBeCloseTo(interval.low, 6)
      expect(row.high).toBeCloseTo(interval.high, 6)
    }
    expect({ chance: row.chance, note: row.note }).toEqual({ chance, note: reason })
  }

  test('rates of calls', async () => {
    const of = (facts: Fact[]) => {
      const judged = facts.filter(({ finished, outcome }) => finished && outcome !== 'unknown')
      return [judged.filter(({ outcome }) => outcome === 'success').length, judged.length] as const
    }
    const row = await rowOf('success_rate')
    expect(row).toMatchObject({ n: of(after)[1], other_n: of(before)[1], value: of(after)[0] / of(after)[1] })
    expectDifference(row, differenceOfProportions(...of(after), ...of(before)))
  })

  test('shares of turns, ratios', async () => {
    const parts = (of: (fact: Fact) => [number, number]) =>
      [after, before].map(facts =>
        facts
          .filter(fact => fact.connected)
          .map(of)
          .map(([numerator, denominator]) => ({ numerator, denominator })),
      ) as [{ numerator: number; denominator: number }[], { numerator: number; denominator: number }[]]
    const interrupted = parts(({ agents }) => [agents.filter(turn => turn.interrupted).length, agents.length])
    expectDifference(await rowOf('interruption_rate'), differenceOfShares(...interrupted))
    const words = parts(({ agents, agentWords }) => [agentWords, agents.length])
    expectDifference(await rowOf('agent_words_per_turn'), differenceOfRatios(...words))
  })

  test('numbers of calls: average, median and 95th percentile', async () => {
    const secs = (facts: Fact[]) => facts.filter(fact => fact.finished).flatMap(fact => fact.secs ?? [])
    expectDifference(await rowOf('duration', 'avg'), differenceOfMeans(secs(after), secs(before)))
    const single = (facts: Fact[]) => secs(facts).map(value => [value])
    for (const p of [50, 95])
      expectDifference(await rowOf('duration', `p${p}`), differenceOfPercentiles(single(after), single(before), p))
  })

  test('numbers of turns, which hang together in calls', async () => {
    const waits = (facts: Fact[]) =>
      facts.filter(fact => fact.finished).map(fact => fact.waits.felt.filter(secs => secs !== null))
    const parts = (facts: Fact[]) =>
      waits(facts).map(secs => ({ numerator: secs.reduce((sum, one) => sum + one, 0), denominator: secs.length }))
    expectDifference(await rowOf('felt_latency', 'avg'), differenceOfRatios(parts(after), parts(before)))
    for (const p of [50, 95]) {
      const row = await rowOf('felt_latency', `p${p}`)
      expectDifference(row, differenceOfPercentiles(waits(after), waits(before), p))
      const alone = clusteredPercentile(waits(after), p)
      expect(row).toMatchObject({ n: alone.n, value: expect.closeTo(alone.value!, 6) })
    }
  })

  test('counts are no samples', async () => {
    expect(await rowOf('count')).toMatchObject({
      value: after.length,
      other: before.length,
      chance: null,
      note: 'counts cover all calls, not a sample',
    })
    expect((await rowOf('count')).difference).toBe(after.length - before.length)
  })

  test('by groups, of which one side may have no calls', async () => {
    const answer = await compared(['count', 'success_rate'], ['agent'])
    const depot = rowsOf(answer).filter(row => String(row.agent).includes('Depot'))
    expect(depot).toHaveLength(2)
    expect(depot[0]).toMatchObject({ metric: 'count', value: 0, other: expect.any(Number) })
    expect(depot[1]).toMatchObject({
      metric: 'success_rate',
      value: null,
      n: 0,
      difference: null,
      chance: null,
      note: 'no data',
    })
    expect(answer.total.map(row => row.slice(0, 3))).toEqual([
      [null, 'count', 'value'],
      [null, 'success_rate', 'value'],
    ])
    expect(answer.comparison).toMatchObject({ label: 'before', shared: 0 })
    expect(answer.comparison!.judged).toBe(rowsOf(answer).filter(row => row.chance !== null).length + 1)
    expect(answer.comparison!.other.calls).toBe(before.length)
  })

  test('are sorted by the difference that a metric makes', async () => {
    const of = async (order: 'asc' | 'desc') =>
      rowsOf(await compared(['success_rate'], ['agent'], { sort: { by: 'success_rate', order } })).map(
        row => row.difference as number | null,
      )
    const known = (differences: (number | null)[]) => differences.filter(one => one !== null)
    expect(known(await of('desc'))).toEqual(known(await of('desc')).toSorted((a, b) => b - a))
    expect(known(await of('asc'))).toEqual(known(await of('desc')).toReversed())
    expect((await of('asc')).at(-1)).toBeNull()
  })

  test('with calls in both selections say nothing of chance', async () => {
    const answer = await compared(['success_rate', 'duration'], [], { compareTo: { filter: {}, label: 'all' } })
    expect(answer.comparison).toMatchObject({ shared: after.length, judged: 0 })
    for (const row of rowsOf(answer))
      expect(row).toMatchObject({
        chance: null,
        low: null,
        high: null,
        note: 'the selections share calls',
      })
  })

  test('tell what they leave out on both sides', async () => {
    const [note] = (await compared(['success_rate'])).metrics
    const unknown = (facts: Fact[]) =>
      facts.filter(fact => fact.finished && fact.analysed && fact.outcome === 'unknown').length
    expect(note!.leftOut).toContainEqual({ reason: 'outcome unknown', count: unknown(after), of: 'calls' })
    expect(note!.otherLeftOut).toContainEqual({ reason: 'outcome unknown', count: unknown(before), of: 'calls' })
  })
})

test('a difference is significant where its interval leaves zero out', async () => {
  const calls = (prefix: string, successes: number, failures: number) => [
    ...Array.from({ length: successes }, (_, at) => listed({ id: `${prefix}s${at}`, versionId: prefix })),
    ...Array.from({ length: failures }, (_, at) =>
      listed({ id: `${prefix}f${at}`, versionId: prefix, outcome: 'failure' }),
    ),
  ]
  const archive = await listOf([...calls('a', 80, 20), ...calls('b', 60, 40), ...calls('c', 76, 24)])
  const against = async (version_id: string) =>
    rowsOf(
      await ask(archive, {
        filter: { version_id: 'a' },
        metrics: ['success_rate'],
        compareTo: { filter: { version_id }, label: '' },
      }),
    )[0]
  expect(await against('b')).toMatchObject({ difference: expect.closeTo(0.2), chance: 'significant', note: null })
  expect(await against('c')).toMatchObject({ difference: expect.closeTo(0.04), chance: 'not significant', note: null })
  await archive.close()
})
