import { expect } from 'vitest'
import { SPECIAL } from '../../../src/demo/data/index.ts'
import type { Json } from '../../../src/demo/world.ts'
import type { Answer } from '../../support/client.ts'
import { type Desk, deskOf } from '../../support/desk.ts'
import { linesOf } from '../../support/reading.ts'
import { ALL_RUNS } from '../../support/runs.ts'
import { everyNth, longCall, sample } from '../../support/sample.ts'
import { startWorld } from '../../support/world.ts'
import { own, small } from './calls.ts'

/** Long enough for many answers. */
export const long = ALL_RUNS ? longCall : { ...longCall, transcript: longCall.transcript.slice(0, 830) }
export const others = (ALL_RUNS ? sample.conversations : everyNth(12)).filter(
  body => body.conversation_id !== SPECIAL.long,
)
export const everything = [...others, long, ...small.conversations, ...own]
export const bodies = new Map(everything.map(body => [body.conversation_id as string, body]))

export interface CallDesk extends Desk {
  get(conversation_id: string, input?: Json): Promise<Answer>
  /** @throws where it is refused */
  ok(conversation_id: string, input?: Json): Promise<Answer>
  /** Its words; it must be one. */
  refusal(conversation_id: string, input?: Json): Promise<string>
}

/** For the tests of a file: a client that asks for these calls. */
export function callDesk(): CallDesk {
  const world = {
    conversations: everything,
    agents: [...sample.agents, ...small.agents],
    tags: [...sample.tags, ...small.tags],
  }
  const desk = deskOf(() => startWorld(world))
  const get: CallDesk['get'] = (conversation_id, input = {}) =>
    desk.client.call('get_conversation', { conversation_id, ...input })
  // The same object, which is filled before the first test.
  return Object.assign(desk, {
    get,
    async ok(conversation_id: string, input?: Json) {
      const answer = await get(conversation_id, input)
      if (answer.isError) throw new Error(answer.text)
      return answer
    },
    async refusal(conversation_id: string, input?: Json) {
      const answer = await get(conversation_id, input)
      expect(answer.isError).toBe(true)
      return answer.text
    },
  })
}

export const lines = ({ structured }: Answer) => linesOf(structured.transcript)
