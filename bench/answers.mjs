// Whole answers as a client gets them over stdio, beside an older build with an archive of its own of the same calls
// (first-fill.mjs says how that build is named). Most bodies have 60 kB, some 1,500 turns.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { bundle, SERVER, TEMP } from './support/build.mjs'
import { fill, OLD, settingsFor, startApi } from './support/fill.mjs'
import { startServer } from './support/process.mjs'
import { figure, median, skipped } from './support/report.mjs'

/** A fraction of the calls, for a quick look. */
const PART = Number(process.env.CONVERSATIONS_BENCH_PART ?? 1)
const CALLS = Math.round(12_000 * PART)
const ROUNDS = 7
const FILES = ['airline.jsonl', 'airline-odd.jsonl'].map(name => join(process.env.CONVERSATIONS_CORPUS ?? '', name))

const PAGE = { page_size: 20, after: '60d' }
/** What is asked, and how much of the older build's time it may take. */
const QUESTIONS = [
  ['word search, a page of 20 with quotes', 0.15, 'search_conversations', { query: 'refund', ...PAGE }],
  ['triage, a page of 20', 0.5, 'triage_conversations', PAGE],
  [
    'tool errors by tool',
    0.5,
    'analyze_conversations',
    { after: '60d', group_by: ['tool'], metrics: ['tool_error_rate'] },
  ],
]

export const title = `answers over stdio: ${CALLS.toLocaleString('en-US')} calls, beside an older build (${ROUNDS} rounds)`

export async function run() {
  if (OLD === null) return [skipped('beside an older build', 'CONVERSATIONS_BENCH_OLD names no folder with a build')]
  if (!FILES.every(existsSync))
    return [skipped('beside an older build', 'CONVERSATIONS_CORPUS names no folder with calls')]
  const file = join(TEMP, 'calls.jsonl')
  writeFileSync(file, FILES.map(path => readFileSync(path, 'utf8').trimEnd()).join('\n'))
  const api = await startApi(await bundle('bench/sync/many-calls.ts', 'many-calls.mjs'), {
    calls: CALLS,
    latencyMs: 0,
    file,
  })
  const servers = []
  try {
    for (const main of [OLD, SERVER]) {
      const dataDir = mkdtempSync(join(TEMP, 'answers-'))
      await fill(api, main, CALLS, dataDir)
      const { args, env } = settingsFor(api, dataDir)
      servers.push(await startServer(main, args, env))
    }
    const figures = []
    for (const question of QUESTIONS) figures.push(await beside(servers, question))
    return figures
  } finally {
    await Promise.all(servers.map(server => server.stop()))
    await api.stop()
  }
}

async function beside(servers, [what, max, tool, input]) {
  const times = servers.map(() => [])
  // The first answers find nothing prepared: they are not counted.
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const [at, server] of servers.entries()) {
      const startedMs = performance.now()
      const { text } = await server.call(tool, input)
      if (text.includes('INCOMPLETE')) throw new Error(`${what}: ${text}`)
      if (round >= 0) times[at].push(performance.now() - startedMs)
    }
  }
  const [theirs, ours] = times.map(median)
  const how = `${ours.toFixed(0)} ms ÷ ${theirs.toFixed(0)} ms`
  return figure(`${what}: new ÷ old`, ours / theirs, { max, digits: 2, how })
}
