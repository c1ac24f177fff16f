// Whole answers as a client gets them over stdio, beside an older build with an archive of its own of the same calls
// (first-fill.mjs says how that build is named). Most bodies have 60 kB, some 1,500 turns.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { corpusFile, medians, ROUNDS } from './support/answers.mjs'
import { bundle, SERVER, TEMP } from './support/build.mjs'
import { fill, OLD, settingsFor, startApi } from './support/fill.mjs'
import { startServer } from './support/process.mjs'
import { figure, skipped } from './support/report.mjs'

/** A fraction of the calls, for a quick look. */
const PART = Number(process.env.CONVERSATIONS_BENCH_PART ?? 1)
const CALLS = Math.round(12_000 * PART)

const PAGE = { page_size: 20, after: '60d' }
const BY_TOOL = { after: '60d', group_by: ['tool'], metrics: ['tool_error_rate'] }
/** What is asked, and how much of the older build's time it may take. */
const QUESTIONS = [
  [0.15, ['word search, a page of 20 with quotes', 'search_conversations', { query: 'refund', ...PAGE }]],
  [0.5, ['triage, a page of 20', 'triage_conversations', PAGE]],
  [0.5, ['tool errors by tool', 'analyze_conversations', BY_TOOL]],
]

export const title = `answers over stdio: ${CALLS.toLocaleString('en-US')} calls, beside an older build (${ROUNDS} rounds)`

export async function run() {
  if (OLD === null) return [skipped('beside an older build', 'CONVERSATIONS_BENCH_OLD names no folder with a build')]
  const file = corpusFile()
  if (file === null) return [skipped('beside an older build', 'CONVERSATIONS_CORPUS names no folder with calls')]
  const program = await bundle('bench/sync/many-calls.ts', 'many-calls.mjs')
  const api = await startApi(program, { calls: CALLS, latencyMs: 0, file })
  const servers = []
  try {
    for (const main of [OLD, SERVER]) {
      const settings = settingsFor(api, mkdtempSync(join(TEMP, 'answers-')))
      await fill(api, main, CALLS, settings)
      servers.push(await startServer(main, settings.args, settings.env))
    }
    const figures = []
    for (const [max, question] of QUESTIONS) {
      const [theirs, ours] = await medians(servers, question)
      const how = `${ours.toFixed(0)} ms ÷ ${theirs.toFixed(0)} ms`
      figures.push(figure(`${question[0]}: new ÷ old`, ours / theirs, { max, digits: 2, how }))
    }
    return figures
  } finally {
    await Promise.all(servers.map(server => server.stop()))
    await api.stop()
  }
}
