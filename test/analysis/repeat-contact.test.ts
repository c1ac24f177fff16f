import { expect, test } from 'vitest'
import type { Question } from '../../src/analysis/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { archiveOf, ask, rowOf, rowsOf } from './world.ts'

const DAY = 86_400
const START = 1_790_856_000

let last = 0
const call = (day: number, who: { user?: string; number?: string }, more: Json = {}): Json => ({
  ...{ conversation_id: `conv_${++last}`, agent_id: 'agent_a', status: 'done', user_id: who.user ?? null },
  metadata: {
    ...{ start_time_unix_secs: START + day * DAY, call_duration_secs: 60 },
    phone_call: who.number ? { type: 'twilio', direction: 'inbound', external_number: who.number } : null,
  },
  ...{ analysis: null, transcript: [], ...more },
})
const NOISE = call(40, { user: 'somebody later' })

const rate = async (bodies: Json[], question: Partial<Question> = {}) => {
  const archive = await archiveOf([...bodies, NOISE])
  const answer = await ask(archive, {
    metrics: ['repeat_contact_rate'],
    window: { zone: 'UTC', beforeUnix: START + 30 * DAY },
    ...question,
  })
  await archive.close()
  return answer
}
const shown = async (bodies: Json[], question: Partial<Question> = {}) => {
  const { repeat_contact_rate_k: k, repeat_contact_rate_n: n } = rowOf(await rate(bodies, question))
  return `${k} of ${n}`
}

test('callers who call again within seven days, each counted once', async () => {
  const ada = { user: 'ada' }
  expect(await shown([call(1, ada), call(8, ada)])).toBe('1 of 1')
  expect(await shown([call(1, ada), call(8.01, ada)])).toBe('0 of 1')
  expect(await shown([call(1, ada), call(2, ada), call(3, ada), call(4, { user: 'bo' })])).toBe('1 of 2')
  // The same contact twice.
  expect(await shown([call(1, ada), call(1, ada)])).toBe('0 of 1')
  expect(await shown([call(1, ada), call(1, ada), call(2, ada)])).toBe('1 of 1')
})

test('a caller without a user id is known by the number, however it is written', async () => {
  expect(await shown([call(1, { number: '+1 (555) 010-77.77' }), call(2, { number: '+15550107777' })])).toBe('1 of 1')
  expect(await shown([call(1, { number: '555' }), call(2, { user: '555' })])).toBe('0 of 2')
  const answer = await rate([call(1, {}), call(2, { number: ' ' })])
  expect(answer.metrics[0]!.leftOut).toEqual([{ reason: 'caller unknown', count: 2, of: 'calls' }])
})

test('the later call may be one that the question does not select', async () => {
  const bodies = [call(1, { user: 'ada' }), call(3, { user: 'ada' }, { agent_id: 'agent_b' })]
  expect(await shown(bodies, { filter: { agent_id: 'agent_a' } })).toBe('1 of 1')
  expect(await shown(bodies, { window: { zone: 'UTC', beforeUnix: START + 2 * DAY } })).toBe('1 of 1')
  const byAgent = rowsOf(await rate(bodies, { groupBy: ['agent'] })).map(row => [row.agent, row.repeat_contact_rate])
  expect(byAgent).toEqual([
    ['agent_a', 1],
    ['agent_b', 0],
  ])
})

test('calls after which seven days are not known yet do not count, and are counted as such', async () => {
  // A call at that very moment would still count.
  const bodies = [call(1, { user: 'ada' }), call(18, { user: 'ada' }), call(21, { user: 'bo' })]
  const answer = await rate(bodies, { knownUntil: START + 25 * DAY })
  expect(rowOf(answer)).toMatchObject({ repeat_contact_rate_k: 0, repeat_contact_rate_n: 1 })
  expect(answer.metrics[0]!.leftOut).toEqual([
    { reason: 'the 7 days after the call have not passed', count: 2, of: 'calls' },
  ])
})
