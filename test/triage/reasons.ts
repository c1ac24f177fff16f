import { afterAll, beforeAll, expect } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { type Reason, triage } from '../../src/triage/triage.ts'
import { add, agent, body, filled, type Json, user } from '../search/filled.ts'

/** A call without a reason to review it. */
export const talk = [agent('Hello, how can I help you?'), user('I want to change my booking'), agent('Of course.')]
const ended = { termination_reason: 'end_call tool was called.' }

/** Reads the reasons of one call as `kind weight @turns: detail`, in an archive for the tests of the file that calls this. */
export function reasonsInArchive() {
  let archive: Archive
  beforeAll(async () => {
    archive = await filled([])
  })
  afterAll(() => archive.close())

  return async (transcript: Json[], more: Json = {}): Promise<string[]> => {
    const call = body(transcript, { ...more, metadata: { ...ended, ...more.metadata } })
    const agent_id = `agent_of_${call.conversation_id}`
    await add(archive, [{ ...call, agent_id }])
    const [row] = (await triage(archive, { filter: { agent_id }, limit: 10, offset: 0 })).rows
    const reasons: Reason[] = row?.reasons ?? []
    expect(row?.score ?? 0).toBe(
      Math.min(
        100,
        reasons.reduce((sum, { weight }) => sum + weight, 0),
      ),
    )
    for (const { turn, turns } of reasons) expect(turn).toBe(turns[0] ?? null)
    return reasons.map(({ kind, weight, turns, detail }) => `${kind} ${weight} @${turns.join(',')}: ${detail}`)
  }
}
