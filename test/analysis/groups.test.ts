import { beforeAll, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { body, by } from './grouped.ts'
import { archiveOf, ask, listed, listOf, rowsOf } from './world.ts'

describe('groups of which a call has several', () => {
  let archive: Archive
  beforeAll(async () => {
    archive = await archiveOf([
      body(1, {
        tools: [['lookup'], ['lookup', 'timeout'], ['pay']],
        criteria: { solved: 'success', polite: 'failure' },
      }),
      body(2, {
        tools: [
          ['lookup', 'timeout'],
          ['pay', 'auth'],
        ],
        criteria: { solved: 'failure' },
      }),
      body(3, { tools: [['pay']], tag_ids: ['vip', 'angry'] }),
      body(4, { tag_ids: ['vip'] }),
    ])
    return () => archive.close()
  })

  test('have a call in each of its rows, once, and say so', async () => {
    const answer = await ask(archive, { groupBy: ['tool'] })
    expect(answer.table.rows).toEqual([
      ['pay', 3],
      ['lookup', 2],
      [null, 1],
    ])
    expect(answer.groups[0]).toMatchObject({ name: 'tool', overlaps: true })
    expect(answer.total).toEqual([[null, 4]])
    expect((await ask(archive, { groupBy: ['agent'] })).groups[0]).toMatchObject({ overlaps: false })
  })

  test('count only the units that the row is about', async () => {
    const metrics = ['tool_calls', 'tool_error_rate'] as const
    const rows = rowsOf(await ask(archive, { groupBy: ['tool'], metrics }))
    const shown = rows.map(row => [
      row.tool,
      row.tool_calls_n,
      row.tool_calls_sum,
      row.tool_error_rate_k,
      row.tool_error_rate_n,
    ])
    expect(shown).toEqual([
      ['pay', 3, 3, 1, 3],
      ['lookup', 2, 3, 2, 3],
      [null, 1, 0, 0, 0],
    ])
    const [total] = (await ask(archive, { groupBy: ['tool'], metrics: ['tool_calls'] })).total
    expect(total!.slice(1, 6)).toEqual([4, 1.5, 0, 3, 6])
  })

  test('put a call without a value into the row without one, unless it has others', async () => {
    expect(await by(archive, 'tool_error')).toEqual([
      ['lookup: timeout', 2],
      ['pay: auth', 1],
      [null, 2],
    ])
    expect(await by(archive, 'tag')).toEqual([
      ['vip', 2],
      ['angry', 1],
      [null, 2],
    ])
    expect(await by(archive, 'criterion')).toEqual([
      ['solved', 2],
      ['polite', 1],
      [null, 2],
    ])
  })

  test('have the row without a value last, however they are sorted', async () => {
    for (const sort of [
      undefined,
      { by: 'count' },
      { by: 'tool', order: 'desc' },
      { by: 'success_rate', order: 'asc' },
    ] as const) {
      const { table, rowsLeftOut } = await ask(archive, {
        groupBy: ['tool'],
        metrics: ['count', 'success_rate'],
        ...(sort && { sort }),
      })
      expect([table.rows.map(row => row[0]).at(-1), rowsLeftOut.hasNone]).toEqual([null, true])
    }
    expect((await ask(archive, { groupBy: ['agent'] })).rowsLeftOut.hasNone).toBe(false)
  })

  test('are left out by what the sorted metric counts', async () => {
    const by = async (sort: 'count' | 'tool_error_rate') =>
      (
        await ask(archive, {
          groupBy: ['tool'],
          metrics: ['count', 'tool_error_rate'],
          sort: { by: sort },
          minCount: 1,
        })
      ).table.rows.length
    // No tool ran in the calls of the row without one.
    expect([await by('count'), await by('tool_error_rate')]).toEqual([3, 2])
  })

  test('of one kind go together: which tool had which error', async () => {
    expect(await by(archive, 'tool', 'tool_error')).toEqual([
      ['lookup', 'lookup: timeout', 2],
      ['pay', null, 2],
      ['lookup', null, 1],
      ['pay', 'pay: auth', 1],
      [null, null, 1],
    ])
    const rows = rowsOf(await ask(archive, { groupBy: ['criterion_result'], metrics: ['criterion_success'] }))
    expect(rows.map(row => [row.criterion_result, row.criterion_success, row.criterion_success_n])).toEqual([
      ['polite: failure', 0, 1],
      ['solved: failure', 0, 1],
      ['solved: success', 1, 1],
      [null, null, 0],
    ])
  })

  test('of two kinds are every pair of them', async () => {
    expect(await by(archive, 'tool', 'tag')).toEqual([
      ...[
        ['lookup', null, 2],
        ['pay', null, 2],
        ['pay', 'angry', 1],
        ['pay', 'vip', 1],
        [null, 'vip', 1],
      ],
    ])
  })

  test('know topics from what walks have shown', async () => {
    const calls = [1, 2, 3].map(number => listed({ id: `conv_${number}` }))
    const topics = await listOf(calls)
    const show = (value: string, ...numbers: number[]) =>
      topics.upsertSummaries(
        numbers.map(number => calls[number - 1]!),
        1001,
        { filter: 'topic_ids', value },
      )
    await show('billing', 1, 2)
    await show('late parcels', 2)
    await topics.upsertSummaries([calls[2]!], 1001, { filter: 'triggered_procedure_ids', value: 'other' })
    expect(await by(topics, 'topic')).toEqual([
      ['billing', 2],
      ['late parcels', 1],
      [null, 1],
    ])
    await topics.close()
  })
})
