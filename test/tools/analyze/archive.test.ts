import { afterEach, describe, expect, test } from 'vitest'
import { GROUP_NAMES, METRIC_NAMES } from '../../../src/analysis/define/names.ts'
import { GROUPS, METRICS } from '../../../src/analysis/index.ts'
import type { Json } from '../../../src/demo/world.ts'
import { type Answer, connect } from '../../support/client.ts'
import { deskOf } from '../../support/desk.ts'
import { readLists } from '../../support/lists.ts'
import { MORE } from '../../support/runs.ts'
import { sample, startSample } from '../../support/sample.ts'
import { withHttp } from '../../support/world.ts'
import { rowsOf } from './figures.ts'

/* Numbers over the sample calls in the zone of Berlin; now is Sunday 22 November 2026, 13:00 there. */

const desk = deskOf(() => startSample({ timezone: 'Europe/Berlin' }))

afterEach(() => desk.world.api.faults.clear())

const analyze = (input: Json = {}): Promise<Answer> => desk.client.call('analyze_conversations', input)

describe('names', () => {
  test('are those of the engine', () => {
    expect(METRIC_NAMES).toEqual(Object.keys(METRICS))
    expect(GROUP_NAMES).toEqual(Object.keys(GROUPS))
  })

  test('are shown in the place of ids, where they can be read', async () => {
    const values = async (group: string, client = desk.client) => {
      const answer = await client.call('analyze_conversations', { group_by: [group], metrics: ['count'], after: '7d' })
      return rowsOf(answer).map(row => row[group])
    }
    expect(await values('tag')).toEqual(expect.arrayContaining(sample.tags.slice(0, 2).map(({ title }) => title)))
    expect(await values('criterion')).toContain('Issue resolved (issue_resolved)')
    expect(await values('criterion_result')).toContain('Issue resolved (issue_resolved): success')
    // A key that may not read them still counts.
    desk.world.api.faults.always(/\/(tags|agents)/, { status: 401 })
    const app = withHttp(desk.world.app, { retryBaseMs: 1, sharesArchive: true })
    const client = await connect(app)
    expect(await values('tag', client)).toEqual(
      expect.arrayContaining(sample.tags.slice(0, 2).map(({ tag_id }) => tag_id)),
    )
    expect(await values('criterion', client)).toContain('issue_resolved')
    await client.close()
    await app.close()
  })
})

describe('the archive', () => {
  const requestsOf = async (act: () => Promise<unknown>): Promise<string[]> => {
    const before = desk.world.api.requests.length
    await act()
    return desk.world.api.requests.slice(before).map(({ path }) => path)
  }

  test('is read once: what is over needs no request the second time', async () => {
    const input = { metrics: ['felt_latency', 'success_rate'], after: '2026-10', compare_to: 'previous_period' }
    const first = await analyze(input)
    expect(first.structured.coverage.notes?.join() ?? '').not.toContain('INCOMPLETE')
    expect(await requestsOf(() => analyze(input))).toEqual([])
  })

  test('needs no whole calls for what lists tell', async () => {
    const app = withHttp(desk.world.app, {})
    const client = await connect(app)
    const paths = await requestsOf(() =>
      client.call('analyze_conversations', { group_by: ['agent', 'language'], after: 'last week' }),
    )
    expect(paths.filter(path => /conversations\/conv_/.test(path))).toEqual([])
    await client.close()
    await app.close()
  })

  test('where it is not filled in time, the answer says so first, for either side', async () => {
    const app = withHttp(desk.world.app, { patienceMs: 150, concurrency: 1 })
    const client = await connect(app)
    await readLists(app)
    desk.world.api.faults.always(/conversations\/conv_/, { delayMs: 3_600_000 })
    const input = { metrics: ['felt_latency'], after: 'last week', compare_to: 'previous_period' }
    const { structured, isError } = await client.call('analyze_conversations', input)
    expect(isError).toBe(false)
    const { notes } = structured.coverage
    expect(notes[0]).toMatch(/^INCOMPLETE: /)
    expect(notes[2]).toMatch(/^Baseline: INCOMPLETE: /)
    const [latency] = structured.definitions
    expect(latency.left_out).toContainEqual({ count: expect.any(Number), of: 'calls', reason: 'not synced yet' })
    await client.close()
    await app.close()
  })

  test('how far it is only grows, over both sides of a comparison', MORE, async () => {
    const app = withHttp(desk.world.app, { concurrency: 8 })
    const client = await connect(app)
    desk.world.api.faults.always(/conversations\/conv_/, { delayMs: 5 })
    const told: number[] = []
    const input = { metrics: ['felt_latency'], after: '2d', compare_to: ['previous_period'] }
    const onprogress = ({ progress }: Json) => told.push(progress)
    await client.client.callTool({ name: 'analyze_conversations', arguments: input }, { onprogress })
    expect(told.length).toBeGreaterThan(1)
    expect(told).toEqual([...told].sort((a, b) => a - b))
    await client.close()
    await app.close()
  })
})
