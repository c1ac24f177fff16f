import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect, fenced, type TestClient } from '../support/client.ts'
import { versionWorld } from '../support/versions.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/* Versions and branches bear names, numbers and dates, and are found by them. */

let server: TestWorld
let c: TestClient
beforeAll(async () => {
  server = await startWorld(versionWorld())
  c = await connect(server.app)
})
afterAll(async () => {
  await c.close()
  await server.close()
})

const ask = async (tool: string, input: Json): Promise<Json> => {
  const { structured, text, isError } = await c.call(tool, input)
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
    const { text } = await c.call('get_conversation', { conversation_id: 'conv_main_1_0' })
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
    const { text } = await c.call('analyze_conversations', { ...desk, group_by: 'version' })
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
    const { text, isError } = await c.call('analyze_conversations', input)
    expect(isError).toBe(true)
    expect(text).toMatch(words)
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
