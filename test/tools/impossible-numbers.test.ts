import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskWith } from '../support/desk.ts'
import { NOW } from '../support/world.ts'

/* Numbers that cannot be (negative costs, ratings of 9) count as missing in every sum, and the call's answer says so. */

const call = (id: string, cost: number, more: Json = {}): Json => ({
  conversation_id: id,
  agent_id: 'agent_1',
  agent_name: 'Desk',
  status: 'done',
  metadata: {
    start_time_unix_secs: NOW - 3600,
    call_duration_secs: 60,
    cost,
    cost_fiat: cost / 100,
    feedback: { rating: 4, likes: 1, dislikes: 0 },
    ...more.metadata,
  },
  analysis: {
    call_successful: 'success',
    sentiment_analysis: { overall_sentiment_score: 0.5, overall_frustration_score: 0.25 },
    ...more.analysis,
  },
  transcript: [{ role: 'user', message: 'A refund please', time_in_call_secs: 1, ...more.turn }],
})
const usage = (tokens: number, price: number) => ({ llm_usage: { model_usage: { m: { input: { tokens, price } } } } })
const criteria = (score: number) => ({ fine: { criteria_id: 'fine', result: 'success', score, max_score: 5 } })
const ODD = call('conv_odd', -500, {
  metadata: { feedback: { rating: 9, likes: -7, dislikes: 0 }, queue_wait_secs: -3 },
  analysis: {
    call_success_score: -1,
    evaluation_criteria_results: criteria(6),
    sentiment_analysis: { overall_sentiment_score: 40, overall_frustration_score: -2 },
  },
  turn: usage(-100, -1),
})
const WRITTEN = call('conv_text', 0, { metadata: { cost: '1,234', cost_fiat: '0x10', queue_wait_secs: '' } })
const CALLS = [WRITTEN, call('conv_a', 100, { turn: usage(100, 0.5) }), call('conv_b', 200), ODD]

const c = deskWith(CALLS)

const ask = async (metrics: string[]): Promise<string> => (await c().call('analyze_conversations', { metrics })).text

test('they are in no sum, and excluded by name', async () => {
  const text = await ask([
    'cost',
    'cost_usd',
    'cost_per_minute',
    'cost_per_success',
    'rating',
    'sentiment',
    'frustration',
  ])
  expect(text).toMatch(/^cost: n 2, avg 150, min 100, max 200, sum 300,/m)
  expect(text).toMatch(/^cost_usd: n 2, avg 1\.5, min 1, max 2, sum 3,/m)
  expect(text).toMatch(/^cost_per_minute: 150 /m)
  expect(text).toMatch(/^cost_per_success: 150 /m)
  expect(text).toMatch(/^rating: n 3, avg 4,/m)
  expect(text).toMatch(/^sentiment: n 3, avg 0\.5,/m)
  expect(text).toMatch(/^frustration: n 3, avg 0\.25,/m)
  expect(text.match(/Excluded: [12] calls? \(no valid (cost|cost or duration|rating|score)\)/g)).toHaveLength(7)
})

test('a number that cannot be read is named, too', async () => {
  const { structured } = await c().call('get_conversation', { conversation_id: 'conv_text' })
  expect((structured as any).coverage).toContain(
    'Ignored as impossible or unreadable: cost (not a number), cost in USD (not a number).',
  )
  expect((structured as any).metadata.cost).toBeUndefined()
})

test('likes and dislikes below zero are none', async () => {
  expect(await ask(['feedback'])).toMatch(/^feedback: 100\.0 % \(3\/3;/m)
})

test('get_conversation shows none of them, and says what it ignores', async () => {
  const { structured, text } = await c().call('get_conversation', { conversation_id: 'conv_odd', include: ['costs'] })
  expect((structured as any).coverage).toContain(
    'Ignored as impossible or unreadable: cost -500, cost in USD -5, queue wait -3, rating 9, likes -7, and more.',
  )
  expect((structured as any).metadata.cost).toBeUndefined()
  expect(text).not.toMatch(/-100|USD -1|6\/5/)
  const plain = await c().call('get_conversation', { conversation_id: 'conv_a', include: ['costs'] })
  expect((plain.structured as any).coverage).not.toContain('impossible')
  expect(plain.text).toContain('100')
})
