import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { connect, costs } from '../../support/client.ts'
import { asking } from '../../support/desk.ts'
import { fewAndMany, withCalls } from '../../support/few-and-many.ts'
import { walk } from '../../support/reading.ts'
import { smallWorld } from '../../support/small-world.ts'
import { startWorld } from '../../support/world.ts'
import { bodiesOfWeek, idOf, isOver, WEEK } from './asked.ts'

const { few, many } = fewAndMany()
const bodies = bodiesOfWeek(many)
const { ask: triage, refusal } = asking('triage_conversations', few)

describe('a sample', () => {
  const draw = async (input: Json) =>
    (await triage({ after: WEEK, max_tokens: 20_000, ...input }, many.client)).structured
  const ids = (structured: Json): string[] => structured.sample.rows.map(([id]: string[]) => id)

  test('is drawn from finished calls, in proportion from each agent and outcome', async () => {
    const { strata, sample } = await draw({ sample: 20 })
    const over = [...bodies.values()].filter(isOver)
    const sizes: Record<string, number> = {}
    for (const { agent_name, analysis } of over) {
      const key = `${agent_name} ${analysis?.call_successful ?? 'unknown'}`
      sizes[key] = (sizes[key] ?? 0) + 1
    }
    expect(
      Object.fromEntries(strata.rows.map(([agent, outcome, calls]: Json[]) => [`${agent} ${outcome}`, calls])),
    ).toEqual(sizes)
    for (const [agent, outcome, calls, drawn] of strata.rows) {
      expect(Math.abs(drawn - (calls * 20) / over.length)).toBeLessThan(1)
      const rows = sample.rows.filter((row: Json[]) => row[3] === agent && row[4] === outcome)
      expect(rows).toHaveLength(drawn)
    }
    for (const [id, , duration] of sample.rows) expect(duration).toBe(bodies.get(id)!.metadata.call_duration_secs)
  })

  test('is the same for the same seed, and another for another', async () => {
    const [one, again, other] = [
      await draw({ sample: 12 }),
      await draw({ sample: 12 }),
      await draw({ sample: 12, seed: 7 }),
    ]
    expect(again).toEqual(one)
    expect(ids(other)).not.toEqual(ids(one))
    expect(other.strata).toEqual(one.strata)
  })

  test('reads lists only', async () => {
    await withCalls(smallWorld().conversations, async (client, { api }) => {
      const { structured } = await triage({ sample: 5 }, client)
      expect(structured.sample.rows).toHaveLength(5)
      expect(api.requests.filter(({ path }) => /\/conversations\/conv/.test(path))).toEqual([])
    })
  })

  test('that does not fit continues with a cursor', async () => {
    const answers = await walk(many.client, 'triage_conversations', { after: WEEK, sample: 40, max_tokens: 900 })
    expect(answers.length).toBeGreaterThan(1)
    for (const answer of answers) expect(Math.max(...Object.values(costs(answer)))).toBeLessThanOrEqual(900)
    expect(answers.flatMap(({ structured }) => ids(structured))).toEqual(ids(await draw({ sample: 40 })))
  })
})

describe('calls are chosen by', () => {
  test.each<[Json, string[]]>([
    [{ agent_id: 'support' }, ['conv_guarded', 'conv_chat']],
    [{ agent_id: 'Billing', call_successful: 'failure' }, ['conv_refund_error']],
    [{ where: ['rating_max=2'] }, ['conv_refund_error']],
    [{ where: ['guardrail_types=profanity'] }, ['conv_chat']],
    [{ tool_names_errored: ['issue_refund'] }, ['conv_refund_error']],
    [{ after: '2026-10-01T18:00', before: '2026-10-01T21:30' }, ['conv_guarded', 'conv_failed']],
  ])('%j', async (input, expected) => {
    const { structured } = await triage(input)
    expect(structured.calls.map(idOf)).toEqual(expected)
  })
})

describe('what is refused', () => {
  test.each<[Json, string]>([
    [{ seed: 'a' }, 'seed requires sample.'],
    [{ sample: 5, page_size: 3 }, 'page_size applies to ranked calls only; sample sets the number drawn.'],
    [{ page_size: 51 }, 'page_size must be at most 50 (got 51).'],
    [{ sample: 0 }, 'sample must be at least 1 (got 0).'],
    [{ limit: 3 }, 'Unknown argument "limit". Use "page_size" instead.'],
    [{ agent_id: 'Nobody' }, 'No agent is named "Nobody".'],
    [{ where: ['rating_max'] }, 'where has "rating_max"; it takes name=value'],
    [{ rating_max: 2 }, 'rating_max belongs in where: ["rating_max=…"].'],
    [{ cursor: 'no' }, 'Invalid cursor.'],
    [{ after: 'tomorow' }, 'tomorow'],
  ])('%j', async (input, words) => {
    expect(await refusal(input)).toContain(words)
  })

  test('a cursor with other arguments', async () => {
    const { structured } = await triage({ page_size: 2 })
    expect(await refusal({ cursor: structured.next_cursor, agent_id: 'Billing' })).toContain(
      'belongs to a request with other arguments',
    )
    expect(await refusal({ cursor: structured.next_cursor, sample: 3 })).toContain(
      'belongs to a request with other arguments',
    )
  })

  test('everything while the archive is off', async () => {
    const world = await startWorld(smallWorld, { archive: 'off' })
    const client = await connect(world.app)
    const { text, isError } = await triage({}, client)
    expect([isError, text]).toEqual([true, expect.stringContaining('This needs the archive, which is off')])
    await client.close()
    await world.close()
  })
})

test('a walk continues with the window of its first page, and says that ranks may move', async () => {
  const first = await triage({ after: WEEK, page_size: 2 }, many.client)
  const second = await triage({ after: WEEK, page_size: 2, cursor: first.structured.next_cursor }, many.client)
  expect(second.structured.coverage.window).toBe('from 2026-11-14 12:00, UTC')
  expect(second.structured.coverage.counts).toContain('shown: ranks 3 to 4')
  expect(second.structured.coverage.notes).toEqual([expect.stringContaining('may have shifted ranks')])
})
