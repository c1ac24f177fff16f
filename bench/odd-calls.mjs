// Calls as long as a caller can make them: whether the work grows with the call, and how long others wait meanwhile.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SERVER, TEMP } from './support/build.mjs'
import { startServer, startService } from './support/process.mjs'
import { figure } from './support/report.mjs'

const WINDOW = { after: '2026-11-01', before: '2026-11-28' }
const ANALYSE = ['analyze_conversations', { metrics: ['repetition_rate', 'tool_calls'], ...WINDOW }]
const SEARCH = ['search_conversations', { query: 'refund', mode: 'words', ...WINDOW }]
const READ = ['get_conversation', { conversation_id: 'odd' }]

/** What a call is made of, how much of it, and what is asked first. */
const CASES = [
  ['chat turns, all alike', 6_000, ANALYSE],
  ['chat turns, all different', 6_000, ANALYSE],
  ['characters of Chinese', 100_000, ANALYSE],
  ['characters of Thai', 100_000, ANALYSE],
  ['tool calls with one id', 10_000, ANALYSE],
  ['bytes of ending', 500_000, ANALYSE],
  ['times one word', 25_000, SEARCH],
  ['bytes of turns', 10_000_000, ANALYSE],
  ['bytes of turns', 10_000_000, READ],
  ['bytes of one turn', 10_000_000, ANALYSE],
]

export const title =
  'odd-calls: time for a call twice as long ÷ time for the call; longest wait of another request meanwhile'

export async function run() {
  const figures = []
  for (const [kind, size, [tool, input]] of CASES) {
    const plain = await measure(kind, 1, tool, input)
    const once = await measure(kind, size, tool, input)
    const twice = await measure(kind, 2 * size, tool, input)
    // What an answer takes beside such a call is not its work.
    const ratio = Math.max(0, twice.ms - plain.ms) / Math.max(1, once.ms - plain.ms)
    const how = `${tool.split('_')[0]}: ${secs(twice.ms)} ÷ ${secs(once.ms)}, ${secs(plain.ms)} for an ordinary call`
    const what = `${(2 * size).toLocaleString('en-US')} ${kind}`
    figures.push(figure(what, ratio, { max: 3, digits: 1, how }))
    figures.push(
      figure('  another waits', twice.waitMs, {
        max: 100,
        unit: 'ms',
        how: `${Math.round(plain.waitMs)} ms beside an ordinary call`,
      }),
    )
  }
  return figures
}

const secs = ms => `${(ms / 1000).toFixed(2)} s`

/** A new server that knows nothing of the call, asked for it while pings are sent one after the other. */
async function measure(kind, size, tool, input) {
  const api = await startService(fileURLToPath(new URL('odd-calls/api.mjs', import.meta.url)), [kind, String(size)])
  const folder = mkdtempSync(join(TEMP, 'odd-'))
  const env = { ELEVENLABS_BASE_URL: api.first, ELEVENLABS_API_KEY: 'bench-key', CONVERSATIONS_MCP_DATA_DIR: folder }
  const server = await startServer(SERVER, [], env)
  try {
    let [isOver, waitMs] = [false, 0]
    const pings = (async () => {
      while (!isOver) {
        const sentMs = performance.now()
        await server.request('ping')
        waitMs = Math.max(waitMs, performance.now() - sentMs)
        await sleep(5)
      }
    })()
    const askedMs = performance.now()
    await server.call(tool, input)
    const ms = performance.now() - askedMs
    isOver = true
    await pings
    return { ms, waitMs }
  } finally {
    await server.stop()
    await api.stop()
  }
}
