import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { docsOf, naiveSearch, said } from '../search/naive.ts'
import { expectFigures } from '../support/explained.ts'
import { newcombe, percent } from '../support/figures.ts'
import { type Call, groupBy, isJudged, successes } from '../support/questions.ts'
import { rateText, rowsOf, sameRate, sameShare } from '../support/same-figures.ts'
import type { Question } from './desk.ts'

/* Why calls fail, in which ways, and what is said in them. */

const bodies = (calls: Call[]): Json[] => calls.map(({ body }) => body)
const judgedOf = (calls: Call[]): [failed: Call[], succeeded: Call[]] => [
  calls.filter(call => isJudged(call) && call.outcome === 'failure'),
  calls.filter(call => isJudged(call) && call.outcome === 'success'),
]

/** The agent whose calls fail most often, few enough to be read whole. */
const worstAgent = (calls: Call[]): string =>
  [...groupBy(judgedOf(calls)[0], call => call.agent)]
    .filter(([, failed]) => failed.length <= 200)
    .sort(([, a], [, b]) => b.length - a.length)[0]![0]

/** The beginning, but for numbers and ids. */
const plain = (text: string): string =>
  text
    .split(/\s+/)
    .filter(word => !/[#\d]/.test(word))
    .join(' ')
    .slice(0, 40)

export function questionsOfCauses(question: Question): void {
  question('13. Why do calls fail?', async ({ ask, calls, world }) => {
    const { text, structured } = await ask('explain_conversations', { include: ['facts'], page_size: 5 })
    const [failed, succeeded] = judgedOf(calls)
    expect(structured.groups).toMatchObject([{ calls: failed.length }, { calls: succeeded.length }])
    expect(expectFigures(world, structured.facts, bodies(failed), bodies(succeeded))).toBeGreaterThan(1)
    for (const { fact, k, n, other_k, other_n, low, high } of structured.facts) {
      const [from, to] = newcombe([k, n], [other_k, other_n])
      expect([fact, low, high].map(String)).toEqual([fact, Number(from.toFixed(3)), Number(to.toFixed(3))].map(String))
      expect(text).toContain(`${fact}: ${percent(k / n)} % (${k}/${n}) vs. ${percent(other_k / other_n)} %`)
    }
  })

  question('14. In which ways do they fail?', async ({ ask, calls }) => {
    const { text, structured } = await ask('explain_conversations', { include: ['modes'], page_size: 5 })
    const [failed] = judgedOf(calls)
    const known = new Map(failed.map(call => [call.id, call]))
    const modes: Json[] = structured.modes
    expect(modes.length).toBeGreaterThan(2)
    expect(modes.map(one => one.k)).toEqual(modes.map(one => one.k).sort((a, b) => b - a))
    for (const { k, n, share, conversation_ids, words } of modes) {
      sameShare(share, k / n)
      expect(text).toContain(`${percent(k / n)} % (${k}/${n})`)
      expect(conversation_ids.filter((id: string) => !known.has(id))).toEqual([])
      expect(words.length).toBeGreaterThan(0)
    }
    // A call fails in one way.
    const shown = modes.flatMap(one => one.conversation_ids)
    expect(new Set(shown).size).toBe(shown.length)
  })

  question('15. What do callers and the agent say in calls that fail?', async ({ ask, calls }) => {
    const few = judgedOf(calls).every(own => own.length <= 200)
    const agent = few ? undefined : worstAgent(calls)
    const { text, structured } = await ask('explain_conversations', {
      ...(agent ? { agent_id: agent } : {}),
      include: ['words'],
      page_size: 4,
    })
    const [failed, succeeded] = judgedOf(calls.filter(call => agent === undefined || call.agent === agent))
    const docs = [failed, succeeded].map(side => docsOf(bodies(side)))
    expect(structured.words.length).toBeGreaterThan(2)
    for (const { said: words, by, k, n, other_k, other_n, line } of structured.words as Json[]) {
      const role = by === 'caller' ? 'user' : 'agent'
      const [ours, others] = docs.map(side => naiveSearch(side, { all: [said(words)], role }).size)
      expect({ words, k, n }).toEqual({ words, k: ours, n: failed.length })
      if (other_n === succeeded.length) expect({ words, other_k }).toEqual({ words, other_k: others })
      expect(text).toContain(line)
    }
  })

  question('16. Do calls fail where a tool fails?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['success_rate'], group_by: ['tool_failed'] })
    const over = calls.filter(call => call.isOver)
    for (const [value, own] of groupBy(over, call => String(call.tools.some(({ failed }) => failed)))) {
      const row = rowsOf(answer).find(one => String(one.tool_failed) === value)!
      sameRate(row, 'success_rate', successes(own))
      expect(answer.text).toContain(`${value}\t${rateText(successes(own))}`)
    }
  })

  question('17. Which errors do tools report?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', {
      metrics: ['count'],
      group_by: ['tool_error_text'],
      page_size: 30,
    })
    const failed = calls.filter(call => call.tools.some(({ failed }) => failed))
    const rows = rowsOf(answer).filter(row => row.tool_error_text !== null)
    expect(rows.length).toBeGreaterThan(0)
    for (const { tool_error_text: shown, count } of rows) {
      const [, tool, error] = /^(\w+): (.*)$/s.exec(shown)!
      const same = failed.filter(({ body }) =>
        (body.transcript as Json[])
          .flatMap(turn => turn.tool_results ?? [])
          .some(
            one =>
              one.tool_name === tool &&
              (one.is_error || one.is_blocked) &&
              plain(one.result_value ?? '').includes(plain(error!)),
          ),
      )
      expect({ shown, count }).toEqual({ shown, count: same.length })
    }
  })
}
