import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect } from '../support/client.ts'
import { asking } from '../support/desk.ts'
import { fewAndMany } from '../support/few-and-many.ts'
import { sample } from '../support/sample.ts'
import { smallWorld } from '../support/small-world.ts'
import { startWorld } from '../support/world.ts'

const { few, many } = fewAndMany({ few: () => startWorld(smallWorld) })
const { ask: values } = asking('list_filter_values', few, { after: '2026-09-01' })

describe('what was seen on calls', () => {
  const SINCE = Date.UTC(2026, 8, 1) / 1000
  const known = sample.conversations.filter(call => call.metadata.start_time_unix_secs >= SINCE)
  const OBSERVED: Record<string, (call: Json) => (string | null | undefined)[]> = {
    tools: call =>
      call.transcript.flatMap((turn: Json) =>
        [...turn.tool_calls, ...turn.tool_results]
          .filter((use: Json) => use.tool_has_been_called)
          .map((use: Json) => use.tool_name),
      ),
    languages: call => [call.metadata.main_language],
    endings: call => [call.metadata.termination_reason],
    versions: call => [call.version_id],
    branches: call => [call.branch_id],
    agents: call => [call.agent_id],
    tags: call => call.tag_ids,
    sources: call => [call.metadata.conversation_initiation_source],
    outcomes: call => [call.analysis?.call_successful ?? 'unknown'],
    statuses: call => [call.status],
  }

  const counted = (calls: Json[], observe: (call: Json) => (string | null | undefined)[]) => {
    const counts: Record<string, number> = {}
    for (const call of calls) {
      for (const value of new Set(observe(call))) if (value) counts[value] = (counts[value] ?? 0) + 1
    }
    return counts
  }

  test.each(Object.entries(OBSERVED))(
    '%s are those of all calls of the window, with their number',
    async (kind, observe) => {
      const { structured } = await values({ kind, max_tokens: 20_000 }, many.client)
      const id = structured.columns.find((name: string) => name.endsWith('_id')) ?? kind
      const [at, calls] = [structured.columns.indexOf(id), structured.columns.indexOf('calls')]
      const found = structured.rows.map((row: Json) => [row[at], row[calls]]).filter((pair: Json) => pair[1] > 0)
      expect(Object.fromEntries(found)).toEqual(counted(known, observe))
      const numbers = structured.rows.map((row: Json) => row[calls])
      // What begins at a time of its own is in that order.
      if (kind !== 'versions' && kind !== 'branches') expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    },
  )

  test('versions bear names, in the order in which they began', async () => {
    const { structured, text } = await values({ kind: 'versions', agent_id: 'Tarnhill' }, many.client)
    const { versions } = sample.agents.find(agent => agent.name.includes('Tarnhill'))!
    const day = (unix: number) => new Date(unix * 1000).toISOString().slice(0, 10)
    expect(structured.rows.map((row: Json) => row.slice(0, 2))).toEqual(
      versions.map((one: Json) => [
        `v${one.seq} (${day(one.live_from_unix_secs)}): ${one.description}`,
        one.version_id,
      ]),
    )
    for (const one of versions) expect(text).toContain(`: ${one.description}\t${one.version_id}`)
  })

  test('of one agent only', async () => {
    const agent_id = sample.agents.find(agent => agent.name.includes('Tarnhill'))!.agent_id
    const own = known.filter(call => call.agent_id === agent_id)
    const { structured } = await values({ kind: 'tools', agent_id: 'tarnhill', max_tokens: 20_000 }, many.client)
    expect(Object.fromEntries(structured.rows)).toEqual(counted(own, OBSERVED.tools!))
    expect(structured.coverage.filters).toContain('Tarnhill Clinic Appointments')
  })

  test('each value works as a filter', async () => {
    const filters: Record<string, string> = {
      agents: 'agent_id', tags: 'tag_ids', tools: 'tool_names', languages: 'main_languages', endings: 'termination_reasons',
      versions: 'version_id', sources: 'conversation_initiation_source', outcomes: 'call_successful',
    } // biome-ignore format: a table of words
    for (const [kind, filter] of Object.entries(filters)) {
      const { structured } = await values({ kind })
      for (const [value] of structured.rows) {
        const found = await few.client.call('list_conversations', { [filter]: filter.endsWith('s') ? [value] : value })
        expect(found.isError, `${filter} ${value}`).toBe(false)
        if (kind !== 'agents' && kind !== 'tags') expect(found.structured.rows.length).toBeGreaterThan(0)
      }
    }
  })
})

describe('narrowed down', () => {
  test('by text in any column, whatever the case', async () => {
    const { structured } = await values({ kind: 'agents', contains: 'BILL' })
    expect(structured.rows.map((row: Json) => row[0]).sort()).toEqual(['Billing', 'Old Billing'])
    expect(structured.coverage.counts).toMatchInlineSnapshot(
      `"3 agents in this workspace, including archived ones. The column calls counts the 11 calls of the window. 2 values containing "BILL"."`,
    )
    expect((await values({ kind: 'agents', contains: 'agent_support' })).structured.rows).toHaveLength(1)
    expect((await values({ kind: 'agents', contains: 'zebra' })).text).toMatchInlineSnapshot(`
      "3 agents in this workspace, including archived ones. The column calls counts the 11 calls of the window. 0 values containing "zebra".
      Window: from 2026-09-01 00:00, UTC. Filters: none. Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.
      2 more calls would match, but their starts cannot be read, so no time window includes them.
      1 id seen on calls but not in the API's list, so without a name."
    `)
  })

  test('by agent', async () => {
    const own = await values({ kind: 'criteria', agent_id: 'depot line' }, many.client)
    expect(own.structured.rows.map((row: Json) => row[0])).toEqual(['caller_helped', 'polite_and_clear'])
    const fields = await values({ kind: 'data_fields', agent_id: 'depot line' }, many.client)
    expect(fields.structured.rows.map((row: Json) => row[0])).toEqual(['contact_reason', 'depot'])
  })

  test('by a budget, which tells how many are omitted', async () => {
    const { structured } = await values({ kind: 'data_fields', max_tokens: 500 }, many.client)
    const [, shown, left] = /(\d+) shown; use contains or raise max_tokens to see the other (\d+)\./.exec(
      structured.coverage.counts,
    )!
    expect(structured.rows).toHaveLength(Number(shown))
    expect(Number(shown) + Number(left)).toBe(
      (await values({ kind: 'data_fields' }, many.client)).structured.rows.length,
    )
  })
})

test('a call without a start is not taken for one of 1970', async () => {
  expect((await values({ kind: 'tools' })).structured.coverage.counts).not.toContain('1970')
})

test('an empty workspace says so', async () => {
  const server = await startWorld({ conversations: [], agents: [], tags: [] })
  const client = await connect(server.app)
  const texts: string[] = []
  for (const kind of ['agents', 'criteria', 'tags', 'tools']) texts.push((await values({ kind }, client)).text)
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "0 agents in this workspace, including archived ones. The column calls counts the 0 calls of the window.
    Window: from 2026-09-01 00:00, UTC. Filters: none. Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.
    0 criteria of 0 agents, as defined today. The column calls counts the 0 calls of the window whose transcripts are synced.
    Window: from 2026-09-01 00:00, UTC. Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.
    0 tags in this workspace. The column calls counts the 0 calls of the window.
    Window: from 2026-09-01 00:00, UTC. Filters: none. Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.
    0 values seen. The column calls counts the 0 calls of the window.
    Window: from 2026-09-01 00:00, UTC. Filters: none. Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC."
  `)
  await client.close()
  await server.close()
})
