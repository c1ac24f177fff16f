import { describe, expect, test } from 'vitest'
import { METRIC_NAMES } from '../../src/analysis/define/names.ts'
import type { Json } from '../../src/demo/world.ts'
import { asking, deskOf } from '../support/desk.ts'
import { startSample } from '../support/sample.ts'

const desk = deskOf(() => startSample())
const { ask: analyze } = asking('analyze_conversations', desk)

describe('is refused', () => {
  test.each<[string, Json, RegExp]>([
    [
      'a metric nobody knows',
      { metrics: ['sucess_rate'] },
      /Unknown metric "sucess_rate"\. Did you mean "success_rate"\?/,
    ],
    [
      'a metric like no other',
      { metrics: ['zzzzzz'] },
      /Allowed: count, portion, success_rate.*data:<field_id>, <filter>=<value>\./,
    ],
    ['the name of a prototype', { metrics: ['__proto__'] }, /Unknown metric "__proto__"/],
    ['a method of objects', { group_by: ['toString'] }, /Unknown group in group_by "toString"/],
    ['the maker of objects', { group_by: ['constructor'] }, /Unknown group in group_by "constructor"\. Allowed/],
    ['a data field without a name', { metrics: ['data:'] }, /Unknown metric "data:"/],
    ['a data field with hidden characters', { group_by: ['data:a\u200bb'] }, /Unknown group in group_by "data:ab"/],
    [
      'a statistic nobody knows',
      { metrics: ['duration.p100'] },
      /"duration\.p100": duration has n, avg, min.* or any percentile between, such as p75/,
    ],
    [
      'a statistic that is not there',
      { metrics: ['success_rate.p95'] },
      /"success_rate" has no p95\. It has value, k, n/,
    ],
    ['a group nobody knows', { group_by: ['agnet'] }, /Unknown group in group_by "agnet"\. Did you mean "agent"\?/],
    ['four groups', { group_by: ['agent', 'day', 'tool', 'tag'] }, /group_by must have at most 3 entries \(got 4\)/],
    ['four groups in three', { group_by: ['agent,day', 'tool', 'tag'] }, /at most 3/],
    ['13 metrics', { metrics: METRIC_NAMES.slice(0, 13) }, /metrics must have at most 12 entries \(got 13\)/],
    [
      'a sort by nothing',
      { group_by: ['agent'], sort: 'foo' },
      /sort is "foo"; it takes one of "agent", "count", "success_rate"/,
    ],
    ['a sort of a group', { group_by: ['agent'], sort: 'agent.p95' }, /sort is "agent\.p95"/],
    ['a sort by a prototype', { group_by: ['agent'], sort: '__proto__ desc' }, /sort is "__proto__ desc"/],
    ['a sort by a missing statistic', { group_by: ['agent'], sort: 'success_rate.p95' }, /has no p95/],
    [
      'a comparison with a word',
      { compare_to: 'foo' },
      /compare_to has "foo"; it takes previous_period, previous_version or name=value/,
    ],
    [
      'a comparison with two things',
      { after: '7d', compare_to: ['previous_period', 'user_id=a'] },
      /previous_version alone/,
    ],
    [
      'a comparison by a wrong name',
      { compare_to: ['agent=x'] },
      /Unknown filter in compare_to "agent"\. Use "agent_id" instead\./,
    ],
    ['a comparison by a prototype', { compare_to: ['__proto__=x'] }, /Unknown filter in compare_to "__proto__"/],
    ['a comparison by one name twice', { compare_to: ['user_id=a', 'user_id=b'] }, /compare_to has user_id twice/],
    ['a comparison with a wrong value', { compare_to: ['rating_max=9'] }, /rating_max must be at most 5 \(got "9"\)/],
    ['a comparison with an unknown agent', { compare_to: ['agent_id=Nobody'] }, /No agent is named "Nobody"/],
    ['a comparison with a wrong time', { compare_to: ['after=soon'] }, /after: "soon" is not a recognized time/],
    ['the period before all times', { compare_to: 'previous_period' }, /needs a window: set after/],
    ['the period before an end', { before: '2026-10-05', compare_to: 'previous_period' }, /set after/],
    [
      'days of two periods',
      { after: '7d', compare_to: 'previous_period', group_by: ['day'] },
      /No day is in both periods/,
    ],
    [
      'a sum of two sides',
      { after: '7d', compare_to: 'previous_period', metrics: ['duration.sum'] },
      /no sum in a comparison\. It has avg and any percentile, such as p50, p95\./,
    ],
    ['a histogram of rates', { histogram: true }, /histogram needs a numeric metric/],
    [
      'a histogram of two sides',
      { after: '7d', compare_to: 'previous_period', metrics: ['duration'], histogram: true },
      /cannot be combined with compare_to/,
    ],
    [
      'a metric as the trade calls it',
      { metrics: ['escalation_rate'] },
      /Unknown metric "escalation_rate"\. Use "handoff_rate" or "transfer_rate" instead\./,
    ],
    [
      'a group under the name of its filter',
      { group_by: ['call_successful'] },
      /"call_successful"\. Use "outcome" instead/,
    ],
    ['a name of more words than ours', { group_by: ['tool_name'] }, /"tool_name"\. Did you mean "tool"\?/],
    ['a statistic before its metric', { metrics: ['median_duration'] }, /Did you mean "duration"\?/],
    ['a longer name with a statistic', { metrics: ['time_to_first_tool.p50'] }, /Did you mean "time_to_tool"\?/],
    [
      'several names nobody knows: all of them at once, what is allowed once',
      { metrics: ['csat', 'zzzzzz', 'yyyyyy'], group_by: ['llm'] },
      /^Unknown group in group_by "llm"\. Use "model" instead\.\nUnknown metric "csat"\. Use "rating" instead\.\nUnknown metric "zzzzzz"\. Allowed: .*\.\nUnknown metric "yyyyyy"\.$/,
    ],
    ['a filter in the wrong place', { rating_max: 2 }, /rating_max belongs in where/],
    ['page_size 0', { page_size: 0 }, /page_size must be at least 1 \(got 0\)/],
    ...['['.repeat(4000) + ']'.repeat(4000), `${'{"a":'.repeat(4000)}1${'}'.repeat(4000)}`].map(
      (nest): [string, Json, RegExp] => ['deep nests', { metrics: JSON.parse(nest) }, /nested at most 20 levels deep/],
    ),
    ['huge texts', { metrics: ['x'.repeat(1000)] }, /metrics must have at most 500 characters \(got 1000\)/],
  ])('%s', async (_, input, message) => {
    const { isError, text } = await analyze(input)
    expect(isError).toBe(true)
    expect(text).toMatch(message)
    expect(text.length).toBeLessThan(1500)
  })

  test('in vain: nothing is asked of the API for a question that cannot be answered', async () => {
    const before = desk.world.api.requests.length
    await analyze({ metrics: ['sucess_rate'] })
    await analyze({ group_by: ['agent'], sort: 'foo' })
    expect(desk.world.api.requests.length).toBe(before)
  })
})

describe('is understood', () => {
  const columns = async (input: Json) => (await analyze({ after: 'last week', ...input })).structured.columns

  test.each<[string, Json, string[]]>([
    ['names in one text', { metrics: 'count, duration.p95' }, ['count', 'duration.n', 'duration.p95']],
    ['names with commas in a list', { metrics: ['count,duration.p95'] }, ['count', 'duration.n', 'duration.p95']],
    ['a metric twice', { metrics: ['count', 'count'] }, ['count']],
    [
      'statistics under other names',
      { metrics: ['duration.median', 'cost.mean'] },
      ['duration.n', 'duration.p50', 'cost.n', 'cost.avg'],
    ],
    [
      'two statistics of one metric',
      { metrics: ['duration.p99', 'duration.min'] },
      ['duration.n', 'duration.min', 'duration.p99'],
    ],
    [
      'few statistics of many rows',
      { metrics: ['duration'], group_by: 'status' },
      ['status', 'duration.n', 'duration.avg', 'duration.max', 'duration.p50', 'duration.p95'],
    ],
    [
      'what rows are sorted by',
      { metrics: ['count', 'duration.avg'], group_by: 'status', sort: 'duration.p99' },
      ['status', 'count', 'duration.n', 'duration.avg', 'duration.p99'],
    ],
  ])('%s', async (_, input, expected) => {
    expect(await columns(input)).toEqual(expected)
  })

  test.each([
    ['largest first, as is usual', 'success_rate', false],
    ['largest first, as asked', 'success_rate desc', false],
    ['with a minus, as elsewhere', '-success_rate', false],
    ['smallest first', 'success_rate ASC', true],
  ])('sorting: %s', async (_, sort, isAscending) => {
    const { structured } = await analyze({ group_by: ['agent'], after: '2026-10', sort })
    const rates = structured.rows.map((row: number[]) => row[structured.columns.indexOf('success_rate')])
    expect(rates.length).toBeGreaterThan(2)
    expect(rates).toEqual([...rates].sort((a, b) => (isAscending ? a - b : b - a)))
  })

  test('rows that are omitted are counted, with the reason', async () => {
    const { structured } = await analyze({ group_by: ['tool'], after: '2026-10', min_count: 20, page_size: 2 })
    const [, all] = /(\d+) groups by tool and \(none\)/.exec(structured.coverage.counts)!
    const [, enough, few] =
      /(\d+) groups with at least 20 calls \(min_count\), (\d+) groups with fewer shown as \(others\)/.exec(
        structured.coverage.counts,
      )!
    const [, beyond] = /(\d+) groups? beyond page_size 2 shown as \(others\)/.exec(structured.coverage.counts)!
    expect(structured.rows.slice(2).map(([label]: [string]) => label)).toEqual([null, '(others)'])
    expect(Number(few) + Number(beyond) + 2).toBe(Number(all))
    expect(Number(enough)).toBe(Number(beyond) + 2)
  })

  test('of several groups, too, what is omitted is one row', async () => {
    const question = { group_by: ['week', 'agent'], after: '2026-10', metrics: ['count', 'duration.p75'], page_size: 3 }
    const { structured, text } = await analyze(question)
    expect(structured.coverage.counts).toMatch(/\d+ groups beyond page_size 3 shown as \(others\)/)
    const [others, ...shown] = structured.rows.toReversed()
    expect(others.slice(0, 2)).toEqual(['(others)', '(others)'])
    const counts = [others, ...shown].map((row: (string | number)[]) => Number(row[2]))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(structured.total[0][2])
    expect(text).toContain(`(others)\t(others)\t${others[2]}\t`)
  })

  test('an argument is understood under its former name, not under both', async () => {
    const question = { group_by: ['tool'], after: '2026-10' }
    const [now, before] = await Promise.all([
      analyze({ ...question, page_size: 2 }),
      analyze({ ...question, limit: 2 }),
    ])
    expect(before.structured.rows).toEqual(now.structured.rows)
    expect(now.structured.rows).toHaveLength(4)
    expect((await analyze({ ...question, page_size: 2, limit: 3 })).text).toContain('Unknown argument "limit"')
  })

  test('in a comparison times replace the window as a whole', async () => {
    const input = { after: '2026-11-02', before: '2026-11-08', compare_to: ['after=last month'] }
    const { comparison } = (await analyze(input)).structured
    expect(comparison.window).toContain('2026-10-01 00:00 to 2026-10-31 24:00')
    expect((await analyze({ ...input, agent_id: 'clinic' })).structured.comparison.filters).toContain('Clinic')
  })

  test('calls on both sides: nothing is said about chance', async () => {
    const { structured } = await analyze({ after: 'last week', compare_to: ['agent_id=clinic'] })
    expect(structured.comparison.shared).toBeGreaterThan(0)
    expect(structured.coverage.notes.join()).toContain('in both selections')
    expect(JSON.stringify(structured.rows)).not.toMatch(/not significant|significant/)
  })
})

test('a data field that nobody has defined is named, with those that are', async () => {
  const { structured } = await desk.client.call('analyze_conversations', {
    metrics: ['data:order_numbr'],
    group_by: ['data:order_number'],
  })
  expect(structured.coverage.notes).toEqual([
    'No data field "order_numbr" is defined today, so only older calls can match. Defined: "order_number", "parcel_number".',
  ])
})
