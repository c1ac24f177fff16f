/* A server that fills an archive. Bundled and started by `servers.long.test.ts`. */
import { ApiClient } from '../../src/api/client.ts'
import { openArchive } from '../../src/archive/archive.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { Sync } from '../../src/sync/sync.ts'

const [url = '', place = '', profile = '', now, leaseSecs, fromUnix] = process.argv.slice(2)
const source = new ApiClient({ baseUrl: url, apiKey: 'any', concurrency: 4 })
const store = place.startsWith('postgres:') ? placeOf({ store: place, host: 'api.test', profile }) : place
const archive = await openArchive(store, Number(now), Number(leaseSecs))
const sync = new Sync({ source, archive, now: () => Number(now) })
process.stdout.write('ready\n')
await new Promise(resolve => process.stdin.once('data', resolve))
const window = { zone: 'UTC', afterUnix: Number(fromUnix) }
const { complete, requests } = await sync.ensure(
  { filter: {}, window, details: true },
  { signal: new AbortController().signal },
)
process.stdout.write(`${JSON.stringify({ complete, requests })}\n`)
await sync.stop()
await source.close()
await archive.close()
process.stdin.destroy()
