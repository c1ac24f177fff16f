import { afterEach, expect, test, vi } from 'vitest'
import { SIGNALS } from '../../src/triage/signals.ts'
import { triage } from '../../src/triage/triage.ts'
import { agent, body, filled, user } from '../search/filled.ts'
import { databaseOf } from '../support/database.ts'

/* One odd call never ends a triage: the others are ranked. */

afterEach(() => vi.restoreAllMocks())

const failed = { analysis: { call_successful: 'failure', transcript_summary: 'A call.' } }
const transcript = [agent('Hello, how can I help you?'), user('I want a refund'), agent('Of course.')]
const calls = () => [body(transcript, failed), body(transcript, failed), body(transcript, failed)]
const asked = { filter: {}, limit: 10, offset: 0 }

test('evidence that cannot be shown is said to be so, of that call', async () => {
  const archive = await filled(calls())
  const whole = (await triage(archive, asked)).rows
  expect(whole).toHaveLength(3)
  const odd = whole[1]!.conversationId
  for (const signal of SIGNALS) {
    const { evidence } = signal
    vi.spyOn(signal, 'evidence').mockImplementation(call => {
      if (call.id === odd) throw new TypeError('odd')
      return evidence(call)
    })
  }
  const { rows } = await triage(archive, asked)
  expect(rows.map(({ conversationId, score }) => [conversationId, score])).toEqual(
    whole.map(({ conversationId, score }) => [conversationId, score]),
  )
  expect(rows[1]!.reasons.map(({ turn, turns, detail }) => ({ turn, turns, detail }))).toEqual(
    rows[1]!.reasons.map(() => ({ turn: null, turns: [], detail: 'its evidence cannot be shown' })),
  )
  for (const at of [0, 2]) expect(rows[at]!.reasons).toEqual(whole[at]!.reasons)
  archive.close()
})

test('a body that is broken in the file leaves its call out', async () => {
  const archive = await filled(calls())
  const [first, odd, last] = (await triage(archive, asked)).rows
  databaseOf(archive).run(
    `UPDATE bodies SET detail = x'0102' WHERE conversation = (SELECT id FROM conversations WHERE conversation_id = '${odd!.conversationId}')`,
  )
  const { rows } = await triage(archive, asked)
  expect(rows.map(row => row.conversationId)).toEqual([first!.conversationId, last!.conversationId])
  archive.close()
})
