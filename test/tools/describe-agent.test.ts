import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect, type TestClient } from '../support/client.ts'
import { describing, rowsOf, TARNHILL, worldWith } from '../support/described.ts'
import { deskOf } from '../support/desk.ts'
import { withWorld } from '../support/few-and-many.ts'
import { sample, startSample } from '../support/sample.ts'
import { versionWorld } from '../support/versions.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/* How an agent is set up, what changed between two versions, and whether it helped. */

const clinic = { agent_id: TARNHILL.agent_id }
const desk = deskOf(() => startSample())
const ask = describing(desk)

test('an agent: what it is told, may do, and is judged by', async () => {
  const answer = await ask(clinic)
  expect(answer.version).toMatch(/^v2 \(\d{4}-\d\d-\d\d\)$/)
  const settings = Object.fromEntries(rowsOf(answer, 'settings'))
  expect(settings).toMatchObject({
    first_message: TARNHILL.first_message,
    model: 'claude-haiku-4-5',
    voice: TARNHILL.voice_id,
  })
  expect(rowsOf(answer, 'criteria')).toEqual(
    TARNHILL.criteria.map((one: Json) => [one.id, one.name, one.conversation_goal_prompt]),
  )
  expect(rowsOf(answer, 'tools').map(([name]) => name)).toContain('find_slots')
  expect(rowsOf(answer, 'versions').map((row: Json) => row.slice(2, 5))).toEqual(
    TARNHILL.versions.map((one: Json) => ['Ines Farkas', one.description, one.version_id]),
  )
  expect(rowsOf(answer, 'branches')).toEqual([['Main', 100, null, TARNHILL.branch_id]])
  // The prompt is told on request only.
  expect(answer.text).not.toContain('receptionist')
  expect(answer.coverage.counts).toMatch(/Prompt: \d+ characters, shown with include prompt\./)
  const withPrompt = await ask({ ...clinic, include: 'prompt', version_id: 'v1' })
  expect(rowsOf(withPrompt, 'prompt').flat().join('\n')).toBe(
    TARNHILL.versions[0].conversation_config.agent.prompt.prompt,
  )
})

describe('two versions', () => {
  test('what differs, and the numbers of both, as computed from the calls', async () => {
    const answer = await ask({ ...clinic, compare_to: 'previous_version' })
    const [one, other] = TARNHILL.versions.map((each: Json) => each.conversation_config.agent.prompt.prompt.split('\n'))
    const lines = rowsOf(answer, 'lines of conversation_config.agent.prompt.prompt')
    const told = (change: string) => lines.filter(row => row[0] === change).map(row => row[1])
    expect(told('removed')).toEqual(one.filter((line: string) => !other.includes(line)))
    expect(told('added')).toEqual(other.filter((line: string) => !one.includes(line)))
    expect(rowsOf(answer, 'changes')).toEqual([
      ['changed', 'conversation_config.agent.prompt.prompt', '-3 lines', '+2 lines'],
      ['changed', 'conversation_config.agent.prompt.temperature', 0.5, 0.3],
      [
        'changed',
        'conversation_config.agent.prompt.tools[find_slots].description',
        ...['Finds the next free time of a doctor.', 'Finds the two next free times of a doctor.'],
      ],
      ['changed', 'conversation_config.turn.turn_timeout', 10, 8],
      ['changed', 'conversation_config.turn.turn_eagerness', 'normal', 'eager'],
    ])
    // Since 30 days before the newer one began.
    const since = TARNHILL.versions[1].live_from_unix_secs - 30 * 86_400
    const [newer, older] = [1, 0].map(at =>
      sample.conversations.filter(
        call => call.version_id === TARNHILL.versions[at].version_id && call.metadata.start_time_unix_secs >= since,
      ),
    ) as [Json[], Json[]]
    expect(answer.numbers.calls).toEqual([newer.length, older.length])
    const rate = (calls: Json[]): number => {
      const judged = calls.map(call => call.analysis?.call_successful).filter(word => /success|failure/.test(word))
      return judged.filter(word => word === 'success').length / judged.length
    }
    const { columns, rows } = answer.numbers
    const success = rows.find((row: Json) => row[0] === 'success_rate')
    const cell = (name: string) => success[columns.indexOf(name)]
    expect(cell('value')).toBeCloseTo(rate(newer), 3)
    expect(cell('other')).toBeCloseTo(rate(older), 3)
    expect(cell('verdict')).toBe('significant')
    expect(rows.map((row: Json) => row[0])).toEqual([
      ...['count', 'success_rate', 'containment_rate', 'duration.avg', 'felt_latency.p50', 'felt_latency.p95'],
      ...['tool_error_rate', 'cost.avg'],
    ])
  })

  test('what came and went is named', async () => {
    const parcels = sample.agents.find(agent => agent.name.includes('Parcel Tracking'))!
    const answer = await ask({ agent_id: parcels.agent_id, compare_to: 'v3' })
    expect(rowsOf(answer, 'changes')).toContainEqual([
      ...['added', 'conversation_config.agent.prompt.tools[open_shop_map]', null],
      'Opens the map in the app of the caller.',
    ])
    const back = await ask({ agent_id: parcels.agent_id, version_id: '3', compare_to: 'v4' })
    expect(rowsOf(back, 'changes')).toContainEqual([
      ...['removed', 'conversation_config.agent.prompt.tools[open_shop_map]'],
      ...['Opens the map in the app of the caller.', null],
    ])
  })

  test.each([undefined, 'v1'])('what version %s names as next is answered', async version_id => {
    const { next } = await ask({ ...clinic, version_id })
    const [, tool, input] = /^(\w+) (.+)$/.exec(next[0])!
    expect(tool).toBe('describe_agent')
    expect((await ask(JSON.parse(input!))).coverage.counts).toContain('compared with')
  })

  test('the only version of an agent names its numbers as next', async () => {
    const { next } = await ask({ agent_id: 'Fennick & Lowe Order Support' })
    expect(next).toEqual([expect.stringMatching(/^analyze_conversations \{"where":\["agent_id=agent_/)])
  })

  test.each([
    [{ version_id: 'v1', compare_to: 'previous_version' }, /first version of its branch/],
    [{ version_id: 'v1', compare_to: 'v1' }, /give two versions/],
    [{ version_id: 'v9' }, /No version is named "v9"\. Known: "v2 /],
    [{ agent_id: undefined }, /Which agent\? Set agent_id\. Agents: "Fennick/],
  ])('not %j', async (input, words) => {
    const { text, isError } = await desk.client.call('describe_agent', { ...clinic, ...input })
    expect(isError).toBe(true)
    expect(text).toMatch(words)
  })

  test('fits its budget, and says what does not', async () => {
    for (const max_tokens of [500, 1200]) {
      const answer = await ask({ ...clinic, include: 'prompt', max_tokens })
      const { text, ...structured } = answer
      for (const half of [text, JSON.stringify(structured)])
        expect(Buffer.byteLength(half) / 4).toBeLessThan(max_tokens + 1)
      if (max_tokens === 500) expect(answer.coverage.counts).toMatch(/Did not fit into max_tokens 500: .*; raise it\./)
    }
  })
})

describe('settings that are not read', () => {
  test('by setting: nothing is asked for', async () => {
    await withWorld(
      worldWith({ agent: {} }, { agent: {} }),
      async (client, { api }) => {
        const { structured } = await client.call('describe_agent', {
          agent_id: 'Night line',
          compare_to: 'previous_version',
        })
        expect(structured.coverage.notes).toContain('Settings and prompts of agents are not read (--agent-config off).')
        expect(structured.numbers.calls).toEqual([12, 11])
        expect(structured.compared_with).toBe('v1 (2026-10-23)')
        expect(api.requests.filter(({ query }) => 'version_id' in query)).toEqual([])
        expect(api.requests.map(({ path }) => path)).not.toContain('/v1/convai/agents/agent_night')
      },
      { agentConfig: false },
    )
  })

  test('because the key may not: the rest is told', async () => {
    await withWorld(versionWorld(), async (client, { api }) => {
      api.faults.always(/agents\/agent_night$/, { status: 403 })
      const { structured } = await client.call('describe_agent', {
        agent_id: 'Night line',
        compare_to: 'v1',
        version_id: 'v2',
      })
      expect(structured.coverage.notes.join()).toContain('The settings could not be read: ')
      expect(rowsOf(structured, 'versions')).toHaveLength(2)
      expect(structured.numbers.calls).toEqual([12, 11])
    })
  })

  test('because the file of calls has none: nothing is made up', async () => {
    await withWorld(versionWorld(), async client => {
      const { structured } = await client.call('describe_agent', {
        agent_id: 'Night line',
        compare_to: 'previous_version',
      })
      expect(structured.coverage.counts).not.toContain('differs')
      expect(structured.coverage.notes.join()).toContain('The settings could not be read')
    })
  })
})

describe('agents.json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agents-file-'))
  const outside = mkdtempSync(join(tmpdir(), 'agents-outside-'))
  mkdirSync(join(folder, 'agent_configs'))
  writeFileSync(join(folder, 'agent_configs/night.json'), '{}')
  writeFileSync(join(outside, 'stolen.json'), '{"agents":[{"id":"agent_desk","config":"agent_configs/night.json"}]}')
  symlinkSync(join(outside, 'stolen.json'), join(folder, 'agent_configs/link.json'))
  const write = (value: unknown): void =>
    writeFileSync(join(folder, 'agents.json'), typeof value === 'string' ? value : JSON.stringify(value))
  const night = { id: 'agent_night', config: 'agent_configs/night.json' }
  let own: TestWorld
  let client: TestClient
  beforeAll(async () => {
    own = await startWorld(versionWorld(), { agentsFolder: folder })
    client = await connect(own.app)
  })
  afterAll(async () => {
    await client.close()
    await own.close()
    for (const one of [folder, outside]) rmSync(one, { recursive: true })
  })
  const read = (input: Json = {}): Promise<Json> => client.call('describe_agent', input)

  test('says which agent is meant, and where its settings are', async () => {
    write({ agents: [night] })
    const { structured, text } = await read()
    expect(structured).toMatchObject({ agent_id: 'agent_night', file: 'agent_configs/night.json' })
    expect(text).toContain('Settings in this folder: "agent_configs/night.json"')
    expect((await read({ agent_id: 'Desk' })).structured).not.toHaveProperty('file')
  })

  test('of several agents asks which', async () => {
    write({ agents: [night, { id: 'agent_desk' }] })
    expect((await read()).text).toMatch(/Which agent\? .* In agents\.json: "Night line" \(agent_night\), "Desk"/)
  })

  test('of a branch names the file of that branch', async () => {
    const branches = { Main: { branch_id: 'agtbrch_night', config: 'agent_configs/../agent_configs/night.json' } }
    write({ agents: [{ id: 'agent_night', branches }] })
    expect((await read()).structured.file).toBe('agent_configs/night.json')
  })

  test.each([
    ['../agents-outside/stolen.json'],
    [join(outside, 'stolen.json')],
    ['agent_configs/link.json'],
    ['agent_configs'],
    ['agent_configs/night.json\u0000.txt'],
    ['/etc/passwd'],
  ])('names no file outside of its folder: %j', async config => {
    write({ agents: [{ ...night, config }] })
    const { structured } = await read()
    expect(structured).toMatchObject({ agent_id: 'agent_night' })
    expect(structured).not.toHaveProperty('file')
    expect(structured.coverage.notes.join()).toContain('agents.json names a file that is not in its folder')
  })

  test.each([
    ['{"agents": "none"}'],
    ['[1, 2'],
    ['null'],
    [`{"agents": [${'['.repeat(20_000)}${']'.repeat(20_000)}]}`],
    [`{"agents": [], "more": "${'x'.repeat(1_100_000)}"}`],
    ['{"agents": [{"id": 7}, null, {"id": "agent_night", "config": {}, "branches": [1]}]}'],
  ])('that is odd is no reason to fail: %#', async text => {
    write(text)
    const { structured, isError } = await read({ agent_id: 'agent_night' })
    expect(isError).toBe(false)
    expect(structured).not.toHaveProperty('file')
  })

  test('that is a link leads nowhere', async () => {
    rmSync(join(folder, 'agents.json'))
    symlinkSync(join(outside, 'stolen.json'), join(folder, 'agents.json'))
    expect((await read({ agent_id: 'Desk' })).structured).not.toHaveProperty('file')
  })
})
