// Calls as long as a caller can make them: whether the work grows with the call, and how long others wait meanwhile.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SERVER, TEMP } from './support/build.mjs'
import { startServer, startService } from './support/process.mjs'
import { figure } from './support/report.mjs'

const WINDOW = { after: '2026-11-01', before: '2026-11-28' }
const OTHER_WINDOW = { after: '2026-11-25', before: '2026-11-26' }
const over = (tool, input) => [tool, { ...input, ...WINDOW }, { ...input, ...OTHER_WINDOW }]

/** A tool, what it is asked, and what it is asked before, so that its code is loaded. */
const ANALYSE = over('analyze_conversations', { metrics: ['repetition_rate', 'tool_calls'] })
const SEARCH = over('search_conversations', { query: 'refund', mode: 'words' })
const READ = ['get_conversation', { conversation_id: 'odd' }, { conversation_id: 'plain-0' }]

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
  ['bytes without blanks', 10_000_000, ANALYSE],
  ['tool calls in one turn', 10_000, ANALYSE],
  ['tool calls in one turn', 10_000, READ],
  ['collected values', 25_000, ANALYSE],
  ['bytes of an unknown field', 10_000_000, ANALYSE],
]

export const title =
  'odd-calls: work (CPU time) for a call twice as long ÷ for the call; longest piece of work, in which others wait'

export async function run() {
  const figures = []
  const ordinary = new Map()
  for (const [kind, size, question] of CASES) {
    if (!ordinary.has(question)) ordinary.set(question, await measure(kind, 1, question))
    const plain = ordinary.get(question)
    const once = await measure(kind, size, question)
    const twice = await measure(kind, 2 * size, question)
    // What an answer takes beside such a call is not its work.
    const ratio = Math.max(0, twice.workMs - plain.workMs) / Math.max(50, once.workMs - plain.workMs)
    const how = `${question[0].split('_')[0]}: ${secs(twice)} ÷ ${secs(once)}, ${secs(plain)} for an ordinary call`
    figures.push(figure(`${(2 * size).toLocaleString('en-US')} ${kind}`, ratio, { max: 3, digits: 1, how }))
    const beside = `${Math.round(once.longestMs)} ms for half of it, ${Math.round(plain.longestMs)} ms for an ordinary call`
    figures.push(figure('  longest piece', twice.longestMs, { max: 100, unit: 'ms', how: beside }))
  }
  return figures
}

const secs = ({ workMs }) => `${(workMs / 1000).toFixed(2)} s`

const BLOCK_FILE = join(TEMP, 'block')
const PRELOAD = fileURLToPath(new URL('support/longest-block.cjs', import.meta.url))

/** What a server that knows nothing of the call works for it. */
async function measure(kind, size, [tool, input, before]) {
  const api = await startService(fileURLToPath(new URL('odd-calls/api.mjs', import.meta.url)), [kind, String(size)])
  const server = await startServer(SERVER, [], {
    ELEVENLABS_BASE_URL: api.first,
    ELEVENLABS_API_KEY: 'bench-key',
    CONVERSATIONS_MCP_DATA_DIR: mkdtempSync(join(TEMP, 'odd-')),
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
    BENCH_BLOCK_FILE: BLOCK_FILE,
  })
  try {
    await server.call(tool, before)
    await workOf(server.pid)
    await server.call(tool, input)
    return await workOf(server.pid)
  } finally {
    await server.stop()
    await api.stop()
  }
}

/** Since it was last asked. */
async function workOf(pid) {
  rmSync(BLOCK_FILE, { force: true })
  process.kill(pid, 'SIGUSR2')
  for (let tries = 0; !existsSync(BLOCK_FILE); tries += 1) {
    if (tries === 200) throw new Error('the server did not tell its work')
    await sleep(50)
  }
  return JSON.parse(readFileSync(BLOCK_FILE, 'utf8'))
}
