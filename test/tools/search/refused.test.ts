import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { connect } from '../../support/client.ts'
import { walk } from '../../support/reading.ts'
import { sample } from '../../support/sample.ts'
import { smallWorld } from '../../support/small-world.ts'
import { NOW, startWorld } from '../../support/world.ts'
import { foundIn, wordDesks } from './words.ts'

/* Mode words: the index of the archive, through a client. What matches is worked out anew from the API's own bodies. */

const { few, many, search } = wordDesks()

/** Turns in which somebody said exactly this word, in whatever case, by reading every body. */
const saying = (word: RegExp, keep: (call: Json, turn: Json) => boolean = () => true): string[] =>
  sample.conversations.flatMap(call =>
    (call.transcript as Json[]).flatMap((turn, at) =>
      word.test(turn.message ?? '') && keep(call, turn) ? [`${call.conversation_id} ${at}`] : [],
    ),
  )

describe('finds what an own reading of all calls finds', () => {
  test.each([
    ['a phrase of the caller', { query: '"where my order is"', role: 'user' }, /\bwhere my order is\b/i, isUser],
    ['a word of one agent', { query: 'shelf', agent_id: 'fennick', role: 'agent' }, /\bshel(f|ves)\b/i, isFennickAgent],
    [
      'of failed calls',
      { query: 'order', call_successful: 'failure', role: 'user' },
      /\border(s|ed|ing)?\b/i,
      isFailedUser,
    ],
    ['of a week', { query: 'number', after: '7d', role: 'agent' }, /\bnumbers?\b|\bnumbered\b/i, isNewAgent],
  ] as [string, Json, RegExp, (call: Json, turn: Json) => boolean][])('%s', async (_, input, word, keep) => {
    const wanted = saying(word, keep)
    expect(wanted.length).toBeGreaterThan(0)
    const answers = await walk(many.client, 'search_conversations', {
      ...input,
      page_size: 50,
      max_tokens: 20_000,
      neighbours: 0,
    })
    expect(foundIn(answers).sort()).toEqual(wanted.sort())
    const calls = new Set(wanted.map(place => place.split(' ')[0])).size
    expect(answers[0]!.structured.total).toEqual({ conversations: calls, turns: wanted.length })
    expect(answers[0]!.structured.coverage.counts).toMatch(
      new RegExp(`^${calls} conversations? match(es)? .*, in ${wanted.length} turns?\\.`),
    )
  })

  const start = (call: Json): number => call.metadata.start_time_unix_secs
  function isUser(_: Json, turn: Json) {
    return turn.role === 'user'
  }
  function isFennickAgent(call: Json, turn: Json) {
    return (
      turn.role === 'agent' && call.agent_id === sample.agents.find(({ name }) => name.includes('Fennick'))!.agent_id
    )
  }
  function isFailedUser(call: Json, turn: Json) {
    return turn.role === 'user' && call.analysis?.call_successful === 'failure'
  }
  function isNewAgent(call: Json, turn: Json) {
    return turn.role === 'agent' && start(call) >= NOW - 7 * 86_400
  }
})

test('what cannot be looked for is refused with words', async () => {
  const lines = await Promise.all(
    [{ query: '*' }, { query: '-refund' }, { query: '!?' }, { query: 'refund', mode: 'fuzzy', role: 'user' }].map(
      async input => (await search(input, few.client)).text,
    ),
  )
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    ""*" has no search term. Add a word or number to find, such as refund, "call back" or 5000; terms after a minus only exclude.
    "-refund" has no search term. Add a word or number to find, such as refund, "call back" or 5000; terms after a minus only exclude.
    "!?" has no search term. Add a word or number to find, such as refund, "call back" or 5000; terms after a minus only exclude.
    role requires mode words: the API search (fuzzy) does not tell who spoke."
  `)
})

test.each([
  'call-back',
  'C++',
  'foo "bar',
  '😀',
  '返金',
  '"); DROP TABLE words; --',
  'NEAR(a b)',
  'user:refund',
  '5,000',
])('%s is text, whatever it looks like', async query => {
  const { isError, structured } = await search({ query })
  expect(isError).toBe(false)
  expect(structured.coverage.counts).not.toBe('')
})

test('without an archive it names what works', async () => {
  const off = await startWorld(smallWorld, { archive: 'off' })
  const client = await connect(off.app)
  expect((await client.call('search_conversations', { query: 'refund' })).text).toMatchInlineSnapshot(
    `"This needs the archive, which is off (--archive off). Start the server without that setting. Without an archive, list_conversations, get_conversation and search_conversations with mode fuzzy or semantic still work."`,
  )
  expect((await client.call('search_conversations', { query: 'refund', mode: 'fuzzy' })).isError).toBe(false)
  await client.close()
  await off.close()
})

test('who says it is an argument of its own, and a query with a speaker in front is told so', async () => {
  const hint = 'The words before the colon are searched, too; who says it is role.'
  expect((await search({ query: 'user:refund' })).structured.coverage.notes).toContain(hint)
  expect((await search({ query: 'refund', role: 'user' })).text).not.toContain(hint)
})
