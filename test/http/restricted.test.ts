import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Guest } from '../../src/app.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { VIEWS } from '../../src/query/views/views.ts'
import { conversationUri } from '../../src/resources/uri.ts'
import { TOOLS } from '../../src/tools/index.ts'
import { connect, type TestClient } from '../support/client.ts'
import { PLACED, PLACES, RAW, READS, rowsOfViews, WAVES, worldWith } from '../support/places.ts'
import { ALL_RUNS, firstOf, MORE, some } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/* Somebody who may see some agents is told just what a workspace with these agents alone would tell. */

const guest = (agents: readonly string[] | null): Guest => ({
  agents,
  listens: true,
  touched: { calls: 0, agents: new Set() },
  answered: () => {},
})

const agentsOf = (world: World): string[] => [...new Set(world.conversations.map(call => call.agent_id as string))]

/** The workspace that has nothing but these agents and their calls. */
const only = (world: World, agents: readonly string[]): World => ({
  ...world,
  conversations: world.conversations.filter(call => agents.includes(call.agent_id)),
  agents: world.agents.filter(agent => agents.includes(agent.agent_id)),
})

/** What does not depend on who else is there: cursors, marks, ids of requests, ports. */
const comparable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner) => (key === 'next_cursor' || key === 'next' ? '' : inner))
      .replace(/said-[0-9a-f]{12}/g, 'MARK')
      .replace(/127\.0\.0\.1:\d+|req_demo_\w+/g, 'X')
      .replace(/next_cursor: [^\s"]+/g, ''),
  )

const open: (() => Promise<void>)[] = []
beforeAll(() => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
})
afterAll(async () => {
  for (const close of open) await close()
  vi.restoreAllMocks()
})

async function desk(
  world: World,
  agents: readonly string[] | null,
  redact = false,
): Promise<TestClient & { world: TestWorld }> {
  const server = await startWorld(world, { redact }, {}, 1)
  const client = await connect(server.app.asSeenBy(guest(agents)))
  open.push(client.close, server.close)
  return { ...client, world: server }
}

async function readAll(client: TestClient, asked: readonly [string, Json][]): Promise<[string, unknown][]> {
  const answers: [string, unknown][] = []
  for (const [tool, input] of asked) {
    const { text, structured, isError } = await client.call(tool, input)
    expect(text).not.toContain('Internal error')
    answers.push([`${tool} ${JSON.stringify(input)}`, comparable({ text, structured, isError })])
  }
  const { contents } = await client.client.readResource({ uri: 'conversations://recent' })
  const { resources } = await client.client.listResources()
  const complete = async (ref: Json, name: string) =>
    (await client.client.complete({ ref, argument: { name, value: '' } })).completion.values
  return [
    ...answers,
    ['recent', comparable(contents[0].text)],
    ['resources', comparable(resources)],
    ['ids', await complete({ type: 'ref/resource', uri: 'conversation://{conversation_id}' }, 'conversation_id')],
    ['agents', await complete({ type: 'ref/prompt', name: 'weekly_report' }, 'agent')],
  ]
}

const calls: World = { ...sample, conversations: everyNth(40) }
const [one, two] = agentsOf(calls) as [string, string]
const LATE = { after: '2026-10-01' }
/** Each starts a thread, and turns fill an answer. */
const STATEMENTS = ALL_RUNS
  ? VIEWS.map(view => [view])
  : [VIEWS.filter(({ name }) => name === 'turns'), VIEWS.filter(({ name }) => name !== 'turns')]
const ASKED: [string, Json][] = [
  ['list_conversations', { ...LATE, page_size: 100, max_tokens: 20_000 }],
  ['search_conversations', { ...LATE, query: 'order', max_tokens: 20_000 }],
  ['search_conversations', { ...LATE, query: 'appointment' }],
  ['search_conversations', { query: 'nobodysaysthis' }],
  [
    'analyze_conversations',
    { ...LATE, metrics: ['count', 'success_rate', 'duration', 'tool_error_rate'], group_by: ['agent', 'week'] },
  ],
  ['analyze_conversations', { group_by: ['tool', 'tool_error'], compare_to: 'previous_period', after: '30d' }],
  ['analyze_conversations', { group_by: ['criterion', 'tag'], histogram: true }],
  ['explain_conversations', LATE],
  ['describe_agent', { agent_id: one, include: 'prompt' }],
  ['describe_agent', { agent_id: two, compare_to: 'previous_version' }],
  ['triage_conversations', LATE],
  ['triage_conversations', { ...LATE, sample: 10, seed: 'x' }],
  ...STATEMENTS.map((views): [string, Json] => [
    'query_conversations',
    { ...LATE, sql: `${rowsOfViews(views, () => true)} ORDER BY 1, 2, 3, 4`, max_tokens: 20_000 },
  ]),
  [
    'query_conversations',
    {
      sql: 'SELECT agent, count(*), sum(length(text)) FROM turns NATURAL JOIN (SELECT conversation_id, agent FROM conversations) GROUP BY agent ORDER BY agent',
    },
  ],
  ...['agents', 'tools', 'endings', 'languages', 'sources', 'statuses', 'versions', 'branches', 'outcomes'].map(
    (kind): [string, Json] => ['list_filter_values', { kind }],
  ),
]

for (const [who, agents, asking, when] of [
  ['one agent', [one], ASKED, {}],
  ['two agents', [one, two], some(ASKED, 4), MORE],
] as const)
  describe(`somebody who may see ${who}`, when, () => {
    test('is told what a workspace of these alone tells, by every tool, resource and completion', async () => {
      const asked = ASKED.map(([tool]) => tool)
      const reading = TOOLS.filter(({ effect }) => effect === 'read').map(({ name }) => name)
      expect(reading.filter(name => !asked.includes(name))).toEqual(['get_conversation'])
      const [restricted, alone] = [await desk(calls, agents), await desk(only(calls, agents), null)]
      const [told, expected] = [await readAll(restricted, asking), await readAll(alone, asking)]
      for (const [at, [from, answer]] of told.entries()) expect([from, answer]).toEqual([from, expected[at]![1]])
    })
  })

const SIZED = WAVES.map(wave => [wave.length, wave] as const)

describe('calls of other agents', () => {
  for (const [when, waves] of firstOf(SIZED))
    test.each(waves)('show by no tool and no resource, in %i places', when, async (_, wave) => {
      const label = (place: string): string => `place${Object.keys(PLACES).indexOf(place)}z`
      // What owners wrote is of agents that they may see, and of the workspace.
      const own = wave.filter(place => PLACES[place]!.by !== 'owner')
      const world = worldWith(Object.fromEntries(own.map(place => [place, label(place)])))
      const placed = world.conversations.find(call => call.conversation_id === PLACED)!
      const others = agentsOf(world).filter(id => id !== placed.agent_id)
      // Whoever may see all has filled the archive with all.
      const all = await desk(world, null)
      await all.call('triage_conversations', {})
      const restricted = await connect(all.world.app.asSeenBy(guest(others)))
      for (const [tool, input] of [...READS, RAW]) {
        const answer = await restricted.call(tool, input)
        expect([tool, input, JSON.stringify(answer).match(/place\d+z/g)]).toEqual([tool, input, null])
      }
      for (const uri of [conversationUri(PLACED), `${conversationUri(PLACED)}/turns/0-3`]) {
        await expect(restricted.client.readResource({ uri })).rejects.toThrow(/cannot be found/)
      }
      await restricted.close()
    })

  test('are not found by id, with the same words as one that does not exist', async () => {
    const client = await desk(calls, [one])
    const foreign = calls.conversations.find(call => call.agent_id === two)!.conversation_id
    const [known, unknown] = [
      await client.call('get_conversation', { conversation_id: foreign }),
      await client.call('get_conversation', { conversation_id: 'conv_nobody' }),
    ]
    expect(known.isError).toBe(true)
    expect(known.text.replace(foreign, 'ID')).toBe(unknown.text.replace('conv_nobody', 'ID'))
  })

  test('cannot be asked for by agent, by any tool', async () => {
    const client = await desk(calls, [one])
    for (const { name } of TOOLS.filter(tool => tool.effect === 'read')) {
      for (const input of [{ agent_id: two }, { where: [`visited_agent_ids=${two}`] }]) {
        const { text } = await client.call(name, { query: 'order', kind: 'criteria', ...input })
        expect([name, text.includes(two) && !/no agent|unknown|not found|cannot/i.test(text)]).toEqual([name, false])
      }
    }
  })

  test('stay unseen with masking, too', MORE, async () => {
    const client = await desk(calls, [one], true)
    const { structured } = await client.call('analyze_conversations', { metrics: ['count'], group_by: ['agent'] })
    expect(structured.rows).toHaveLength(1)
  })
})
