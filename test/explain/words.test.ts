import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { seededRandom } from '../../src/domain/statistics.ts'
import { type Explanation, explain } from '../../src/explain/index.ts'
import { archiveOf } from '../analysis/world.ts'
import { MORE } from '../support/runs.ts'
import { byOutcome } from './worlds.ts'

/* What is said in calls that go wrong: counted once more from the turns by plain regular expressions. */

const PLAIN = ['where is it', 'thanks a lot', 'my name is Ada', "I don't know", 'one moment please', 'that is 4711']

/** Callers whose calls fail often ask for a refund, and the agent apologises; in either group they say the rest. */
function talks(seed: string, size: number, has: { refund: number; sorry: number }): Json[] {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  return Array.from({ length: size }, (_, number) => {
    const outcome = random() < 0.4 ? 'failure' : 'success'
    const isFailed = outcome === 'failure'
    const user = [
      pick(PLAIN),
      pick(PLAIN),
      ...(random() < (isFailed ? has.refund : 0.1) ? ['I want a refund, a refund!'] : []),
    ]
    const agent = [pick(PLAIN), ...(random() < (isFailed ? has.sorry : 0.05) ? ["I'm sorry about that"] : [])]
    const turn = (role: string) => (message: string) => ({ role, message, time_in_call_secs: 1 })
    return {
      ...{ conversation_id: `conv_${number}`, agent_id: 'agent_1', status: 'done' },
      metadata: { start_time_unix_secs: 1_793_577_600 + number, call_duration_secs: 60 },
      analysis: { call_successful: outcome, transcript_summary: '' },
      transcript: [...user.map(turn('user')), ...agent.map(turn('agent'))],
    }
  })
}

async function wordsOf(calls: Json[]): Promise<Explanation['texts']> {
  const archive = await archiveOf(calls)
  try {
    return (await explain(archive, { ...byOutcome, zone: 'UTC', rows: 0, words: 5, modes: false })).texts
  } finally {
    await archive.close()
  }
}

/** One turn of each side, of calls that fail and of others. */
const inTurn = (size: number, failed: readonly [string, string], others: readonly [string, string]): Json[] =>
  Array.from({ length: size }, (_, number) => {
    const [user, agent] = number % 2 === 0 ? failed : others
    const turn = (role: string, message: string) => ({ role, message, time_in_call_secs: 1 })
    return {
      ...{ conversation_id: `conv_${number}`, agent_id: 'agent_1', status: 'done' },
      metadata: { start_time_unix_secs: 1_793_577_600 + number, call_duration_secs: 60 },
      analysis: { call_successful: number % 2 === 0 ? 'failure' : 'success', transcript_summary: '' },
      transcript: [turn('user', user), turn('agent', agent)],
    }
  })

const says = (call: Json, role: string, what: RegExp): boolean =>
  call.transcript.some((turn: Json) => turn.role === role && what.test(turn.message))

describe('in calls that go wrong', () => {
  const calls = talks('words', 300, { refund: 0.7, sorry: 0.6 })

  test('what is said more is found, with the calls that say it', async () => {
    const { words, read } = await wordsOf(calls)
    const groups = ['failure', 'success'].map(outcome =>
      calls.filter(({ analysis }) => analysis.call_successful === outcome),
    )
    expect(read).toEqual(groups.map(({ length }) => length))
    const [refund] = words.filter(({ by }) => by === 'user')
    const sorry = words.find(({ by }) => by === 'agent')!
    expect(refund!.form).toMatch(/refund/)
    expect(sorry.form).toMatch(/i'm|sorry|about/)
    for (const [{ fact }, role, what] of [
      [refund!, 'user', /refund/],
      [sorry, 'agent', /sorry/],
    ] as const) {
      expect(fact.k).toEqual(groups.map(group => group.filter(call => says(call, role, what)).length))
      expect(fact.n).toEqual(read)
    }
    // Words of one sentence are one row; what everybody says is none.
    expect(words.map(({ by }) => by)).toEqual(['user', 'agent'])
    expect(refund!.z).toBeGreaterThan(3)
    const { call, turn } = refund!.example!
    expect(call!.turns[turn!]!.message).toContain('refund')
  })

  test('numbers and halves of contractions are no words', MORE, async () => {
    const { words } = await wordsOf(calls)
    expect(words.filter(({ form }) => /\d/.test(form) || /^(m|t|don)$/.test(form))).toEqual([])
  })
})

test('words that only hold a sentence together are no rows, alone or together; with another they may be', async () => {
  const { words, wordsTested } = await wordsOf(
    inTurn(40, ["It's for me and I was", 'Not about the invoice'], ['Hm', 'Well']),
  )
  // Of callers "hm"; of agents "well", "not", "invoice", "not about", "the invoice", which are one row.
  expect(wordsTested).toBe(6)
  expect(words.map(({ by, form }) => [by, form])).toEqual([['agent', 'invoice']])
})

test('where both groups say the same, nothing is called more than chance', MORE, async () => {
  for (const seed of ['same 1', 'same 2', 'same 3']) {
    expect((await wordsOf(talks(seed, 200, { refund: 0.1, sorry: 0.05 }))).words).toEqual([])
  }
})
