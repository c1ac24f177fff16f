import { openArchive } from '../../src/archive/archive.ts'
import type { Work } from '../../src/archive/engine/work.ts'
import { removeArchive } from '../../src/archive/place/files.ts'
import type { Words } from '../../src/archive/words/words.ts'
import { type DrawnCall, drawCall } from './call.ts'
import { DAY, END } from './dates.ts'
import { drawing } from './draw.ts'
import { write } from './write.ts'

/* node generate.mjs FILE CALLS TURNS: an archive of invented calls, the same ones each time. */

const DAYS = 180
const BATCH = 1000

async function generate(path: string, all: number, turns: number): Promise<void> {
  removeArchive(path)
  const archive = await openArchive(path, END)
  const draw = drawing(`${all} ${turns}`)
  // Newest first, as a walk reads them; more of them by day than by night.
  const starts = Array.from({ length: all }, () => {
    const noon = END - Math.floor(draw.between(0, DAYS)) * DAY
    return noon + Math.round((draw.between(-1, 1) + draw.between(-1, 1)) * 5 * 3600)
  }).sort((a, b) => b - a)
  for (let first = 0; first < all; first += BATCH) {
    const calls = starts
      .slice(first, first + BATCH)
      .map((startedAt, offset) => drawCall(first + offset, startedAt, turns / all, draw))
    await archive.write(writeAll(archive.words, calls))
  }
  await archive.close()
}

function* writeAll(words: Words, calls: readonly DrawnCall[]): Work<void> {
  for (const call of calls) yield* write(words, call)
}

const [path = '', calls, turns] = process.argv.slice(2)
await generate(path, Number(calls), Number(turns))
