import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { mean, percentile } from '../support/figures.ts'
import { type Call, groupBy, isJudged, isSpoken, repeatedCallers, successes } from '../support/questions.ts'
import { rateText, rowOf, rowsOf, sameDistance, sameHits, sameNumber, sameRate } from '../support/same-figures.ts'
import { NOW } from '../support/world.ts'
import type { Question } from './desk.ts'

/* How it goes over time, and by kinds of calls. */

const overOf = (calls: Call[]): Call[] => calls.filter(call => call.isOver)
const waitsOf = (calls: Call[]): number[] => calls.flatMap(call => call.waits).filter(secs => secs !== null)

export function questionsOfTrends(question: Question): void {
  question('23. Does success rise or fall, week by week?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['success_rate'], group_by: ['week'] })
    for (const [week, own] of groupBy(calls, call => call.at.week)) {
      sameRate(rowOf(answer, { week }), 'success_rate', successes(own))
      if (own.some(isJudged)) expect(answer.text).toContain(`\n${week}\t${rateText(successes(own))}`)
    }
  })

  question('24. At which hours does the agent answer late?', async ({ ask, calls }) => {
    const metrics = ['felt_latency.p95']
    const answer = await ask('analyze_conversations', { metrics, group_by: ['hour_of_day'], sort: 'felt_latency.p95' })
    for (const [hour, own] of groupBy(overOf(calls), call => String(call.at.hour))) {
      const row = rowsOf(answer).find(one => String(one.hour_of_day) === hour)!
      expect([hour, row['felt_latency.n']]).toEqual([hour, waitsOf(own).length])
      sameNumber(row['felt_latency.p95'], percentile(waitsOf(own), 95))
    }
    const shown = rowsOf(answer).flatMap(row => row['felt_latency.p95'] ?? [])
    expect(shown).toEqual([...shown].sort((a, b) => b - a))
  })

  question('25. In which language do calls succeed?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['count', 'success_rate'], group_by: ['language'] })
    const languages = groupBy(calls, ({ body }) => body.metadata.main_language ?? '')
    for (const [language, own] of languages) {
      const row = rowOf(answer, { language: language || null })
      expect([language, row.count]).toEqual([language, own.length])
      sameRate(row, 'success_rate', successes(own))
    }
  })

  question('26. How many calls end before the caller says a word, and where?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['connection_rate'], group_by: ['agent'] })
    for (const [agent, own] of groupBy(overOf(calls), call => call.agent)) {
      const share = [own.filter(call => call.isConnected).length, own.length] as const
      sameHits(rowOf(answer, { agent }), 'connection_rate', share)
    }
  })

  question('27. How long are calls that failed, beside those that succeeded?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', {
      ...{ metrics: ['duration'], call_successful: 'failure', compare_to: ['call_successful=success'] },
    })
    const [failed, won] = ['failure', 'success'].map(outcome =>
      overOf(calls)
        .filter(call => call.outcome === outcome)
        .map(call => call.secs),
    ) as [number[], number[]]
    for (const [metric, of] of [
      ['duration.avg', mean],
      ['duration.p50', (all: number[]) => percentile(all, 50)!],
    ] as const) {
      const row = rowOf(answer, { metric })
      expect([row.n, row.other_n]).toEqual([failed.length, won.length])
      sameNumber(row.value, of(failed))
      sameNumber(row.other, of(won))
      sameDistance(row.difference, of(failed), of(won))
      expect(['significant', 'not significant']).toContain(row.verdict)
    }
  })

  question('28. How often is the agent interrupted, and which one most?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['interruption_rate'], group_by: ['agent'] })
    for (const [agent, own] of groupBy(
      calls.filter(call => call.isConnected),
      call => call.agent,
    )) {
      const turns = own.flatMap(({ body }) => (body.transcript as Json[]).filter(turn => turn.role === 'agent'))
      const spoken = turns.filter(isSpoken)
      sameHits(rowOf(answer, { agent }), 'interruption_rate', [
        spoken.filter(turn => turn.interrupted).length,
        spoken.length,
      ])
    }
  })

  question('29. Do callers come back within a week?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['repeat_contact_rate'] })
    const share = repeatedCallers(calls, NOW)
    sameRate(rowsOf(answer)[0]!, 'repeat_contact_rate', share)
    expect(answer.text).toContain(`repeat_contact_rate: ${rateText(share)}`)
  })
}
