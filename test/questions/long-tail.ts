import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { wordsIn } from '../search/naive.ts'
import { type Call, groupBy, isSpoken } from '../support/questions.ts'
import { rowOf, rowsOf, sameHits, sameNumber } from '../support/same-figures.ts'
import type { Question } from './desk.ts'

/* Callers, crowds, and what only a question of one's own tells. */

const turnsOf = ({ body }: Call, role?: string): Json[] =>
  (body.transcript as Json[]).filter(turn => isSpoken(turn) && (role === undefined || turn.role === role))
const overOf = (calls: Call[]): Call[] => calls.filter(call => call.isOver)

const spokenWords = (message: string): string[] =>
  message.replace(/\[.*?\]/g, ' ').match(/[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu) ?? []

/** Folded and put in one line, as SQL's LIKE is asked for it. */
const holds = (turn: Json, phrase: string): boolean => turn.message.toLowerCase().includes(phrase)

export function questionsOfLongTail(question: Question): void {
  question('34. In which calls does the agent say it, and the caller never?', async ({ ask, calls, subject }) => {
    const { phrase } = subject
    const says = (role: string): string =>
      `SELECT conversation_id FROM turns WHERE role = '${role}' AND folded LIKE '%${phrase}%'`
    const answer = await ask('query_conversations', {
      sql: `SELECT count(*) AS calls FROM (${says('agent')} EXCEPT ${says('user')})`,
    })
    const expected = calls.filter(
      call =>
        turnsOf(call, 'agent').some(turn => holds(turn, phrase)) &&
        !turnsOf(call, 'user').some(turn => holds(turn, phrase)),
    )
    expect(rowsOf(answer)).toEqual([{ calls: expected.length }])
  })

  question('35. Which turn is the longest, and whose?', async ({ ask, calls }) => {
    const answer = await ask('query_conversations', {
      sql: 'SELECT conversation_id, turn, role, words FROM turns WHERE spoken = 1 ORDER BY words DESC, conversation_id, turn LIMIT 3',
    })
    const most = Math.max(...calls.flatMap(call => turnsOf(call).map(turn => spokenWords(turn.message).length)))
    const rows = rowsOf(answer)
    expect(rows.map(row => row.words)).toEqual(rows.map(row => row.words).sort((a, b) => b - a))
    for (const { conversation_id, turn, role, words } of rows) {
      const { message, role: by } = calls.find(call => call.id === conversation_id)!.body.transcript[turn]
      expect(by).toBe(role)
      // What parts words differs a little: numbers with signs, for one.
      expect(Math.abs(spokenWords(message).length - words)).toBeLessThanOrEqual(words / 10)
    }
    expect(rows[0]!.words).toBeGreaterThanOrEqual(0.9 * most)
  })

  question('36. What do callers say last in calls that fail?', async ({ ask, calls }) => {
    const answer = await ask('query_conversations', {
      sql: `SELECT c.conversation_id, t.turn, t.text FROM conversations c JOIN turns t USING (conversation_id)
        WHERE c.outcome = 'failure' AND t.role = 'user' AND t.spoken = 1 AND t.turn = (
          SELECT max(turn) FROM turns l WHERE l.conversation_id = c.conversation_id AND l.role = 'user' AND l.spoken = 1)
        ORDER BY c.started_at DESC, c.conversation_id LIMIT 10`,
    })
    const rows = rowsOf(answer)
    expect(rows).toHaveLength(10)
    for (const { conversation_id, turn, text } of rows) {
      const call = calls.find(({ id }) => id === conversation_id)!
      const last = turnsOf(call, 'user').at(-1)!
      expect(call.outcome).toBe('failure')
      expect(call.body.transcript[turn]).toBe(last)
      expect(wordsIn(text)).toEqual(wordsIn(last.message).slice(0, wordsIn(text).length))
    }
  })

  question('37. Which callers failed more than once?', async ({ ask, calls }) => {
    const answer = await ask('query_conversations', {
      sql: `SELECT caller, count(*) AS failed FROM conversations WHERE outcome = 'failure' AND caller IS NOT NULL
        GROUP BY caller HAVING count(*) > 1 ORDER BY failed DESC`,
    })
    const failed = groupBy(
      calls.filter(call => call.outcome === 'failure' && call.caller !== null),
      call => call.caller!,
    )
    const more = [...failed.values()].map(own => own.length).filter(count => count > 1)
    expect(rowsOf(answer).map(row => row.failed)).toEqual(more.sort((a, b) => b - a))
  })

  question('38. How many people call, and how often each?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['unique_callers', 'calls_per_caller'] })
    const known = overOf(calls).filter(call => call.caller !== null)
    const callers = new Set(known.map(call => call.caller))
    const [row] = rowsOf(answer)
    expect(row!.unique_callers).toBe(callers.size)
    sameNumber(row!.calls_per_caller, known.length / callers.size)
  })

  question('39. How many calls ran at once, at most?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['peak_concurrency'], group_by: ['agent'] })
    for (const [agent, own] of groupBy(overOf(calls), call => call.agent)) {
      const most = Math.max(
        ...own.map(({ start }) => own.filter(one => one.start <= start && start < one.start + one.secs).length),
      )
      expect([agent, rowOf(answer, { agent }).peak_concurrency]).toEqual([agent, most])
    }
  })

  question('40. Which tools does each agent use, how often, and how often in vain?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', {
      metrics: ['tool_error_rate'],
      group_by: ['agent', 'tool'],
      page_size: 200,
    })
    for (const [agent, own] of groupBy(overOf(calls), call => call.agent)) {
      for (const tool of new Set(own.flatMap(call => call.tools.map(({ name }) => name)))) {
        const uses = own.flatMap(call => call.tools.filter(({ name }) => name === tool))
        const share = [uses.filter(({ failed }) => failed).length, uses.length] as const
        sameHits(rowOf(answer, { agent, tool }), 'tool_error_rate', share)
      }
    }
  })
}
