import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ApiClient } from '../../src/api/client.ts'
import { openArchive } from '../../src/archive/store.ts'
import { Sync } from '../../src/sync/sync.ts'
import { NOW } from '../support/world.ts'
import { bundled } from './bundle.ts'

const CALLS = 2000
const LATENCY_MS = 50
const CONCURRENCY = 8
/** Requests × latency ÷ concurrency: nobody can be faster. */
const idealMs = (requests: number): number => (requests * LATENCY_MS) / CONCURRENCY

const server = bundled('serving')

test('reading calls takes hardly longer than waiting for them', async () => {
  const child = spawn(process.execPath, [server, String(CALLS), String(LATENCY_MS), String(NOW)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(child.stdout, 'data')) as [Buffer]
  const source = new ApiClient({ baseUrl: String(url), apiKey: 'any', concurrency: CONCURRENCY })
  const folder = mkdtempSync(join(tmpdir(), 'sync-'))
  const archive = openArchive(join(folder, 'archive.sqlite'))
  const sync = new Sync({ source, archive, now: () => NOW, concurrency: CONCURRENCY })
  onTestFinished(async () => {
    await sync.stop()
    await source.close()
    archive.close()
    child.kill()
    rmSync(folder, { recursive: true })
  })

  // What this computer makes of the same requests today, when nothing is done with the answers.
  const startedAlone = performance.now()
  const ids = Array.from({ length: CALLS / 4 }, (_, index) => `conv_${index}`)
  const next = async (): Promise<void> => {
    for (let id = ids.pop(); id; id = ids.pop()) await source.getRaw(id)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, next))
  const alone = idealMs(CALLS / 4) / (performance.now() - startedAlone)

  const started = performance.now()
  const report = await sync.ensure({ filter: {}, details: true }, { signal: new AbortController().signal })
  const ratio = idealMs(report.requests) / (performance.now() - started)
  console.log(
    `${report.requests} requests at ${ratio.toFixed(2)} of the ideal pace; the client alone ${alone.toFixed(2)}`,
  )
  expect(report).toMatchObject({ complete: true, details: { have: CALLS } })
  // On a computer that is busy with other things there is nothing to measure.
  if (alone > 0.93) expect(ratio).toBeGreaterThan(0.85)
}, 300_000)
