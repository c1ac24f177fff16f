import { openArchive } from '../../src/archive/archive.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { first, run } from '../../src/archive/engine/work.ts'
import { MAPPING } from '../../src/archive/write/write-detail.ts'

/*
 * node outdate.mjs FILE CALLS: says of so many calls, those that started first, that an older version mapped them, or of
 * `none`. Prints how many there are, and when the last of those started, as JSON.
 */

const [path = '', calls = ''] = process.argv.slice(2)
const archive = await openArchive(path)
const OLDEST = sql`SELECT id, started_at FROM conversations WHERE started_at > 0 ORDER BY started_at, id LIMIT ${Number(calls) || 0}`
// `none`: all are as this version maps them.
if (calls === 'none') await archive.write(run(sql`UPDATE conversations SET mapping = ${MAPPING}`))
else await archive.write(run(sql`UPDATE conversations SET mapping = 1 WHERE id IN (SELECT id FROM (${OLDEST}) oldest)`))
const last = await archive.read(first(sql`SELECT max(started_at) AS last FROM (${OLDEST}) oldest`))
process.stdout.write(JSON.stringify({ outdated: await archive.countOutdated(sql`TRUE`), last: last?.last }))
await archive.close()
