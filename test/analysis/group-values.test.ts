import { describe, expect, test } from 'vitest'
import type { GroupName } from '../../src/analysis/index.ts'
import { isSomebody } from '../../src/domain/somebody.ts'
import { body, by } from './grouped.ts'
import { HOSTILE } from './random-calls.ts'
import { archiveOf, ask, listed, listOf, rowOf, rowsOf } from './world.ts'

describe('values', () => {
  test('of callers and owners are values, whatever they say', async () => {
    const archive = await archiveOf(
      HOSTILE.map((text, number) =>
        body(number, {
          ...{ tools: [[text, text]], criteria: { [text]: 'success' }, data: { [text]: text }, tag_ids: [text] },
          ...{ user_id: text, version_id: text, agent_id: `agent ${text}`, agent_name: text },
        }),
      ),
    )
    const texts = [...HOSTILE].sort()
    // A blank names nothing; as the key of a value it is still one.
    const named = (blank: string | null) => new Set(texts.map(text => (text.trim() === '' ? blank : text)))
    const labels = async (group: GroupName) => (await by(archive, group)).map(([label]) => label).sort()
    for (const group of ['tag', 'version'] as const)
      expect({ group, labels: new Set(await labels(group)) }).toEqual({ group, labels: named(null) })
    // A tool that ran is one, whatever it is called.
    for (const group of ['tool', 'criterion', 'data_field'] as const)
      expect({ group, labels: new Set(await labels(group)) }).toEqual({ group, labels: named('(unnamed)') })
    // Ids that are none are nobody's.
    expect(await labels('user')).toEqual([...texts.filter(isSomebody), null].sort())
    const errorOf = (text: string) => (text === 'null' ? 'null: unknown' : `${text}: ${text}`)
    const errors = texts.map(text => (text.trim() === '' ? '(unnamed): unknown' : errorOf(text)))
    expect(new Set(await labels('tool_error'))).toEqual(new Set(errors))
    for (const text of HOSTILE) {
      // A blank was not collected.
      expect(await by(archive, `data:${text}`)).toContainEqual([
        text.trim() === '' ? null : text,
        text.trim() === '' ? HOSTILE.length : 1,
      ])
      expect((await ask(archive, { metrics: [`data:${text}`] })).table.rows[0]![0]).toBe(0)
    }
    expect(await archive.integrity()).toEqual([])
    await archive.close()
  })

  test('of data fields are texts, numbers, truth values, other JSON; one row for what the filter takes for the same', async () => {
    const values = ['3', 3, 3.5, true, 'true', '03', '3.0', 'null', '1e400', { a: [1] }, '{"a":[1]}', [], null, '']
    const archive = await archiveOf(values.map((value, number) => body(number, { data: { field: value } })))
    const rows = await by(archive, 'data:field')
    expect(new Map(rows as [unknown, number][])).toEqual(
      new Map<unknown, number>([
        ...[3, true, '{"a":[1]}', null].map((label): [unknown, number] => [label, 2]),
        ...[3.5, '03', '3.0', 'null', '1e400', '[]'].map((label): [unknown, number] => [label, 1]),
      ]),
    )
    expect(new Set(rows.map(([label]) => String(label))).size).toBe(rows.length - 1)
    for (const label of ['3', '3.5', 'true', 'null', '1e400']) {
      const filter = { data_collection_params: [`field:eq:${label}`] }
      const row = rows.find(([shown]) => shown !== null && String(shown) === label)
      expect([label, rowOf(await ask(archive, { filter })).count]).toEqual([label, row![1]])
    }
    const [row] = rowsOf(await ask(archive, { metrics: ['data:field'] }))
    expect(row).toMatchObject({ 'data:field_n': 2, 'data:field_sum': 6.5, 'data:field_max': 3.5 })
    const { leftOut } = (await ask(archive, { metrics: ['data:field'] })).metrics[0]!
    expect(leftOut).toEqual([
      { reason: 'not a number, or beyond ±2^53', count: 10, of: 'calls' },
      { reason: 'no value', count: 2, of: 'calls' },
    ])
    expect(await by(archive, 'data:no such field')).toEqual([[null, values.length]])
    await archive.close()
  })

  test('that are agents are called by their newest name, and by their ids where that is not enough', async () => {
    const archive = await listOf([
      listed({ id: 'c1', agentId: 'agent_1', agentName: 'Old name', startedAt: 1000 }),
      listed({ id: 'c2', agentId: 'agent_1', agentName: 'Billing', startedAt: 2000 }),
      listed({ id: 'c3', agentId: 'agent_1', agentName: null, startedAt: 3000 }),
      listed({ id: 'c4', agentId: 'agent_2', agentName: 'Twin' }),
      listed({ id: 'c5', agentId: 'agent_3', agentName: 'Twin' }),
      listed({ id: 'c6', agentId: 'agent_4', agentName: null }),
      listed({ id: 'c7', agentId: '', agentName: null }),
    ])
    expect(await by(archive, 'agent')).toEqual([
      ...[
        ['Billing', 3],
        ['Twin (agent_2)', 1],
        ['Twin (agent_3)', 1],
        ['agent_4', 1],
        [null, 1],
      ],
    ])
    await archive.close()
  })
})

describe('rows', async () => {
  const durations = [10, 20, 20, 30, 30, 30]
  const archive = await listOf(
    durations.map((durationSecs, number) =>
      listed({
        id: `c${number}`,
        durationSecs,
        language: `l${durationSecs}`,
        startedAt: 1_790_856_000 + number * 86_400,
      }),
    ),
  )
  const languages = async (question: object) =>
    (await ask(archive, { groupBy: ['language'], ...question })).table.rows.map(([first]) => first)

  test('stand by their calls, or as they are told', async () => {
    expect(await languages({})).toEqual(['l30', 'l20', 'l10'])
    expect(await languages({ sort: { by: 'count', order: 'asc' } })).toEqual(['l10', 'l20', 'l30'])
    expect(await languages({ sort: { by: 'language' } })).toEqual(['l10', 'l20', 'l30'])
    expect(await languages({ sort: { by: 'language', order: 'desc' } })).toEqual(['l30', 'l20', 'l10'])
    const metrics = ['duration', 'rating']
    expect(await languages({ metrics, sort: { by: 'duration' } })).toEqual(['l30', 'l20', 'l10'])
    expect(await languages({ metrics, sort: { by: 'duration', stat: 'sum', order: 'asc' } })).toEqual([
      'l10',
      'l20',
      'l30',
    ])
    expect(await languages({ metrics, sort: { by: 'rating' } })).toEqual(['l30', 'l20', 'l10'])
  })

  test('of moments stand newest first, unless told otherwise', async () => {
    const days = async (question: object) =>
      (await ask(archive, { groupBy: ['day'], ...question })).table.rows.map(([day]) => String(day).slice(5))
    expect(await days({})).toEqual(['10-06', '10-05', '10-04', '10-03', '10-02', '10-01'])
    expect(await days({ sort: { by: 'day', order: 'asc' }, limit: 2 })).toEqual(['10-01', '10-02'])
  })

  test('that are excluded are counted', async () => {
    const answer = await ask(archive, { groupBy: ['language'], minCount: 2, limit: 1 })
    expect(answer.table.rows).toEqual([['l30', 3]])
    expect(answer.rowsLeftOut).toEqual({ belowMinCount: 1, beyondLimit: 1, hasNone: false })
    expect(answer.total).toEqual([[null, 6]])
    const users = await archiveOf(
      Array.from({ length: 60 }, (_, number) => body(number, { user_id: `user_${number}` })),
    )
    expect((await ask(users, { groupBy: ['user'] })).rowsLeftOut.beyondLimit).toBe(10)
    expect((await ask(users, { groupBy: ['user'], limit: 60 })).rowsLeftOut.beyondLimit).toBe(0)
    await users.close()
  })

  test('add up to the portions', async () => {
    const portions = rowsOf(await ask(archive, { groupBy: ['language'], metrics: ['portion'] })).map(row => [
      row.portion_k,
      row.portion_n,
    ])
    expect(portions).toEqual([
      [3, 6],
      [2, 6],
      [1, 6],
    ])
  })

  test('come with how often which numbers are', async () => {
    const { histograms } = await ask(archive, { metrics: ['duration', 'success_rate'], histogram: true })
    expect(histograms).toHaveLength(1)
    expect(histograms[0]).toMatchObject({ metric: 'duration', key: [] })
    expect(histograms[0]!.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(6)
    const byLanguage = (await ask(archive, { metrics: ['duration'], groupBy: ['language'], histogram: true }))
      .histograms
    expect(byLanguage.map(({ key, bins }) => [key[0], bins.map(bin => bin.count)])).toEqual([
      ['l30', [3]],
      ['l20', [2]],
      ['l10', [1]],
    ])
    expect((await ask(archive, { metrics: ['duration'] })).histograms).toEqual([])
  })
})
