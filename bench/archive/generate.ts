import { openArchive } from '../../src/archive/archive.ts'
import { removeArchive } from '../../src/archive/place/files.ts'
import { drawCall } from './call.ts'
import { DAY, END } from './dates.ts'
import { drawing } from './draw.ts'
import { write } from './write.ts'

/* node generate.mjs FILE CALLS TURNS: an archive of invented calls, the same ones each time. */

const DAYS = 180
const BATCH = 1000

function generate(path: string, calls: number, turns: number): void {
  removeArchive(path)
  const archive = openArchive(path, END)
  const draw = drawing(`${calls} ${turns}`)
  // Newest first, as a walk reads them; more of them by day than by night.
  const starts = Array.from({ length: calls }, () => {
    const noon = END - Math.floor(draw.between(0, DAYS)) * DAY
    return noon + Math.round((draw.between(-1, 1) + draw.between(-1, 1)) * 5 * 3600)
  }).sort((a, b) => b - a)
  for (let first = 0; first < calls; first += BATCH) {
    archive.transaction(() => {
      for (const [offset, startedAt] of starts.slice(first, first + BATCH).entries())
        write(archive.db, drawCall(first + offset, startedAt, turns / calls, draw))
    })
  }
  archive.close()
}

const [path = '', calls, turns] = process.argv.slice(2)
generate(path, Number(calls), Number(turns))
