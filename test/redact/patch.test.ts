import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
// @ts-expect-error plain JavaScript
import { BODIES } from '../../bench/odd-calls/bodies.mjs'
import { toConversation } from '../../src/api/map.ts'
import { readWorldFile } from '../../src/demo/file.ts'
import type { Json } from '../../src/demo/world.ts'
import type { Conversation } from '../../src/domain/conversation.ts'
import { atOnce } from '../../src/pieces.ts'
import { createRedactor } from '../../src/redact/redactor.ts'
import { MORE, many, runs } from '../support/runs.ts'
import { everyNth } from '../support/sample.ts'
import { smallWorld } from '../support/small-world.ts'
import { ALL_TRICKS } from '../support/tricks.ts'
import { fullConversation, fullSummary } from './full.ts'
import { generatedCalls } from './generated.ts'

const BODY = Buffer.from('a body')
const OTHER = Buffer.from('another')

/** What somebody who has not seen the call keeps of it, and what is read with that. */
async function twice(call: Conversation, settings: { variables?: string[] } = {}) {
  const kept: string[] = []
  const start = (salt = 'a salt', variables = settings.variables) =>
    createRedactor(salt, variables, (_id, _packed, patch) => kept.push(patch))
  const first = await start()
  const masked = atOnce(first.conversation(call, { packed: BODY, patch: null }))
  return { kept, start, first, masked, patch: kept.pop() }
}

/** By its patch a call is the same to the letter, and so is all that is told of it later. */
async function expectSame(call: Conversation): Promise<void> {
  const before = JSON.stringify(call)
  const { kept, start, first, masked, patch } = await twice(call)
  expect(patch).toBe(atOnce((await start()).patch(call, BODY)))
  const second = await start()
  const patched = atOnce(second.conversation(call, { packed: BODY, patch: patch! }))
  expect(JSON.stringify(patched)).toBe(JSON.stringify(masked))
  expect(patched).toEqual(masked)
  expect(kept).toEqual([])
  expect(JSON.stringify(call)).toBe(before)
  const words = before.slice(0, 5_000)
  expect(second.said(call.id, words)).toBe(first.said(call.id, words))
  const summary = { ...fullSummary, id: call.id, title: words.slice(0, 500) }
  expect(atOnce(second.summary(summary))).toEqual(atOnce(first.summary(summary)))
  expect(second.knows(call.id)).toBe(true)
}

const bodiesOf = async (bodies: readonly Json[]): Promise<void> => {
  for (const body of bodies) await expectSame(toConversation(JSON.parse(JSON.stringify(body)), body.conversation_id))
}

describe('a call is the same by what is kept of its masking as masked anew:', () => {
  test('those of a small world, and one with all there is', async () => {
    await bodiesOf(smallWorld().conversations)
    await expectSame(fullConversation)
  })

  test('sample calls', () => bodiesOf(everyNth(many(30, 1))))

  test('calls that name numbers, people and places', async () => {
    for (const { call } of generatedCalls(runs(300), 7)) await expectSame(call)
  })

  test('odd calls', () => bodiesOf(Object.values<(size: number) => Json>(BODIES).map(make => make(60))))

  const { CONVERSATIONS_CORPUS: corpus } = process.env
  test.skipIf(!corpus)('real calls', MORE, async () => {
    const { conversations } = await readWorldFile(join(corpus!, 'airline.jsonl'))
    await bodiesOf(conversations.filter((_, at) => at % 20 === 0))
  })

  test('whatever stands in a variable, a field or a tool', async () => {
    const said = fc.constantFrom(
      ...ALL_TRICKS,
      '+14155550132',
      '415-555-0199',
      'mia@example.com',
      'Mia Moor',
      '-0',
      '1',
    )
    const name = fc.oneof(said, fc.constantFrom('__proto__', 'phone', 'full_name', 'user_id', 'length', '0', ''))
    const { value } = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(said, fc.constantFrom(null, true, 4155550132, -0)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map(members => Object.fromEntries(members)),
      ),
    }))
    const call = fc.tuple(fc.array(fc.tuple(name, value), { maxLength: 5 }), value, value, said)
    await fc.assert(
      fc.asyncProperty(call, async ([variables, field, tool, message]) => {
        const [turn] = fullConversation.turns
        const result = { ...turn!.toolResults[0]!, resultText: JSON.stringify(tool) }
        await expectSame({
          ...fullConversation,
          variables: JSON.parse(JSON.stringify(Object.fromEntries(variables))),
          collected: [{ id: 'caller_name', value: JSON.parse(JSON.stringify(field)), rationale: message }],
          turns: [{ ...turn!, message, toolResults: [result] }],
        })
      }),
      { numRuns: runs(400) },
    )
  })
})

describe('what is kept of masking', () => {
  const call = toConversation(smallWorld().conversations[0]!, 'conv_1')

  test.each<[string, Parameters<Awaited<ReturnType<typeof twice>>['start']>, Buffer]>([
    ['the same salt', ['another salt'], BODY],
    ['the same variables', ['a salt', ['plan']], BODY],
    ['the same body', [], OTHER],
  ])('counts for %s only', async (_, asked, packed) => {
    const { kept, start, patch } = await twice(call)
    const [own, anew] = [await start(...asked), await start(...asked)]
    const read = atOnce(own.conversation(call, { packed, patch: patch! }))
    expect(read).toEqual(atOnce(anew.conversation(call)))
    expect(kept).toEqual([atOnce(anew.patch(call, packed))])
    expect(kept[0]).not.toBe(patch)
  })

  test('counts as it was written only', async () => {
    const { kept, start, masked, patch } = await twice(call)
    const bad = [patch!.replace(/phone|name|user/, 'xxxxx'), patch!.slice(0, -1), '', 'x'.repeat(40), `${patch!} `]
    for (const one of bad) {
      const own = await start()
      expect(atOnce(own.conversation(call, { packed: BODY, patch: one }))).toEqual(masked)
      expect(kept.pop()).toBe(patch)
    }
  })

  test.each<[string, string, unknown, [id: string, value: string]]>([
    ['more', 'I am Maria Moor', '', ['full_name', 'Maria Moor']],
    ['the same word for something else', 'A street called lumen', 'Lumen Finchley', ['address', 'lumen']],
    ['another name of the same person first', 'This is Maria', 'Maria Moorland', ['full_name', 'Maria Kellerby']],
    ['one name more than are looked for', 'I am Zeb Late', manyNames(), ['full_name', 'Zeb Late']],
  ])('does not count where a list has told %s', async (_, message, named, [id, value]) => {
    const talk = {
      ...{ ...call, collected: [], variables: { customer_name: named as string } },
      turns: [{ ...fullConversation.turns[0]!, message }],
    }
    const { start, patch } = await twice(talk)
    const [own, anew] = [await start(), await start()]
    const row = { ...fullSummary, id: talk.id, collected: [{ id, value, rationale: null }] }
    for (const redactor of [own, anew]) atOnce(redactor.summary(row))
    const read = atOnce(own.conversation(talk, { packed: BODY, patch: patch! }))
    expect(read).toEqual(atOnce(anew.conversation(talk)))
    expect(read.turns[0]!.message).toContain('[')
  })
})

/** More words than are looked for. */
function manyNames() {
  return Array.from({ length: 260 }, (_, n) => `Ab${letters(n)} Cd${letters(n)}`)
}

function letters(n: number): string {
  return String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))
}

test('of a call of which too much changes nothing is kept', async () => {
  const message = 'I am at +1 415 555 0132, '.repeat(300)
  const turns = Array.from({ length: 20 }, (_, index) => ({ ...fullConversation.turns[0]!, index, message }))
  expect((await twice({ ...fullConversation, turns })).patch).toBeUndefined()
})
