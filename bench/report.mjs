// A report over many calls, beside the questions that it is made of, asked one by one over the same connection.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { bundle, SERVER, TEMP } from './support/build.mjs'
import { fill, settingsFor, startApi } from './support/fill.mjs'
import { startServer } from './support/process.mjs'
import { figure, median } from './support/report.mjs'

/** A fraction of the calls, for a quick look. */
const PART = Number(process.env.CONVERSATIONS_BENCH_PART ?? 1)
const CALLS = Math.round(10_000 * PART)
const ROUNDS = 3
const DAYS = 30

export const title = `report: over ${CALLS.toLocaleString('en-US')} calls (${ROUNDS} rounds)`

export async function run() {
  const api = await startApi(await bundle('bench/sync/many-calls.ts', 'many-calls.mjs'), { calls: CALLS, latencyMs: 0 })
  const settings = settingsFor(api, mkdtempSync(join(TEMP, 'report-')))
  await fill(api, SERVER, CALLS, settings)
  const server = await startServer(SERVER, [...settings.args, '--export-dir', join(TEMP, 'reports')], settings.env)
  try {
    const questions = await questionsOf(api)
    const after = `${DAYS}d`
    const oneByOne = async () => {
      for (const [tool, input] of questions(after)) await server.call(tool, input)
    }
    const report = async () => {
      const { structured } = await server.call('export_conversations', { format: 'report', after })
      if (structured.file.rows !== CALLS) throw new Error(`a report on ${structured.file.rows} calls`)
    }
    const times = { oneByOne: [], report: [] }
    // The first round finds nothing prepared: it is not counted.
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [name, work] of Object.entries({ oneByOne, report })) {
        const startedMs = performance.now()
        await work()
        if (round >= 0) times[name].push(performance.now() - startedMs)
      }
    }
    const [ours, theirs] = [median(times.report), median(times.oneByOne)]
    const how = `${(ours / 1000).toFixed(1)} s ÷ ${(theirs / 1000).toFixed(1)} s for ${questions(after).length} questions`
    return [figure('report ÷ its questions, one by one', ours / theirs, { max: 1.3, digits: 2, how })]
  } finally {
    await server.stop()
    await api.stop()
  }
}

/** What a report on the last days asks, by the list that it has itself; and the versions that began in them. */
async function questionsOf({ now }) {
  const [{ questionsOf }, { sampleWorld }] = await Promise.all([
    import(await bundle('src/tools/report/questions.ts', 'questions.mjs')),
    import(await bundle('src/demo/data/index.ts', 'sample.mjs')),
  ])
  const from = now - DAYS * 86_400
  const ofVersions = sampleWorld(now).agents.flatMap(({ agent_id, versions }) =>
    versions
      .filter(({ live_from_unix_secs }) => live_from_unix_secs >= from)
      .map(({ version_id }) => ['describe_agent', { agent_id, version_id, compare_to: 'previous_version' }]),
  )
  const others = Object.values(questionsOf({ calls: CALLS, after: from, before: now })).filter(one => one !== null)
  return after => [
    ...others.map(({ tool, input }) => [tool, { after, max_tokens: 20_000, ...input }]),
    ...ofVersions.map(([tool, input]) => [tool, { max_tokens: 20_000, ...input }]),
  ]
}
