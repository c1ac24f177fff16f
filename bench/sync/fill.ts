import { setFlagsFromString } from 'node:v8'
import { ApiClient } from '../../src/api/client.ts'
import { openArchive } from '../../src/archive/archive.ts'
import { bytesOnDisk } from '../../src/archive/place/files.ts'
import { type Progress, Sync } from '../../src/sync/sync.ts'

/*
 * node fill.mjs {url, path, now, flags, concurrency, steps}: fills an archive step by step, the newest calls first, and
 * prints what each step took, and the size of the file.
 */

interface Step {
  calls: number
  /**
   * `alone`: whole calls are read one after the other, and nothing is done with them. `told`: all, and what is told at
   * half way of the time that is left.
   */
  read: 'lists' | 'all' | 'alone' | 'told'
}

interface Task {
  url: string
  path: string
  now: number
  /** For V8, as the server sets them. */
  flags: string
  concurrency: number
  maxConcurrency?: number
  steps: Step[]
}

const { url, path, now, flags, concurrency, maxConcurrency, steps } = JSON.parse(process.argv[2]!) as Task
if (flags) setFlagsFromString(flags)
const source = new ApiClient({ baseUrl: url, apiKey: 'bench', concurrency, ...(maxConcurrency && { maxConcurrency }) })
const archive = await openArchive(path, now)
const sync = new Sync({ source, archive, now: () => now })

/** @returns requests made */
async function fill(
  calls: number,
  details: boolean,
  onProgress: (progress: Progress) => void = () => {},
): Promise<number> {
  const request = { filter: {}, window: { zone: 'UTC', afterUnix: now - calls * 60 }, details }
  const report = await sync.ensure(request, { signal: new AbortController().signal, onProgress })
  if (!report.complete || report.listed.calls !== calls) throw new Error(`not all was read: ${report.partial}`)
  return report.requests
}

/** What was told at half way, and what it took from there. */
async function readTold(calls: number): Promise<object> {
  let half: { toldSecs: number; ms: number } | undefined
  await fill(calls, true, ({ phase, done, total, secsLeft }) => {
    if (phase === 'details' && done >= (3 * total!) / 4) half ??= { toldSecs: secsLeft!, ms: performance.now() }
  })
  return { toldSecs: half!.toldSecs, tookSecs: (performance.now() - half!.ms) / 1000 }
}

/** What this computer makes of the same requests today. */
async function readAlone(calls: number): Promise<number> {
  const ids = Array.from({ length: calls }, (_, index) => `conv_${String(index).padStart(26, '0')}`)
  const next = async (): Promise<void> => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) await source.getRaw(id)
  }
  await Promise.all(Array.from({ length: concurrency }, next))
  return calls
}

const done: object[] = []
for (const { calls, read } of steps) {
  if (read === 'told') {
    done.push(await readTold(calls))
    continue
  }
  const startedMs = performance.now()
  const requests = read === 'alone' ? await readAlone(calls) : await fill(calls, read === 'all')
  done.push({ ms: performance.now() - startedMs, requests, rss: process.memoryUsage.rss() })
}
await sync.stop()
await source.close()
await archive.close()
process.stdout.write(JSON.stringify({ steps: done, bytes: bytesOnDisk(path) }))
