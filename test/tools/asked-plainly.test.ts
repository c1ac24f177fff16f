import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect } from '../support/client.ts'
import { deskOf } from '../support/desk.ts'
import { startWorld } from '../support/world.ts'

/* Questions as people and models put them: other names of filters, both tags, today beside yesterday, the night in which clocks are set back. */

/** 24 October 2026, 23:04 UTC: 01:04 in Berlin, where clocks go back from 03:00 to 02:00 two hours later. */
const NIGHT = Date.UTC(2026, 9, 24, 23, 4) / 1000
const HOUR = 3600

interface Given {
  at: number
  agent?: string
  language?: string
  tags?: string[]
  outcome?: string
  environment?: string
}

const call = ({ at, agent = 'one', language = 'en', tags = [], outcome, environment }: Given, index: number): Json => ({
  conversation_id: `conv_${index}`,
  ...{ agent_id: `agent_${agent}`, agent_name: 'Billing', status: 'done', tag_ids: tags, environment },
  metadata: {
    ...{ start_time_unix_secs: at, call_duration_secs: 30, main_language: language },
    phone_call: { type: 'twilio', direction: 'inbound', external_number: agent === 'two' ? '+41791234567' : '' },
  },
  transcript: [{ role: 'user', message: 'I want my money back.', time_in_call_secs: 1 }],
  analysis: { call_successful: outcome ?? (index % 2 === 0 ? 'success' : 'failure') },
})

const GIVEN: Given[] = [
  ...[0, 1, 2, 3].map(hours => ({ at: NIGHT + hours * HOUR })),
  { at: NIGHT + 48 * HOUR, agent: 'two', language: 'de', tags: ['tag_vip', 'tag_angry'] },
  { at: NIGHT + 49 * HOUR, agent: 'two', language: 'fr', tags: ['tag_vip'], environment: 'staging' },
  { at: NIGHT + 50 * HOUR, agent: 'two', language: 'tr', tags: ['tag_angry'] },
]
const agents = ['one', 'two'].map(id => ({ agent_id: `agent_${id}`, name: 'Billing' }))
const tags = ['vip', 'angry'].map(title => ({ tag_id: `tag_${title}`, title }))

const desk = deskOf(() =>
  startWorld({ conversations: GIVEN.map(call), agents, tags, extras: {} }, { timezone: 'Europe/Berlin' }),
)
const ask = (tool: string, input: Json) => desk.client.call(tool, input)
const analyze = (input: Json) => ask('analyze_conversations', { metrics: ['count'], ...input })

describe('filters', () => {
  test.each<[string, Json, number]>([
    ['a filter in where that has an argument of its own', { where: ['tag_ids=vip'] }, 2],
    ['values in one text, in where', { where: ['main_languages=de, fr'] }, 2],
    ['the same twice', { where: ['main_languages=de,fr', 'main_languages=tr'] }, 3],
    ['times', { where: ['after=2026-10-26'] }, 3],
  ])('%s', async (_, input, calls) => {
    expect((await analyze(input)).structured.rows).toEqual([[calls]])
  })

  test('values in one text, of the other side', async () => {
    const { structured } = await analyze({ main_languages: ['en'], compare_to: ['main_languages=de,fr,tr'] })
    expect(structured.comparison.calls).toBe(3)
    expect(structured.comparison.filters).toBe('main_languages = any of "de", "fr", "tr"')
  })

  test('of several tags it says that any is enough', async () => {
    const { structured } = await analyze({ tag_ids: ['vip', 'angry'] })
    expect(structured.rows).toEqual([[3]])
    expect(structured.coverage.filters).toBe('tag_ids = any of "vip", "angry"')
    expect((await ask('list_conversations', { tag_ids: ['vip'] })).structured.coverage.filters).toBe('tag_ids = "vip"')
  })

  test.each([
    [{ where: ['tag_ids=vip'], tag_ids: ['angry'] }, 'tag_ids is given twice: as an argument, and in where.'],
    [{ where: ['channel=widget'] }, 'Unknown filter in where "channel". Use "conversation_initiation_source" instead.'],
    [
      { where: ['weekday=Monday'] },
      'Unknown filter in where "weekday". No filter: use group_by weekday in analyze_conversations, or query_conversations.',
    ],
    [
      { where: ['variable:plan=pro'] },
      'Unknown filter in where "variable:plan". Use "dynamic_variable_params=plan:eq:…" instead.',
    ],
    [
      { where: ['environment!=staging'] },
      'Unknown filter in where "environment!". It takes name=value only; group_by name=value in analyze_conversations has the calls with and without it; for other comparisons use query_conversations.',
    ],
    [
      { compare_to: ['last week'] },
      'compare_to has "last week"; it takes previous_period, previous_version or name=value, for example agent_id=Sales or after=2026-09 (all of it).',
    ],
    [
      { agent_id: 'Billing' },
      'agent_id "Billing" matches 2 agents: "Billing" (agent_two), "Billing" (agent_one). Give the id, since names are shared.',
    ],
  ])('%j is refused with what is right', async (input, said) => {
    const { isError, text } = await analyze(input)
    expect(isError).toBe(true)
    expect(text).toBe(said)
  })

  test('a caller without a user id is found by number, as groups and queries name it', async () => {
    const byCaller = await analyze({ group_by: ['caller'] })
    expect(byCaller.structured.rows).toEqual([['+41791234567', 3], [null, 4]]) // biome-ignore format: one line
    const { structured } = await ask('query_conversations', {
      sql: 'SELECT DISTINCT caller FROM conversations ORDER BY 1',
    })
    expect(structured.rows).toEqual([[null], ['+41791234567']])
    const calls = await ask('list_conversations', { caller: '0041 79 123 45 67' })
    expect(calls.structured.rows).toHaveLength(3)
    const none = await ask('list_conversations', { user_id: '+41791234567' })
    expect(none.text).toContain('whoever called without one is found by phone number, with caller.')
  })

  test('of several words that are never said together, each may be asked for', async () => {
    const { text } = await ask('list_conversations', { said: ['user:money', 'user:-back'] })
    expect(text).toContain('All entries of said must hold for a call; ask for each alone to see which does not.')
    expect((await ask('list_conversations', { said: ['user:money'] })).structured.rows).toHaveLength(7)
  })

  test('a name in double quotes is no column, and the query is told so', async () => {
    const { text } = await ask('query_conversations', {
      sql: 'SELECT count(*) FROM conversations WHERE agent = "Big Billing"',
    })
    expect(text).toBe('sql: no column "Big Billing". Text stands in single quotes: \'Big Billing\'.')
  })
})

describe('answers', () => {
  test('times that come twice bear their offset, in lists and in windows', async () => {
    const { structured } = await ask('list_conversations', { after: '2026-10-25', before: '2026-10-25' })
    expect(structured.rows.map((row: string[]) => row[1])).toEqual([
      '2026-10-25 03:04',
      '2026-10-25 02:04 +01:00',
      '2026-10-25 02:04 +02:00',
      '2026-10-25 01:04',
    ])
    const night = await ask('list_conversations', { after: '2026-10-25T02:00', before: '2026-10-25T03:00' })
    expect(night.structured.rows).toHaveLength(2)
    expect(night.structured.coverage.window).toContain('2026-10-25 02:00 +02:00 to 2026-10-25 03:00 (not included)')
  })

  test('windows of unequal length are told, and equal ones are not', async () => {
    const unequal = await analyze({
      after: '2026-10-25',
      before: '2026-10-25',
      compare_to: ['before=2026-10-26', 'after=2026-10-26'],
    })
    expect(unequal.structured.coverage.notes ?? []).toEqual([])
    const { structured } = await analyze({
      ...{ after: '2026-10-25T01:00', before: '2026-10-25T02:00+02:00' },
      compare_to: ['after=2026-10-26', 'before=2026-10-27'],
    })
    expect(structured.coverage.notes).toEqual([
      'Baseline: its window is 2 days long, the first one 60 minutes: compare rates, not counts or sums.',
    ])
  })

  test('what nobody measured has no sum', async () => {
    const { text, structured } = await analyze({ metrics: ['queue_wait'] })
    expect(text).toContain('\nqueue_wait: no values (n 0)\n')
    expect(structured.rows[0].slice(0, 2)).toEqual([0, null])
    expect(structured.rows[0][structured.columns.indexOf('queue_wait.sum')]).toBeNull()
  })

  test('rows of a comparison are sorted by difference, and it is called so', async () => {
    const sides = { after: '2026-10-26', before: '2026-10-28', compare_to: ['after=2026-10-25', 'before=2026-10-25'] }
    const question = { ...sides, group_by: ['agent'], metrics: ['count', 'portion'] }
    for (const sort of ['difference', 'count', 'count.difference']) {
      const { structured } = await analyze({ ...question, sort })
      expect(structured.coverage.counts).toContain('sorted by difference in count, largest first')
      expect(structured.rows.filter(([, metric]: string[]) => metric === 'count').map((row: Json) => row[6])).toEqual([
        3, -4,
      ])
    }
    const { structured } = await analyze({ ...question, metrics: ['portion'], sort: 'count' })
    expect(structured.coverage.counts).toContain('sorted by count, largest first')
    // Of all calls the portion is no news.
    expect(structured.total).toBeUndefined()
    const alone = await analyze({ group_by: ['agent'], metrics: ['count', 'portion'] })
    expect(alone.text).toMatch(/^All groups: count: 7$/m)
    expect((await analyze({ group_by: ['agent'], metrics: ['portion'] })).text).not.toContain('All groups')
  })

  test('how many calls ran elsewhere is a lower bound until all were read', async () => {
    const world = await startWorld({ conversations: GIVEN.map(call), agents, tags, extras: {} })
    const client = await connect(world.app)
    const elsewhere = async (input: Json): Promise<string> => {
      const { coverage } = (await client.call('analyze_conversations', input)).structured
      return /Not production: .*? in/.exec(coverage.read)?.[0] ?? ''
    }
    // Of the second agent all calls are read, then of both.
    expect(await elsewhere({ metrics: ['tool_calls'], agent_id: 'agent_two' })).toBe('Not production: 1 call in')
    expect(await elsewhere({ metrics: ['count'] })).toBe('Not production: at least 1 call in')
    expect(await elsewhere({ metrics: ['tool_calls'] })).toBe('Not production: 1 call in')
    await client.close()
    await world.close()
  })
})
