import type { Json } from '../../../src/demo/world.ts'
import type { Answer } from '../../support/client.ts'

export const foundIn = (answers: Answer[]): string[] =>
  answers.flatMap(({ structured }) =>
    structured.hits.flatMap((hit: Json) => hit.turns.map((turn: number) => `${hit.conversation_id} ${turn}`)),
  )
