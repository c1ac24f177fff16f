import { setFlagsFromString } from 'node:v8'
import { ApiClient } from '../../src/api/client.ts'
import { openArchive } from '../../src/archive/store.ts'
import { Sync, type SyncReport } from '../../src/sync/sync.ts'

/*
 * node fill.mjs {url, path, now, flags, concurrency, steps}: fills an archive step by step, the newest calls first, and
 * prints what each step took. A step without details reads the lists only.
 */
interface Task {
  url: string
  path: string
  now: number
  /** For V8, as the server sets them. */
  flags: string
  concurrency: number
  steps: { calls: number; details: boolean }[]
}

const { url, path, now, flags, concurrency, steps } = JSON.parse(process.argv[2]!) as Task
setFlagsFromString(flags)
const source = new ApiClient({ baseUrl: url, apiKey: 'bench', concurrency })
const archive = openArchive(path, now)
const sync = new Sync({ source, archive, now: () => now, concurrency })

const done: object[] = []
for (const { calls, details } of steps) {
  const startedMs = performance.now()
  const request = { filter: {}, window: { zone: 'UTC', afterUnix: now - calls * 60 }, details }
  const report: SyncReport = await sync.ensure(request, { signal: new AbortController().signal })
  if (!report.complete || report.listed.calls !== calls) throw new Error(`not all was read: ${report.partial}`)
  done.push({ ms: performance.now() - startedMs, requests: report.requests, rss: process.memoryUsage.rss() })
}
await sync.stop()
await source.close()
archive.close()
process.stdout.write(JSON.stringify(done))
