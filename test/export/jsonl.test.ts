import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { jsonlFormat, rawJsonlFormat } from '../../src/export/jsonl.ts'
import { fullConversation, fullSummary, leavesOf, planted } from '../redact/full.ts'

const call: Conversation = fullConversation
const format = jsonlFormat({ zone: 'UTC' })

test('a line is one object with facts, results, variables and turns', () => {
  expect(JSON.parse(format.row({ call }))).toMatchSnapshot()
  expect(JSON.parse(format.row({ summary: fullSummary }))).toMatchSnapshot()
})

test('what a conversation tells is in its line, with few exceptions', () => {
  const missing = leavesOf(fullConversation)
    .filter(({ value }) => typeof value === 'string')
    .filter(({ path }) => !format.row({ call: planted(call, path, 'planted') }).includes('planted'))
  expect(missing.map(({ path }) => path)).toEqual([
    'phone.type',
    'phone.result',
    'scoped.0.agentId',
    'scoped.0.outcome',
  ])
})

test('a turn leaves out what it does not have', () => {
  const [turn] = fullConversation.turns
  const plain = { ...turn, planned: null, interrupted: false, medium: null, agentId: null, workflowNodeId: null }
  const bare = {
    ...plain,
    toolCalls: [],
    toolResults: [],
    metrics: {},
    sentiment: null,
    frustration: null,
    feedback: null,
  }
  const empty = { ...bare, guardrails: [], files: [], event: null, reasoning: [], rag: null, llm: null }
  expect(JSON.parse(format.row({ call: { ...call, turns: [empty] } })).transcript).toEqual([
    { turn: 0, time_secs: 0, role: 'agent', message: 'Hello' },
  ])
})

test('whatever is said, a line is a line and reads back the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), said => {
      const message = `${said}\u2028\r\n\u0085"`
      const line = format.row({ call: { ...call, turns: [{ ...fullConversation.turns[0], message }] } })
      expect(line.slice(0, -1)).not.toMatch(/[\n\r\u2028\u2029]/)
      expect(line.endsWith('\n')).toBe(true)
      expect(JSON.parse(line).transcript[0].message).toBe(message)
    }),
    { numRuns: 200 },
  )
})

test("the API's own JSON is written as it is", () => {
  const raw = { conversation_id: 'conv_1', odd: [1, { 'a\u2028': null }] }
  const line = rawJsonlFormat().row({ call, raw })
  expect(JSON.parse(line)).toEqual(raw)
  expect(line.split(/[\n\u2028]/)).toHaveLength(2)
  expect(() => rawJsonlFormat().row({ call })).toThrow(TypeError)
  expect(() => rawJsonlFormat().row({ summary: fullSummary })).toThrow(TypeError)
})
