import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect } from '../support/client.ts'
import { smallWorld } from '../support/small-world.ts'
import { startWorld } from '../support/world.ts'

/* Values that a reader would take for one are quoted, with what tells them apart. */

test('case, blanks and hidden characters', async () => {
  const [call] = smallWorld().conversations
  const languages = ['de', 'd\u200be', 'en', 'en']
  const users = ['Ann', 'ann', 'A\u00a0nn', 'Bob']
  const conversations = languages.map((main_language, at) => ({
    ...call,
    conversation_id: `conv_${at}`,
    user_id: users[at],
    metadata: { ...call!.metadata, main_language },
  }))
  const world = await startWorld(() => ({ ...smallWorld(), conversations }))
  const client = await connect(world.app)
  const ask = async (input: Json) =>
    (await client.call('analyze_conversations', { group_by: 'language', metrics: 'count', ...input })).structured
  const { rows, coverage } = await ask({})
  expect(rows).toEqual([
    ['en', 2],
    ['"de"', 1],
    ['"d\\u200be"', 1],
  ])
  expect(coverage.notes).toEqual([
    'Quoted values of language look alike; they differ in case, blanks or hidden characters.',
  ])
  expect((await ask({ group_by: 'user' })).rows.map(([label]: [string]) => label)).toEqual([
    ...['"Ann"', '"A\\u00a0nn"', 'Bob', '"ann"'],
  ])
  // Alone, a value needs no quotation marks.
  const alone = await ask({ main_languages: ['de'] })
  expect([alone.rows, alone.coverage.notes]).toEqual([[['de', 1]], undefined])
  // Where values are looked up, too.
  const listed = (await client.call('list_filter_values', { kind: 'languages', after: '2020-01-01' })).structured
  expect(listed.rows.map(([value]: [string]) => value)).toEqual(['en', '"de"', '"d\\u200be"'])
  expect(listed.coverage.notes).toContain('Quoted values look alike; they differ in case, blanks or hidden characters.')
  await client.close()
  await world.close()
})

test('facts that look alike', async () => {
  const [call] = smallWorld().conversations
  const conversations = Array.from({ length: 60 }, (_, at) => ({
    ...call,
    conversation_id: `conv_${at}`,
    analysis: { ...call!.analysis, call_successful: at % 2 === 0 ? 'failure' : 'success' },
    metadata: { ...call!.metadata, main_language: at % 3 === 0 ? 'en' : at % 2 === 0 ? 'de' : 'd\u200be' },
  }))
  const world = await startWorld(() => ({ ...smallWorld(), conversations }))
  const client = await connect(world.app)
  const { facts } = (await client.call('explain_conversations', { include: 'facts' })).structured
  expect(facts.map(({ fact }: Json) => fact)).toEqual(['language = "de"', 'language = "d\\u200be"'])
  await client.close()
  await world.close()
})
