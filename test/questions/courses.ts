import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { docsOf, naiveSearch, said } from '../search/naive.ts'
import { mean, percent, percentile, type Share, sum } from '../support/figures.ts'
import { type Call, groupBy, isSpoken, successes } from '../support/questions.ts'
import { differenceText, rowOf, rowsOf, sameDifference, sameHits, sameNumber } from '../support/same-figures.ts'
import type { Question } from './desk.ts'

/* How calls go: what is done before, after and between, and what that costs. */

interface Use {
  name: string
  turn: number
  failed: boolean
}

/** Tool calls of a call in their order. */
const usesOf = ({ body }: Call): Use[] =>
  (body.transcript as Json[]).flatMap((turn, at) => {
    const results: Json[] = (body.transcript as Json[]).flatMap(one => one.tool_results ?? [])
    return ((turn.tool_calls ?? []) as Json[])
      .filter(call => call.tool_has_been_called !== false)
      .map(({ tool_name: name, request_id }) => {
        const result = results.find(one => one.request_id === request_id)
        return { name, turn: at, failed: result?.is_error === true || result?.is_blocked === true }
      })
  })

/** Failed tool calls of these, and those after which the same tool succeeded. */
function recoveries(calls: Call[], tool: string): Share {
  let [k, n] = [0, 0]
  for (const call of calls) {
    const own = usesOf(call).filter(use => use.name === tool)
    own.forEach((use, at) => {
      if (!use.failed) return
      n += 1
      if (own.slice(at + 1).some(later => !later.failed)) k += 1
    })
  }
  return [k, n]
}

/** The model that answered most turns; the first one where several did. */
function modelOf({ body }: Call): string | null {
  const models = new Map<string, number>()
  for (const turn of body.transcript as Json[]) {
    const model: string | undefined = turn.producing_llm ?? Object.keys(turn.llm_usage?.model_usage ?? {})[0]
    if (turn.role === 'agent' && model) models.set(model, (models.get(model) ?? 0) + 1)
  }
  return [...models].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

const overOf = (calls: Call[]): Call[] => calls.filter(call => call.isOver)
const numbersOf = (calls: Call[], of: (call: Call) => unknown): number[] =>
  calls.map(of).filter(value => typeof value === 'number') as number[]

export function questionsOfCourses(question: Question): void {
  question('18. Where a tool fails, does it work later in the same call?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['recovery_rate'], group_by: ['tool'] })
    const failing = new Set(overOf(calls).flatMap(call => usesOf(call).flatMap(use => (use.failed ? [use.name] : []))))
    expect(failing.size).toBeGreaterThan(1)
    for (const tool of failing) {
      const row = rowOf(answer, { tool })
      const [k, n] = recoveries(overOf(calls), tool)
      sameHits(row, 'recovery_rate', [k, n])
      expect(answer.text).toContain(`\n${tool}\t${percent(k / n)} % (${k}/${n}`)
    }
  })

  question('19. How much is said before the first tool runs?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['turns_before_tool', 'caller_turns_before_tool'] })
    const before = overOf(calls).flatMap(call => {
      const first = usesOf(call).find(use => use.name !== 'end_call')
      if (!first) return []
      const turns = (call.body.transcript as Json[]).slice(0, first.turn)
      return [turns.filter(isSpoken)]
    })
    const [row] = rowsOf(answer)
    const all = before.map(turns => turns.length)
    const callers = before.map(turns => turns.filter(turn => turn.role === 'user').length)
    for (const [metric, values] of [
      ['turns_before_tool', all],
      ['caller_turns_before_tool', callers],
    ] as const) {
      expect([metric, row![`${metric}.n`]]).toEqual([metric, values.length])
      sameNumber(row![`${metric}.avg`], mean(values))
      sameNumber(row![`${metric}.p50`], percentile(values, 50))
    }
  })

  question('20. Which model answers sooner, and at what price?', async ({ ask, calls }) => {
    const metrics = ['felt_latency.p50', 'cost.avg']
    const answer = await ask('analyze_conversations', { metrics, group_by: ['model'] })
    const models = groupBy(overOf(calls), call => modelOf(call) ?? '')
    expect(models.size).toBeGreaterThan(1)
    for (const [model, own] of models) {
      const row = rowOf(answer, { model: model || null })
      const waits = own.flatMap(call => call.waits).filter(secs => secs !== null)
      expect([model, row['felt_latency.n']]).toEqual([model, waits.length])
      sameNumber(row['felt_latency.p50'], percentile(waits, 50))
      const costs = numbersOf(own, ({ body }) => body.metadata.cost)
      expect([model, row['cost.n']]).toEqual([model, costs.length])
      sameNumber(row['cost.avg'], costs.length ? mean(costs) : null)
    }
  })

  question('21. What does each kind of cost come to?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['cost.sum', 'llm_cost.sum', 'platform_cost.sum'] })
    const [row] = rowsOf(answer)
    for (const [metric, of] of [
      ['cost', ({ body }: Call) => body.metadata.cost],
      ['llm_cost', ({ body }: Call) => body.metadata.charging?.llm_charge],
      ['platform_cost', ({ body }: Call) => body.metadata.charging?.call_charge],
    ] as const) {
      const values = numbersOf(overOf(calls), of)
      expect([metric, row![`${metric}.n`]]).toEqual([metric, values.length])
      sameNumber(row![`${metric}.sum`], values.length ? sum(values) : null)
    }
  })

  question('22. How do calls fare in which callers say it, beside the others?', async ({ ask, calls, subject }) => {
    const answer = await ask('analyze_conversations', {
      ...{
        metrics: ['success_rate'],
        where: [`said=user:${subject.word}`],
        compare_to: [`said=user:-${subject.word}`],
      },
    })
    const found = naiveSearch(docsOf(calls.map(({ body }) => body)), { all: [said(subject.word)], role: 'user' })
    const [saying, others] = [true, false].map(says => calls.filter(call => found.has(call.id) === says)) as [
      Call[],
      Call[],
    ]
    expect(answer.text).toContain(`${saying.length} calls vs. ${others.length} in the other selection`)
    const row = rowOf(answer, { metric: 'success_rate' })
    sameDifference(row, successes(saying), successes(others))
    expect(answer.text).toContain(`success_rate\t${differenceText(successes(saying), successes(others))}`)
  })
}
