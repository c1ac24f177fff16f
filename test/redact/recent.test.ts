import { expect, test } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { atOnce } from '../../src/pieces.ts'
import { createRedactor } from '../../src/redact/redactor.ts'
import { fullConversation } from './full.ts'

const body = (text: string) => ({ packed: Buffer.from(text), patch: null })
const callOf = (id: string, message: string): Conversation => ({
  ...fullConversation,
  ...{ id, variables: {}, collected: [] },
  turns: [{ ...fullConversation.turns[0], message }],
})

test('a call of which the archive has the same is not masked again, until it is another or more is known of it', async () => {
  const redactor = await createRedactor('a salt')
  const first = callOf('conv_1', 'My number is 415-555-0132.')
  const read = (call: Conversation, packed: string) => atOnce(redactor.conversation(call, body(packed)))
  const masked = read(first, 'one')
  expect(masked.turns[0]!.message).toMatch(/^My number is \[phone-\w{8}\]\.$/)
  expect(read({ ...first }, 'one')).toBe(masked)

  const second = read(callOf('conv_1', 'Mine is jane@example.com, I am Maria Moor'), 'two')
  expect(second.turns[0]!.message).toMatch(/^Mine is \[email-\w{8}\], I am Maria Moor$/)
  // A list tells the name.
  const named = { ...callOf('conv_1', ''), collected: [{ id: 'full_name', value: 'Maria Moor', rationale: null }] }
  atOnce(redactor.summary({ ...named, messageCount: 1, direction: null, rating: null, toolNames: [] }))
  const third = read(callOf('conv_1', 'Mine is jane@example.com, I am Maria Moor'), 'two')
  expect(third.turns[0]!.message).toMatch(/^Mine is \[email-\w{8}\], I am \[name-\w{8}\]$/)
})

test('few calls are kept, and none without the body that it was made of', async () => {
  const redactor = await createRedactor('a salt')
  const calls = Array.from({ length: 30 }, (_, at) => callOf(`conv_${at}`, 'My number is 415-555-0132.'))
  const read = () => calls.map(call => atOnce(redactor.conversation(call, body('one'))))
  const [before, after] = [read(), read().reverse()]
  expect(after.filter(call => before.includes(call))).toEqual([])
  const last = calls.at(-1)!
  expect(atOnce(redactor.conversation(last))).not.toBe(atOnce(redactor.conversation(last)))
  const large = { packed: Buffer.alloc(2_000_000), patch: null }
  expect(atOnce(redactor.conversation(last, large))).not.toBe(atOnce(redactor.conversation(last, large)))
})
