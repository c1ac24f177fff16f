import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { type Answer, connect, costs, fenced, stable } from '../support/client.ts'
import { deskOf } from '../support/desk.ts'
import { expectFigures, finished, outcome } from '../support/explained.ts'
import { liveIn } from '../support/markdown.ts'
import { MORE } from '../support/runs.ts'
import { sample, startSample } from '../support/sample.ts'
import { HIDDEN, TRICK } from '../support/tricks.ts'
import { startWorld } from '../support/world.ts'

/* What sets calls apart, of the sample calls; now is Sunday 22 November 2026, noon in UTC. */

const desk = deskOf(() => startSample())

const explain = (input: Json = {}): Promise<Answer> => desk.client.call('explain_conversations', input)
const over = finished(sample)
const agentId = (name: string): string => sample.agents.find(agent => agent.name.includes(name))!.agent_id

describe('why calls fail', () => {
  test('figures are those of the API', async () => {
    const { structured } = await explain({ page_size: 30, max_tokens: 20_000 })
    const [failed, succeeded] = ['failure', 'success'].map(word => over.filter(call => outcome(call) === word)) as [
      Json[],
      Json[],
    ]
    expect(structured.groups).toMatchObject([{ calls: failed.length }, { calls: succeeded.length }])
    expect(expectFigures(sample, structured.facts, failed, succeeded)).toBeGreaterThan(3)
  })

  test('of the web shop: its tool, and the turn in which it failed', async () => {
    const { text } = await explain({ agent_id: 'Order Support', after: '9d' })
    expect(stable(text)).toMatchSnapshot()
    expect(fenced(text).said).toContain('failed_tool = lookup_order')
  })

  test('of the energy company: what callers ask, and where they end', MORE, async () => {
    const { structured } = await explain({ agent_id: agentId('Billing') })
    expect(structured.facts[0]).toMatchObject({ fact: 'data:contact_reason = advance payment' })
    expect(structured.next[0]).toMatch(/^get_conversation \{"conversation_id":"conv_/)
  })
})

describe('other groups', () => {
  test('a version against another: what chooses them is not compared', MORE, async () => {
    const [first, second] = sample.agents.find(agent => agent.name.includes('Clinic'))!.versions
    const { structured } = await explain({
      version_id: second.version_id,
      compare_to: [`version_id=${first.version_id}`],
      page_size: 20,
    })
    expect(structured.facts.map(({ fact }: Json) => fact).filter((fact: string) => fact.startsWith('version'))).toEqual(
      [],
    )
    expect(structured.facts[0]).toMatchObject({ fact: 'turns = 20 to 39', other_k: 21 })
    const [ours, others] = [second, first].map(({ version_id }) =>
      over.filter(call => call.version_id === version_id),
    ) as [Json[], Json[]]
    expect(structured.groups).toMatchObject([{ calls: ours.length }, { calls: others.length }])
    expectFigures(sample, structured.facts, ours, others)
  })

  test('a period against the one before', MORE, async () => {
    const { text, structured } = await explain({ after: '7d', compare_to: 'previous_period' })
    expect(structured.groups[1].window).toContain('2026-11-08 12:00 to 2026-11-15 12:00')
    expect(text).toContain('the previous period')
  })

  test('calls in both are told, and count once', MORE, async () => {
    const { structured } = await explain({ after: '7d', compare_to: ['after=14d'] })
    const [first, second] = structured.groups
    const all = over.filter(call => call.metadata.start_time_unix_secs >= Date.UTC(2026, 10, 8, 12) / 1000)
    expect(first.calls + second.calls).toBe(all.length)
    expect(structured.coverage.notes.join('\n')).toContain('in both groups count with selected calls only')
    const { text } = await explain({ compare_to: ['said=caller:order'] })
    expect(text).toMatch(/\d+ selected calls vs\. 0 in the other selection/)
    expect(text).toContain('nothing is left to compare with, so select calls without them, e.g. said=-word.')
  })

  test('how many facts are in no row that is shown is told', async () => {
    const [some, all] = await Promise.all([1, 20].map(page_size => explain({ include: ['facts'], page_size })))
    const [, significant, rows] = /: (\d+) of \d+ facts .* joined into (\d+) rows\./.exec(all!.text)!
    expect(all!.structured.facts).toHaveLength(Number(rows))
    const [, left] = /joined, and the first row covers all but (\d+); raise page_size for more\./.exec(some!.text)!
    const [{ same_calls = [], goes_with = [] }] = some!.structured.facts
    const counted = [...same_calls, ...goes_with].map((fact: string) => Number(/^(\d+) more$/.exec(fact)?.[1] ?? 1))
    expect(counted.reduce((sum, count) => sum + count, 1 + Number(left))).toBe(Number(significant))
  })

  test('successful calls against failed ones', async () => {
    const { structured } = await explain({ call_successful: 'success', agent_id: agentId('Clinic') })
    expect(structured.groups.map(({ name }: Json) => name)).toEqual(['successful calls', 'failed calls'])
  })
})

describe('where there is little', () => {
  test.each([
    ['no calls', { after: '2026-01-01', before: '2026-01-02' }, 'No calls match.'],
    ['few calls', { after: 'today' }, 'too few calls to compare'],
  ])('%s', async (_, input, words) => {
    const { structured, text } = await explain(input)
    expect(structured.coverage.counts).toContain(words)
    expect(structured.facts).toEqual([])
    expect(text).not.toContain('<said-')
  })

  test('wrong arguments are refused by name', async () => {
    expect(await explain({ compare_to: ['agnt_id=Clinic'] })).toMatchObject({ isError: true })
    expect((await explain({ compare_to: 'previous_period' })).text).toContain('previous_period needs a window')
  })

  test('an answer keeps to its budget, and loses the last rows first', MORE, async () => {
    const [small, large] = [await explain({ max_tokens: 700 }), await explain({ max_tokens: 4000 })]
    expect(Math.max(...Object.values(costs(small)))).toBeLessThanOrEqual(700)
    expect(small.structured.coverage.counts).toContain('did not fit into max_tokens 700')
    const shown = small.structured.facts.length
    expect(shown).toBeGreaterThan(0)
    expect(small.structured.facts.map(({ fact }: Json) => fact)).toEqual(
      large.structured.facts.slice(0, shown).map(({ fact }: Json) => fact),
    )
  })
})

test('words of others stay inside the fence and forge nothing, in facts, words and modes', async () => {
  const calls = Array.from({ length: 40 }, (_, number) => hostileCall(number))
  const own = await startWorld({ ...sample, conversations: calls, extras: {} as never })
  const client = await connect(own.app)
  const { text, structured, isError } = await client.call('explain_conversations', { max_tokens: 20_000 })
  expect(isError, text).toBe(false)
  const shown = JSON.stringify(structured)
  for (const place of ['tool', 'value', 'title', 'says']) expect(shown, place).toContain(`qaaq ${place}`)
  const { ours, said } = fenced(text)
  expect(ours).not.toContain('qaaq')
  expect(said.split('\n').filter(line => !/^( {3}|#\d|[A-Z])/.test(line))).toEqual([])
  for (const half of [ours, said]) expect(liveIn(half)).toEqual([])
  expect(HIDDEN.exec(text)).toBeNull()
  await client.close()
  await own.close()
})

/** Of the calls every other fails, and has the same hostile words wherever calls differ. */
function hostileCall(number: number): Json {
  const isFailed = number % 2 === 0
  // Some words of its own: what all say alike tells no mode.
  const kind = number % 4 === 0 ? 'early early' : 'late late'
  const word = (place: string): string => (isFailed ? `qaaq ${place} ${TRICK} ${kind}` : `fine ${place}`)
  const request_id = 'r'
  return {
    ...{
      conversation_id: `conv_${number}`,
      agent_id: sample.agents[0]!.agent_id,
      status: 'done',
      version_id: 'v1',
    },
    ...{ tag_ids: [word('tag')], user_id: null },
    metadata: { start_time_unix_secs: 1_795_000_000 + number, call_duration_secs: 60, main_language: 'en' },
    analysis: {
      ...{ call_successful: isFailed ? 'failure' : 'success', call_summary_title: word('title') },
      transcript_summary: word('summary'),
      data_collection_results: { field: { data_collection_id: 'field', value: word('value'), rationale: '' } },
    },
    transcript: [
      { role: 'user', message: word('says'), time_in_call_secs: 1 },
      {
        ...{ role: 'agent', message: null, time_in_call_secs: 2 },
        tool_calls: [{ request_id, tool_name: word('tool'), params_as_json: '{}', tool_has_been_called: true }],
      },
      {
        ...{ role: 'agent', message: null, time_in_call_secs: 3 },
        tool_results: [
          {
            request_id,
            tool_name: word('tool'),
            result_value: word('result'),
            is_error: isFailed,
            tool_has_been_called: true,
          },
        ],
      },
    ],
  }
}
