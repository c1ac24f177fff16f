// The archive in PostgreSQL beside the one in a file: filling it, its size, and whole answers over stdio.

import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { corpusFile, medians, ROUNDS } from './support/answers.mjs'
import { bundle, ROOT, SERVER, TEMP } from './support/build.mjs'
import { fill, settingsFor, startApi } from './support/fill.mjs'
import { startServer, startService } from './support/process.mjs'
import { figure, skipped } from './support/report.mjs'

/** A fraction of the calls, for a quick look. */
const PART = Number(process.env.CONVERSATIONS_BENCH_PART ?? 1)
const CALLS = Math.round(5_000 * PART)

const PAGE = { page_size: 20, after: '60d' }
const QUESTIONS = [
  ['a phrase with a filter', 'search_conversations', { query: '"credit card"', call_successful: 'failure', ...PAGE }],
  ['a common word', 'search_conversations', { query: 'flight', ...PAGE }],
  [
    'three groups with percentiles',
    'analyze_conversations',
    { group_by: ['agent', 'outcome', 'week'], metrics: ['duration'], after: '60d' },
  ],
  [
    'a comparison',
    'analyze_conversations',
    { group_by: ['agent'], metrics: ['success_rate'], after: '20d', compare_to: ['previous_period'] },
  ],
  ['triage', 'triage_conversations', PAGE],
]

export const title = `PostgreSQL: ${CALLS.toLocaleString('en-US')} calls, beside SQLite (answers over stdio, ${ROUNDS} rounds)`

export async function run() {
  const file = corpusFile()
  if (file === null) return [skipped('beside SQLite', 'CONVERSATIONS_CORPUS names no folder with calls')]
  const server = await bundle('bench/postgres/server.ts', 'postgres.mjs')
  const database = await startService(server, [], { NODE_PATH: join(ROOT, 'node_modules') })
  const program = await bundle('bench/sync/many-calls.ts', 'many-calls.mjs')
  const api = await startApi(program, { calls: CALLS, latencyMs: 0, file })
  const servers = []
  try {
    const fills = []
    for (const store of [undefined, database.first]) {
      const settings = settingsFor(api, mkdtempSync(join(TEMP, 'store-')), store)
      fills.push(await fill(api, SERVER, CALLS, settings))
      servers.push(await startServer(SERVER, settings.args, settings.env))
    }
    const [lite, postgres] = fills
    return [
      figure('calls synced a second ÷ those of SQLite', lite.secs / postgres.secs, {
        min: 0.8,
        digits: 2,
        how: `${(CALLS / postgres.secs).toFixed(0)} ÷ ${(CALLS / lite.secs).toFixed(0)}; both processes and the API on one computer`,
      }),
      ...sizes(await database.ask()),
      ...(await answers(servers)),
    ]
  } finally {
    await Promise.all(servers.map(server => server.stop()))
    await api.stop()
    await database.stop()
  }
}

function sizes(tables) {
  const kb = bytes => `${(bytes / CALLS / 1000).toFixed(2)} kB`
  const total = tables.reduce((sum, { rows, indexes }) => sum + rows + indexes, 0)
  const large = tables.slice(0, 4).map(({ name, rows, indexes }) => `${name} ${kb(rows)} and ${kb(indexes)} of indexes`)
  return [figure('bytes a call', total / CALLS / 1000, { digits: 1, unit: 'kB', how: large.join('; ') })]
}

async function answers(servers) {
  const figures = []
  for (const question of QUESTIONS) {
    const [lite, postgres] = await medians(servers, question)
    const how = `${postgres.toFixed(0)} ms ÷ ${lite.toFixed(0)} ms`
    figures.push(figure(`${question[0]}: PostgreSQL ÷ SQLite`, postgres / lite, { digits: 2, how }))
  }
  return figures
}
