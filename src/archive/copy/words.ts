import type { Pieces } from '../../pieces.ts'
import type { Work } from '../engine/work.ts'
import { copyOf } from '../read/read.ts'
import {
  evaluationPlace,
  forgetCall,
  indexHeadline,
  MOST_TURNS,
  placeInPieces,
  type WordPlace,
  type Words,
} from '../words/words.ts'
import type { CallRows } from './rows.ts'

/** What a call can be found by, made of its body as if it had just been read. A body that cannot be mapped has no words. */
export function* wordsOf(words: Words, { id, row, parts }: CallRows): Pieces<(own: number) => Work<void>> {
  const places: WordPlace[] = []
  const body = row.detail_read_at === null ? undefined : parts.get('bodies')?.[0]?.detail
  const copy = body instanceof Uint8Array ? yield* copyOf({ packed: body, patch: null }, id) : null
  for (const turn of copy?.call.turns.slice(0, MOST_TURNS) ?? []) places.push(yield* placeInPieces(words, turn))
  if (copy) places.push(evaluationPlace(words, copy.call))
  return function* (own) {
    yield* forgetCall(words, own)
    if (row.deleted_at === null) {
      yield* indexHeadline(words, own, row.title as string | null, row.summary as string | null)
    }
    yield* words.add(own, places)
  }
}
