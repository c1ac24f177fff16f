// Memory of the server process after many calls beside after a few; the API it asks is another process.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundle, SERVER, TEMP } from './support/build.mjs'
import { residentMb, startServer, startService } from './support/process.mjs'
import { figure, skipped } from './support/report.mjs'

const [FEW, MANY] = [10, 1_000]

export const title = `memory: the server after ${MANY} calls ÷ after ${FEW} (list and get in turn; the API runs apart)`

export async function run() {
  if (process.platform === 'win32') return [skipped('memory', 'needs the command ps and signals')]
  const demo = await startService(await bundle('bench/demo-process.ts', 'demo.mjs'))
  try {
    const resident = await fewAndMany(demo.first, {}, residentMb)
    const live = await fewAndMany(demo.first, HEAP_ENV, liveHeapMb)
    return [
      figure('resident size', resident.many / resident.few, {
        max: 1.3,
        digits: 2,
        how: `${mb(resident.many)} ÷ ${mb(resident.few)}; plain Node, no forced collection`,
      }),
      figure('heap in use', live.many / live.few, {
        digits: 2,
        how: `${mb(live.many)} ÷ ${mb(live.few)}; another run, after forced collections: what is kept`,
      }),
    ]
  } finally {
    await demo.stop()
  }
}

const mb = value => `${value.toFixed(1)} MB`

async function fewAndMany(api, env, measure) {
  const server = await startServer(SERVER, [], { ELEVENLABS_BASE_URL: api, ELEVENLABS_API_KEY: 'bench', ...env })
  try {
    const { rows } = (await server.call('list_conversations', { page_size: 100, max_tokens: 20_000 })).structured
    const calls = async (from, to) => {
      for (let at = from; at < to; at += 1) {
        if (at % 2 === 0) await server.call('list_conversations', { page_size: 30 })
        else await server.call('get_conversation', { conversation_id: rows[(at >> 1) % rows.length][0] })
      }
    }
    await calls(1, FEW)
    const few = await measure(server.pid)
    await calls(FEW, MANY)
    return { few, many: await measure(server.pid) }
  } finally {
    await server.stop()
  }
}

const HEAP_FILE = join(TEMP, 'heap')
const HEAP_ENV = {
  NODE_OPTIONS: `--require ${JSON.stringify(fileURLToPath(new URL('support/live-heap.cjs', import.meta.url)))}`,
  BENCH_HEAP_FILE: HEAP_FILE,
}

async function liveHeapMb(pid) {
  rmSync(HEAP_FILE, { force: true })
  process.kill(pid, 'SIGUSR2')
  for (let tries = 0; !existsSync(HEAP_FILE); tries += 1) {
    if (tries === 100) throw new Error('the server did not tell its heap')
    await sleep(50)
  }
  return Number(readFileSync(HEAP_FILE, 'utf8')) / 2 ** 20
}
