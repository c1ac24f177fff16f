import { performance } from 'node:perf_hooks'
import { analyze, type Question } from '../../src/analysis/index.ts'
import { openArchive } from '../../src/archive/store.ts'
import { PLAIN } from './plain-sql.ts'

/*
 * node questions.mjs FILE ROUNDS: asks an archive each question in turn with the same question in plain SQL, by the same
 * driver, and prints how many milliseconds each one took.
 */

const DAY = 86_400
const END = Date.UTC(2026, 10, 22, 12) / 1000
const ALL = { filter: {}, zone: 'America/New_York', groupBy: ['agent', 'language', 'week'], limit: 10_000 } as const
const LAST_90_DAYS = { zone: 'UTC', afterUnix: END - 90 * DAY }
const DAYS_BEFORE = { zone: 'UTC', afterUnix: END - 180 * DAY, beforeUnix: END - 90 * DAY }

const QUESTIONS: Record<keyof typeof PLAIN, Question> = {
  'counts by agent': { ...ALL, metrics: ['count', 'success_rate'], groupBy: ['agent'] },
  'counts by agent, language, week': { ...ALL, metrics: ['count', 'success_rate'] },
  'percentiles of calls by agent, language, week': { ...ALL, metrics: ['count', 'success_rate', 'duration'] },
  'percentiles of turns by agent, language, week': { ...ALL, metrics: ['count', 'success_rate', 'felt_latency'] },
  'percentiles of tool calls by tool': { ...ALL, metrics: ['tool_error_rate', 'tool_latency'], groupBy: ['tool'] },
  'comparison of 90 days with 90 days, by agent': {
    ...ALL,
    metrics: ['count', 'success_rate', 'felt_latency'],
    groupBy: ['agent'],
    window: LAST_90_DAYS,
    compareTo: { filter: {}, window: DAYS_BEFORE, label: 'before' },
  },
}

/** Rounds of the plain statements, some of which take seconds. */
const PLAIN_ROUNDS = 5

const [path = '', rounds = '20'] = process.argv.slice(2)
const archive = openArchive(path)
const sizes = archive.db.get(
  'SELECT (SELECT count(*) FROM conversations) AS calls, (SELECT count(*) FROM turns) AS turns',
)
const { version } = archive.db.get('SELECT sqlite_version() AS version')!
const questions = Object.entries(QUESTIONS).map(([name, question]) => {
  const plain = PLAIN[name as keyof typeof PLAIN]
  const rows = analyze(archive, question).table.rows.length
  return {
    ...{ name, rows, plainRows: plain(archive.db).length },
    oursMs: times(Number(rounds), () => analyze(archive, question)),
    plainMs: times(PLAIN_ROUNDS, () => plain(archive.db)),
  }
})
process.stdout.write(`${JSON.stringify({ ...sizes, sqlite: version, questions })}\n`)
archive.close()

function times(count: number, work: () => unknown): number[] {
  return Array.from({ length: count }, () => {
    const startedMs = performance.now()
    work()
    return performance.now() - startedMs
  })
}
