import { openArchive } from '../../src/archive/archive.ts'
import { removeArchive } from '../../src/archive/place/files.ts'
import { END } from './dates.ts'
import { fillWith } from './fill.ts'

/* node generate.mjs FILE CALLS TURNS: an archive of invented calls, the same ones each time. */

const [path = '', calls, turns] = process.argv.slice(2)
removeArchive(path)
const archive = await openArchive(path, END)
await fillWith(archive, Number(calls), Number(turns))
await archive.close()
