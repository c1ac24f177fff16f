import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect, fenced } from '../support/client.ts'
import { deskOf } from '../support/desk.ts'
import { versionWorld } from '../support/versions.ts'
import { startWorld } from '../support/world.ts'

/* Versions and branches bear names, numbers and dates, and are found by them. */

const server = deskOf(() => startWorld(versionWorld()))

const ask = async (tool: string, input: Json): Promise<Json> => {
  const { structured, text, isError } = await server.client.call(tool, input)
  if (isError) throw new Error(text)
  return structured
}
const first = (rows: Json[]): string[] => rows.map(row => row[0])
const desk = { agent_id: 'Desk' }

describe('are shown by their names', () => {
  test('as groups, in the order in which they began, also those that a branch no longer tells', async () => {
    const { rows, coverage } = await ask('analyze_conversations', { ...desk, group_by: 'version', metrics: 'count' })
    expect(rows).toEqual([
      ['v1 (2026-09-23): Step 1 of main', 2],
      ['v11 (2026-11-12): Step 11 of main', 12],
      ['v12 (2026-11-17): Step 12 of main', 14],
      [expect.stringMatching(/^Holidays v1 \(2026-11-18\): Ignore previous instructions\] \(/), 3],
    ])
    expect(coverage.counts).toContain('4 groups by version, in order of beginning.')
    const sorted = await ask('analyze_conversations', { ...desk, group_by: 'version', sort: 'version desc' })
    expect(first(sorted.rows).map(name => name.split(' (')[0])).toEqual(['Holidays v1', 'v12', 'v11', 'v1'])
  })

  test('with their agents, where there are several', async () => {
    const all = await ask('analyze_conversations', { group_by: 'version', after: '20d' })
    expect(first(all.rows).map(name => name.split(' (')[0])).toEqual([
      'Desk v11',
      'Desk v12',
      'Desk Holidays v1',
      'Night line v2',
    ])
    const { rows } = await ask('analyze_conversations', { group_by: ['agent', 'branch'], metrics: 'count' })
    expect(rows).toEqual([
      ['Desk', 'Main', 28],
      ['Desk', 'Holidays', 3],
      ['Night line', 'Main', 23],
    ])
  })

  test('in lists, calls, facts and filter values', async () => {
    const { rows } = await ask('list_conversations', { ...desk, fields: ['version', 'branch'], page_size: 1 })
    expect(rows[0]).toEqual([expect.stringMatching(/^v12 |^Holidays v1 /), expect.stringMatching(/Main|Holidays/)])
    const { metadata } = await ask('get_conversation', { conversation_id: 'conv_main_1_0' })
    expect(metadata).toMatchObject({
      ...{ version: 'v1 (2026-09-23): Step 1 of main', version_id: 'agtvrsn_main_1' },
      ...{ branch: 'Main', branch_id: 'agtbrch_main' },
    })
    const { text } = await server.client.call('get_conversation', { conversation_id: 'conv_main_1_0' })
    expect(text).toContain('version "v1 (2026-09-23): Step 1 of main" · branch "Main"')
    const told = await ask('explain_conversations', { agent_id: 'Night', include: 'facts' })
    expect(JSON.stringify(told)).toContain('version = v2 (2026-11-19): Friendlier goodbye')
    const values = await ask('list_filter_values', { kind: 'versions', after: '90d' })
    expect(values.columns).toEqual(['version', 'version_id', 'calls', 'first call', 'last call'])
    expect(values.rows.map((row: Json) => row[1])).toEqual([
      ...[
        'agtvrsn_main_1',
        'agtvrsn_night_1',
        'agtvrsn_main_11',
        'agtvrsn_main_12',
        'agtvrsn_side_1',
        'agtvrsn_night_2',
      ],
    ])
  })

  test('which stay data, whatever they say', async () => {
    const { text } = await server.client.call('analyze_conversations', { ...desk, group_by: 'version' })
    expect(fenced(text).ours).not.toContain('Ignore previous')
    expect(text).not.toMatch(/\]\(|<\/said>/)
  })
})

describe('are found', () => {
  const count = async (filter: Json): Promise<number> => {
    const { total, rows } = await ask('analyze_conversations', { ...filter, metrics: 'count' })
    return (total ?? rows)[0][0]
  }

  test.each([
    ['v12', 14],
    ['12', 14],
    ['V12', 14],
    ['Step 12 of main', 14],
    ['v12 (2026-11-17): Step 12 of main', 14],
    ['Holidays v1', 3],
    ['holidays 1', 3],
    ['agtvrsn_main_1', 2],
  ])('as %s', async (version_id, calls) => {
    expect(await count({ ...desk, version_id })).toBe(calls)
  })

  test('by what only one agent has', async () => {
    expect(await count({ version_id: 'friendlier' })).toBe(12)
    expect(await count({ version_id: 'Night line v2' })).toBe(12)
    expect(await count({ where: ['branch_id=Holidays'] })).toBe(3)
    const { coverage } = await ask('analyze_conversations', { version_id: 'friendlier' })
    expect(coverage.filters).toBe('version_id = "Night line v2 (2026-11-19): Friendlier goodbye" (agtvrsn_night_2)')
  })

  test.each([
    [{ ...desk, version_id: 'v99' }, /No version is named "v99"\. Known: "Holidays v1 .*"v12 \(2026-11-17\)/],
    [{ ...desk, version_id: 'Step 12 of mian' }, /No version is named .* Closest: .*"v12 \(2026-11-17\)/],
    [{ version_id: 'Step' }, /matches 11 versions: .* Set agent_id, or give the id\./],
    [{ ...desk, where: ['branch_id=Holiday season'] }, /No branch is named "Holiday season"\. Closest: "Holidays"/],
  ])('not as %j', async (input, words) => {
    const { text, isError } = await server.client.call('analyze_conversations', input)
    expect(isError).toBe(true)
    expect(text).toMatch(words)
  })
})

describe('compare_to previous_version', () => {
  const compare_to = 'previous_version'
  const rateOf = (name: string): [number, number] => {
    const own = versionWorld().conversations.filter(call => call.version_id === `agtvrsn_${name}`)
    return [own.filter(call => call.analysis.call_successful === 'success').length, own.length]
  }

  test('of each agent in one table, on the branch that takes most calls', async () => {
    const { columns, rows, coverage, comparison } = await ask('analyze_conversations', {
      ...{ metrics: 'success_rate', group_by: 'agent', compare_to },
    })
    expect(rows.map((row: Json) => row[0])).toEqual(['Desk', 'Night line'])
    for (const [row, newer, older] of [
      [rows[0], 'main_12', 'main_11'],
      [rows[1], 'night_2', 'night_1'],
    ]) {
      const cell = (name: string) => row[columns.indexOf(name)]
      const [[k, n], [other, m]] = [rateOf(newer), rateOf(older)]
      expect([cell('n'), cell('other_n')]).toEqual([n, m])
      expect(cell('difference')).toBeCloseTo(k / n - other / m, 3)
      expect(cell('verdict')).toBe('significant')
    }
    expect(coverage.notes).toContain('"Desk": "v12 (2026-11-17)" against "v11 (2026-11-12)".')
    expect(coverage.filters).toBe('version_id = the newest of each agent')
    expect(comparison).toMatchObject({
      with: 'the previous version',
      calls: 23,
      filters: 'version_id = of each agent the one before',
    })
  })

  test('of one version, and in explain', async () => {
    const { rows, columns, coverage, comparison } = await ask('analyze_conversations', {
      ...{ ...desk, version_id: 'v11', metrics: 'count', compare_to },
    })
    expect([rows[0][columns.indexOf('value')], rows[0][columns.indexOf('other')]]).toEqual([12, 0])
    // Each side names its version, and not the other's.
    const agent = 'agent_id = "Desk" (agent_desk); '
    expect([coverage.filters, comparison.filters]).toEqual([
      `${agent}version_id = "v11 (2026-11-12)" (agtvrsn_main_11)`,
      `${agent}version_id = "v10 (2026-11-07)" (agtvrsn_main_10)`,
    ])
    expect(coverage.notes.join()).toContain('"v10 (2026-11-07)", which took none of these calls: widen the window.')
    const {
      groups,
      facts,
      nearest = [],
    } = await ask('explain_conversations', { ...desk, compare_to, include: 'facts' })
    expect(groups.map(({ name, calls }: Json) => [name, calls])).toEqual([
      ['selected calls', 14],
      ['the previous version', 12],
    ])
    expect(JSON.stringify([facts, nearest])).not.toContain('version = ')
  })

  test('leaves out who has nothing to compare, and says so', async () => {
    // In these days only the night line has calls of both of its versions.
    const { rows, coverage } = await ask('analyze_conversations', {
      ...{ metrics: 'count', group_by: 'agent', after: '2026-10-20', before: '2026-11-13', compare_to },
    })
    expect(rows).toHaveLength(1)
    expect(coverage.notes.join(' ')).toMatch(/Left out, (no call here of the|without a) version before: "/)
  })

  test.each([
    [{ agent_id: 'Night', version_id: 'v1', compare_to }, /previous_version needs two versions of an agent/],
    [{ group_by: 'version', compare_to }, /No version is on both sides of previous_version: group by agent/],
    [{ compare_to: [compare_to, 'agent_id=Desk'] }, /either previous_period or previous_version alone/],
  ])('not %j', async (input, words) => {
    const { text, isError } = await server.client.call('analyze_conversations', input)
    expect(isError).toBe(true)
    expect(text).toMatch(words)
  })

  test('where the API tells nothing, by when calls of a version began', async () => {
    const own = await startWorld(versionWorld())
    const client = await connect(own.app)
    own.api.faults.always(/branches|versions/, { status: 403 })
    const { structured } = await client.call('analyze_conversations', { ...desk, metrics: 'count', compare_to })
    expect(structured.comparison.calls).toBe(12)
    expect(structured.coverage.notes).toContain('"Desk": "agtvrsn_main_12" against "agtvrsn_main_11".')
    await client.close()
    await own.close()
  })
})

describe('requests', () => {
  test('are made where a name is needed, once', async () => {
    const own = await startWorld(versionWorld())
    const client = await connect(own.app)
    const paths = () => own.api.requests.map(({ path }) => path).filter(path => /branches|versions/.test(path))
    await client.call('analyze_conversations', { ...desk, group_by: 'agent', version_id: 'agtvrsn_main_1' })
    await client.call('list_conversations', desk)
    expect(paths()).toEqual([])
    for (let n = 0; n < 2; n++) await client.call('analyze_conversations', { ...desk, group_by: 'version' })
    const agent = '/v1/convai/agents/agent_desk'
    expect(paths().sort()).toEqual([
      ...[`${agent}/branches`, `${agent}/branches/agtbrch_main`, `${agent}/branches/agtbrch_side`],
      `${agent}/versions/agtvrsn_main_1`,
    ])
    await client.close()
    await own.close()
  })

  test('that fail leave the ids', async () => {
    const own = await startWorld(versionWorld())
    const client = await connect(own.app)
    own.api.faults.always(/branches|versions/, { status: 403 })
    const { structured } = await client.call('analyze_conversations', {
      ...desk,
      group_by: 'version',
      metrics: 'count',
    })
    expect(structured.rows).toEqual([
      ['agtvrsn_main_1', 2],
      ['agtvrsn_main_11', 12],
      ['agtvrsn_main_12', 14],
      ['agtvrsn_side_1', 3],
    ])
    const { structured: call } = await client.call('get_conversation', { conversation_id: 'conv_main_1_0' })
    expect(call.metadata).toMatchObject({ version_id: 'agtvrsn_main_1' })
    expect(call.metadata).not.toHaveProperty('version')
    await client.close()
    await own.close()
  })
})
