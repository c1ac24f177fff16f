import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { docsOf, naiveSearch, said } from '../../search/naive.ts'
import { asking, deskOf } from '../../support/desk.ts'
import { sample, startSample } from '../../support/sample.ts'

/* Any filter as a metric, its share of the calls, and as a group, the calls with and without it. */

const desk = deskOf(() => startSample())
const { ask: analyze, refusal } = asking('analyze_conversations', desk)

type Holds = (call: Json) => boolean | null

const finished = sample.conversations.filter(({ status }) => ['done', 'failed'].includes(status))
const nameOf = (call: Json): string => sample.agents.find(({ agent_id }) => agent_id === call.agent_id)!.name
const isSuccess: Holds = ({ analysis }) => analysis?.call_successful === 'success'
const hasVerdict: Holds = ({ analysis }) => ['success', 'failure'].includes(analysis?.call_successful)
const ranTool =
  (tool: string): Holds =>
  ({ transcript }) =>
    transcript.some((turn: Json) => (turn.tool_calls ?? []).some(({ tool_name }: Json) => tool_name === tool))
const docs = docsOf(sample.conversations)
const agentSays = (...words: string[]): Holds => {
  const found = words.map(word => naiveSearch(docs, { all: [said(word)], role: 'agent' }))
  return ({ conversation_id: id }) => found.some(calls => calls.has(id))
}
const ratingOf = ({ metadata }: Json): number | null => metadata.feedback?.rating ?? null
const isRated =
  (least: number): Holds =>
  call =>
    ratingOf(call) === null ? null : ratingOf(call)! >= least
const isIn =
  (language: string): Holds =>
  ({ metadata }) =>
    metadata.main_language == null ? null : metadata.main_language === language

const CONDITIONS: [name: string, holds: Holds][] = [
  ['call_duration_min_secs=120', ({ metadata }) => metadata.call_duration_secs >= 120],
  ['tool_names=lookup_order', ranTool('lookup_order')],
  ['said=agent:sorry OR agent:apologize', agentSays('sorry', 'apologize')],
  ['rating_min=4', isRated(4)],
  ['main_languages=en', isIn('en')],
]

describe('a filter as a metric', () => {
  test('is its share of the calls of each row in which it is known', async () => {
    const { structured } = await analyze({ metrics: CONDITIONS.map(([name]) => name), group_by: ['agent'] })
    const { columns, rows } = structured
    expect(rows).toHaveLength(5)
    for (const row of rows) {
      const calls = finished.filter(call => nameOf(call) === row[0])
      for (const [name, holds] of CONDITIONS) {
        const known = calls.filter(call => holds(call) !== null)
        const told = ['k', 'n'].map(stat => row[columns.indexOf(`${name}.${stat}`)])
        expect([row[0], name, ...told]).toEqual([row[0], name, known.filter(holds).length, known.length])
      }
    }
  })

  test('is defined once, however many there are', async () => {
    const { text } = await analyze({ metrics: CONDITIONS.map(([name]) => name) })
    const own = text.split('Definitions:\n')[1]!.split('\n')
    expect(own.filter(line => line.includes('Calls that the filter selects / finished calls.'))).toHaveLength(1)
    expect(own.find(line => line.startsWith('"main_languages=en": '))).toMatch(/": as above\. Excluded: \d+ calls/)
  })

  test.each(['topic_ids', 'triggered_procedure_ids', 'parent_conversation_id'])(
    '%s is none, and the hint of portion does not name it as one',
    async name => {
      expect(await refusal({ metrics: [`${name}=x`] })).toContain('is a filter only')
      const { text } = await analyze({ metrics: ['portion'], where: [`${name}=x`] })
      expect(text).not.toContain(`metrics=["${name}`)
    },
  )

  test('is compared, sorted by, and understood by names', async () => {
    const answer = await analyze({
      metrics: ['agent_id=billing', 'evaluation_params=Question answered:failure'],
      compare_to: ['main_languages=de'],
      main_languages: ['en'],
    })
    const { columns, rows, definitions } = answer.structured
    const calls = (language: string) => finished.filter(isIn(language))
    const shares = ['en', 'de'].map(language => {
      const all = calls(language)
      return all.filter(call => nameOf(call) === 'Alpenlumen Billing Hotline').length / all.length
    })
    const [row] = rows
    expect(row[columns.indexOf('value')]).toBeCloseTo(shares[0]!, 3)
    expect(row[columns.indexOf('other')]).toBeCloseTo(shares[1]!, 3)
    expect(row[columns.indexOf('verdict')]).toBe('significant')
    expect(definitions[0].definition).toBe('Calls that the filter selects / finished calls.')
    const sorted = await analyze({ metrics: ['tag_ids=vip'], group_by: ['agent'], sort: 'tag_ids=vip asc' })
    const values = sorted.structured.rows.map((one: Json[]) => one[1])
    expect(values).toEqual([...values].sort((a, b) => a - b))
  })
})

describe('a filter as a group', () => {
  test.each(CONDITIONS)('%s: with it, without it, not known', async (name, holds) => {
    const { structured } = await analyze({ group_by: [name] })
    const found = new Map(structured.rows.map((row: Json[]) => [row[0], row]))
    const count = structured.columns.indexOf('count')
    const [k, n] = ['k', 'n'].map(stat => structured.columns.indexOf(`success_rate.${stat}`)) as [number, number]
    for (const value of [true, false]) {
      const own = sample.conversations.filter(call => holds(call) === value)
      const judged = own.filter(call => finished.includes(call) && hasVerdict(call))
      const row = found.get(value) as Json[]
      expect([row[k], row[n]]).toEqual([judged.filter(isSuccess).length, judged.length])
      if (value) expect(row[count]).toBe(own.length)
    }
    const isUnknown = finished.some(call => holds(call) === null)
    if (isUnknown) expect(found.has(null)).toBe(true)
  })

  test('two of them cross', async () => {
    const names = ['evaluation_params=question_answered:failure', 'call_duration_min_secs=60']
    const { structured } = await analyze({ agent_id: 'billing', metrics: ['count'], group_by: names })
    expect(structured.rows.map((row: Json[]) => row.length)).toEqual(structured.rows.map(() => 3))
    const failed = (call: Json) =>
      call.analysis?.evaluation_criteria_results?.question_answered?.result === 'failure' &&
      call.metadata.call_duration_secs >= 60
    const both = finished.filter(call => nameOf(call) === 'Alpenlumen Billing Hotline' && failed(call))
    expect(structured.rows).toContainEqual([true, true, both.length])
  })
})

test('portion of selected calls says how to come to that of all', async () => {
  const { text } = await analyze({ metrics: ['portion'], call_duration_min_secs: 120, agent_id: 'billing' })
  expect(text).toContain('Share of all calls: metrics=["call_duration_min_secs=…"] without that filter.')
  expect((await analyze({ metrics: ['portion'], agent_id: 'billing' })).text).not.toContain('Share of all calls')
})

test.each([
  ['topic_ids=topic_1', /topic_ids is no metric or group; it is a filter only\./],
  ['after=7d', /after is no metric or group; it is a filter only\./],
  ['said_never=refund', /Unknown filter in metrics or group_by "said_never"\. Use "said=-word" instead\./],
  ['agent=billing', /Unknown filter in metrics or group_by "agent"\. Use "agent_id" instead\./],
  ['call_duration_min_secs=long', /call_duration_min_secs must be a number \(got "long"\)/],
  ['agent_id=Nobody', /No agent is named "Nobody"/],
  ['said=agent:order OR user:order', /who says it stands in front of all the words/],
])('%s is refused', async (name, message) => {
  expect(await refusal({ metrics: [name] })).toMatch(message)
  expect(await refusal({ group_by: [name] })).toMatch(message)
})

test('a baseline without a call says what may be mistyped', async () => {
  const { structured } = await analyze({ compare_to: ['tool_names=!lookup_order'], tool_names: ['lookup_order'] })
  expect(structured.comparison.calls).toBe(0)
  expect(structured.coverage.notes).toContainEqual(
    expect.stringMatching(
      /^Baseline: Unexpected\? tool_names are matched exactly; .* kind tools shows values in use\.$/,
    ),
  )
})
