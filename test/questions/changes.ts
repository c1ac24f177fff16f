import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { expectFigures, finished } from '../support/explained.ts'
import { type Call, groupBy, successes, toolFailures } from '../support/questions.ts'
import { rowOf, rowsOf, sameDifference, sameShare } from '../support/same-figures.ts'
import { NOW } from '../support/world.ts'
import type { Question } from './desk.ts'

/* What changed, and whether it helped. */

const versionsOf = (calls: Call[]): Map<string, Call[]> => {
  const sorted = [...calls].filter(({ body }) => body.version_id).sort((a, b) => a.start - b.start)
  return groupBy(sorted, ({ body }) => body.version_id)
}

/** Agents of several versions, with the calls of the newest and of the one before it. */
const changed = (calls: Call[]): [agent: string, newer: Call[], older: Call[]][] =>
  [...groupBy(calls, call => call.agent)].flatMap(([agent, own]) => {
    const [newer, older] = [...versionsOf(own).values()].reverse()
    return newer && older ? [[agent, newer, older] as [string, Call[], Call[]]] : []
  })

const ALL = { after: '2026-01-01' }

export function questionsOfChanges(question: Question): void {
  question('30. What did the newest version change, and did it help?', async ({ ask, calls }) => {
    const [agent, newer, older] = changed(calls)[0]!
    const { text, structured } = await ask('describe_agent', {
      ...ALL,
      agent_id: agent,
      compare_to: 'previous_version',
    })
    const { numbers, sections } = structured
    expect(numbers.calls).toEqual([newer.length, older.length])
    const row = numbers.rows.find(([metric]: string[]) => metric === 'success_rate')
    const named = Object.fromEntries(numbers.columns.map((name: string, at: number) => [name, row[at]]))
    sameDifference(named, successes(newer), successes(older))
    expect(text).toContain(`Agent "${agent}"`)
    expect(sections.find(({ name }: Json) => name === 'versions').rows.length).toBeGreaterThan(1)
  })

  question('31. Did the newest version help, agent by agent?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', {
      ...{ metrics: ['success_rate'], group_by: ['agent'], compare_to: ['previous_version'] },
    })
    for (const [agent, newer, older] of changed(calls))
      sameDifference(rowOf(answer, { agent }), successes(newer), successes(older))
    expect(
      rowsOf(answer)
        .map(row => row.agent)
        .sort(),
    ).toEqual(
      changed(calls)
        .map(([agent]) => agent)
        .sort(),
    )
  })

  question('32. Is the last week of calls different from the one before?', async ({ ask, calls, world }) => {
    const days = { after: '7d', compare_to: ['previous_period'] }
    const { structured } = await ask('explain_conversations', { ...days, include: ['facts'], page_size: 5 })
    const since = (weeks: number): number => NOW - weeks * 7 * 86_400
    const within = (from: number, to: number): Json[] =>
      finished(world).filter(
        ({ metadata }) => metadata.start_time_unix_secs >= from && metadata.start_time_unix_secs < to,
      )
    const [now, before] = [within(since(1), NOW + 1), within(since(2), since(1))]
    expect(structured.groups.map(({ calls }: Json) => calls)).toEqual([now.length, before.length])
    if (structured.facts) expectFigures(world, structured.facts, now, before)
    expect(calls.length).toBeGreaterThan(now.length)
  })

  question('33. Since when does the worst tool fail as it does?', async ({ ask, calls }) => {
    const tools = new Set(calls.flatMap(call => call.tools.map(({ name }) => name)))
    const worst = [...tools].sort((a, b) => toolFailures(calls, b)[0] - toolFailures(calls, a)[0])[0]!
    const answer = await ask('analyze_conversations', {
      ...{ metrics: ['tool_error_rate'], tool_names: [worst], group_by: ['tool', 'month'], page_size: 200 },
    })
    for (const [month, own] of groupBy(
      calls.filter(call => toolFailures([call], worst)[1] > 0),
      call => call.at.month,
    )) {
      const [k, n] = toolFailures(own, worst)
      const row = rowOf(answer, { tool: worst, month })
      expect([row['tool_error_rate.k'], row['tool_error_rate.n']]).toEqual([k, n])
      sameShare(row.tool_error_rate, k / n)
    }
  })
}
