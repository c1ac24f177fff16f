import type { Json } from '../../../src/demo/world.ts'
import type { Answer } from '../../support/client.ts'
import { asking } from '../../support/desk.ts'
import { fewAndMany } from '../../support/few-and-many.ts'

export const foundIn = (answers: Answer[]): string[] =>
  answers.flatMap(({ structured }) =>
    structured.hits.flatMap((hit: Json) => hit.turns.map((turn: number) => `${hit.conversation_id} ${turn}`)),
  )

/** For the tests of a file: how the archive's index is asked for words, in many calls unless the client of few is named. */
export function wordDesks() {
  const { few, many } = fewAndMany()
  return { few, many, search: asking('search_conversations', many).ask }
}
