import type { Archive } from '../../src/archive/archive.ts'
import type { Work } from '../../src/archive/engine/work.ts'
import type { Words } from '../../src/archive/words/words.ts'
import { type DrawnCall, drawCall } from './call.ts'
import { DAY, END } from './dates.ts'
import { drawing } from './draw.ts'
import { write } from './write.ts'

const DAYS = 180
const BATCH = 1000

/**
 * So many invented calls with so many turns together, the same ones each time.
 * @param end noon of the day of the last ones, Unix seconds
 */
export async function fillWith(archive: Archive, all: number, turns: number, end = END): Promise<void> {
  const draw = drawing(`${all} ${turns}`)
  // Newest first, as a walk reads them; more of them by day than by night.
  const starts = Array.from({ length: all }, () => {
    const noon = end - Math.floor(draw.between(0, DAYS)) * DAY
    return noon + Math.round((draw.between(-1, 1) + draw.between(-1, 1)) * 5 * 3600)
  }).sort((a, b) => b - a)
  for (let first = 0; first < all; first += BATCH) {
    const calls = starts
      .slice(first, first + BATCH)
      .map((startedAt, offset) => drawCall(first + offset, startedAt, turns / all, draw))
    await archive.write(writeAll(archive.words, calls))
  }
}

function* writeAll(words: Words, calls: readonly DrawnCall[]): Work<void> {
  for (const call of calls) yield* write(words, call)
}
