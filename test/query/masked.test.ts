import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskWith } from '../support/desk.ts'
import { smallWorld } from '../support/small-world.ts'

/* With --redact on, a query is no way round the masks: what it compares, cuts and counts is masked already. */

const NUMBER = '+14155550133'
const MAIL = 'mia.plant@example.com'

const [call] = smallWorld().conversations
const said = `Please call ${NUMBER} or write to ${MAIL}.`
const secret: Json = {
  ...call,
  user_id: MAIL,
  transcript: [
    { role: 'agent', message: 'Hello.', time_in_call_secs: 0 },
    { role: 'user', message: said, time_in_call_secs: 2 },
  ],
  analysis: {
    ...call!.analysis,
    call_summary_title: `Callback to ${NUMBER}`,
    transcript_summary: said,
    data_collection_results: {
      phone: { data_collection_id: 'phone', value: NUMBER, rationale: said },
      digits: { data_collection_id: 'digits', value: Number(NUMBER), rationale: said },
    },
  },
}

const client = deskWith([secret], { redact: true })

async function rows(sql: string): Promise<Json[][]> {
  const { structured, isError, text } = await client().call('query_conversations', { sql })
  expect([isError, text]).toEqual([false, text])
  return structured.rows
}

test('nothing that a statement makes of a text brings back what was masked', async () => {
  const texts = [
    ...['text', 'folded'].map(name => [name, 'turns']),
    ...['title', 'summary', 'user_id', 'caller', 'ending'].map(name => [name, 'conversations']),
    ...['value', 'number', 'rationale'].map(name => [name, 'collected']),
  ]
  const found = texts.map(
    ([name, view]) => `SELECT '${name}', hex(${name}), substr(${name}, 1, 200) FROM ${view}
      WHERE ${name} LIKE '%555%0133%' OR ${name} LIKE '%mia%' OR instr(${name}, '@')`,
  )
  expect(await rows(found.join(' UNION ALL '))).toEqual([])
  const hexed = JSON.stringify(
    await rows('SELECT hex(text), hex(title) FROM turns JOIN conversations USING (conversation_id)'),
  )
  expect(hexed).not.toContain(Buffer.from('5550133').toString('hex'))
  expect(hexed).toContain(Buffer.from('[phone-').toString('hex').toUpperCase())
})

test('a person has the same pseudonym in all views, so that they can still be joined and counted', async () => {
  const [pair] = await rows(`
    SELECT substr(text, instr(text, '[phone-'), 16), value FROM turns JOIN collected USING (conversation_id)
    WHERE role = 'user' AND field_id = 'phone'`)
  const [inText, inValue] = pair!
  expect(inText).toBe(inValue)
  expect(inText).toMatch(/^\[phone-[0-9a-f]{8}\]$/)
})
