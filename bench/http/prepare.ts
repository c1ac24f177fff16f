import { openArchive } from '../../src/archive/archive.ts'
import { addCovered } from '../../src/archive/coverage/coverage.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { run } from '../../src/archive/engine/work.ts'
import { addKey, digestOf } from '../../src/archive/place/workspace.ts'

/* node prepare.mjs FILE KEY: says that all of the archive was read just now, by this key: so no question asks the API. */

const [path = '', apiKey = ''] = process.argv.slice(2)
const archive = await openArchive(path)
if ((await archive.countOutdated(sql`TRUE`)) > 0)
  throw new Error('An older version made the archive: remove the file that CONVERSATIONS_BENCH_ARCHIVE names.')
const now = Math.floor(Date.now() / 1000)
await archive.write(
  (function* () {
    yield* addKey(yield* digestOf(apiKey), now)
    yield* addCovered('', { from: 0, to: now, readAt: now })
    yield* run(sql`UPDATE conversations SET detail_read_at = ${now}`)
  })(),
)
await archive.close()
