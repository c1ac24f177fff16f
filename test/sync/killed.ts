/* A process that fills an archive until it is killed. Bundled and started by `kill.long.test.ts`. */
import { ApiClient } from '../../src/api/client.ts'
import { openArchive } from '../../src/archive/store.ts'
import { Sync } from '../../src/sync/sync.ts'

const [url, path, now] = process.argv.slice(2)
const source = new ApiClient({ baseUrl: url!, apiKey: 'any' })
process.stdout.write('opening\n')
const archive = openArchive(path!)
const sync = new Sync({ source, archive, now: () => Number(now), concurrency: 4 })
const report = await sync.ensure({ filter: {}, details: true }, { signal: new AbortController().signal })
process.stdout.write(`${JSON.stringify(report)}\n`)
await sync.stop()
await source.close()
archive.close()
