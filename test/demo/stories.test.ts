import { describe, expect, test } from 'vitest'
import { DEMO_SECRET, HOSTILE_MARKS, LONG_CALL_SERIAL, SPECIAL, STORIES } from '../../src/demo/data/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { DAY, daysAgo, NOW, startOf } from './days.ts'
import { calls, judged, ofAgent, successRate, toolCalls, toolResults, turnsOf, world } from './told.ts'

const byId = (id: string) => calls.find(call => call.conversation_id === id)!

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

const { timezone, slowFromHour, slowToHour } = STORIES.parcels
const local = new Intl.DateTimeFormat('en', { timeZone: timezone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' })

function isSlowMorning(call: Json): boolean {
  const parts = Object.fromEntries(local.formatToParts(startOf(call) * 1000).map(part => [part.type, part.value]))
  const hour = Number(parts.hour)
  return !['Sat', 'Sun'].includes(parts.weekday!) && hour >= slowFromHour && hour < slowToHour
}

type LineQuality = ReturnType<typeof lineQuality>

function lineQuality(among: Json[]) {
  const spoken = turnsOf(among).filter(turn => turn.role === 'agent' && turn.message !== null)
  const metrics = spoken.flatMap(turn => turn.conversation_turn_metrics?.metrics ?? [])
  const heard = turnsOf(among).filter(turn => turn.role === 'user')
  const repeats = (said: Json[]) => {
    const texts = said.map(turn => turn.message).filter(text => text?.split(' ').length >= 4)
    return texts.length - new Set(texts).size
  }
  return {
    wait: median(metrics.flatMap(metric => metric.convai_ttf_audio_since_silence?.elapsed_time ?? [])),
    interrupted: spoken.filter(turn => turn.interrupted).length / spoken.length,
    repeated:
      among.reduce((sum, call) => sum + repeats(call.transcript.filter((turn: Json) => turn.role === 'user')), 0) /
      heard.length,
    mood: median(among.flatMap(call => call.analysis.sentiment_analysis?.overall_sentiment_score ?? [])),
    rate: successRate(among),
  }
}

describe('the stories', () => {
  test('orders: lookups fail and success drops', () => {
    const broken = daysAgo(STORIES.orders.brokenSinceDaysAgo)
    const [before, after] = [true, false].map(early =>
      ofAgent('Order Support').filter(call => startOf(call) < broken === early),
    )
    const lookups = (of: Json[]) => toolResults(of).filter(result => result.tool_name === STORIES.orders.tool)
    const errorShare = (of: Json[]) => lookups(of).filter(result => result.is_error).length / lookups(of).length
    expect(errorShare(before!)).toBeLessThan(0.1)
    expect(errorShare(after!)).toBeGreaterThan(0.45)
    expect(successRate(before!) - successRate(after!)).toBeGreaterThan(0.25)
    for (const result of lookups(after!).filter(({ is_error }) => is_error)) {
      expect(result.error_type).toBe('external_server')
      expect(result.tool_latency_secs).toBeGreaterThan(9)
    }
  })

  test('clinic: the second version does better in shorter calls, after some days side by side', () => {
    const clinic = world.agents.find(agent => agent.name.includes('Clinic'))!
    const [first, second] = clinic.versions.map((version: Json) => {
      const of = calls.filter(call => call.version_id === version.version_id)
      for (const call of of.filter(call => call.status === 'done')) {
        expect(startOf(call)).toBeGreaterThan(version.live_from_unix_secs)
        expect(startOf(call)).toBeLessThan(version.live_to_unix_secs)
      }
      return of
    })
    expect(clinic.versions[1].live_from_unix_secs).toBeLessThan(clinic.versions[0].live_to_unix_secs)
    expect(successRate(second) - successRate(first)).toBeGreaterThan(0.2)
    const secs = (of: Json[]) =>
      median(of.filter(call => judged.includes(call)).map(call => call.metadata.call_duration_secs))
    expect(secs(second)).toBeLessThan(secs(first) * 0.85)
  })

  test('energy: one question grows week by week, and mostly fails', () => {
    const { question, growsSinceDaysAgo } = STORIES.energy
    const asks = (turn: Json) => turn.role === 'user' && question.test(turn.message ?? '')
    const asked = ofAgent('Billing').filter(call => call.transcript.some(asks))
    const weekOf = (call: Json) => Math.floor((startOf(call) - daysAgo(growsSinceDaysAgo)) / (7 * DAY))
    const inWeek = (week: number) => asked.filter(call => Math.min(2, weekOf(call)) === week).length
    expect(inWeek(-1)).toBeLessThan(inWeek(0))
    expect(inWeek(0)).toBeLessThan(inWeek(1))
    expect(inWeek(1)).toBeLessThan(inWeek(2))
    expect(inWeek(2)).toBeGreaterThan(2 * inWeek(-1))
    expect(successRate(asked)).toBeLessThan(0.35)
    expect(new Set(asked.map(call => call.metadata.main_language))).toEqual(new Set(['en', 'de', 'fr']))
    expect(toolResults(asked).filter(({ tool_name }) => tool_name === 'transfer_to_number').length).toBeGreaterThan(10)
  })

  test('parcels: weekday mornings are slow, and callers notice', () => {
    const [slow, normal] = [true, false].map(morning =>
      lineQuality(ofAgent('Parcel Tracking', judged).filter(call => isSlowMorning(call) === morning)),
    ) as [LineQuality, LineQuality]
    expect(slow.wait).toBeGreaterThan(2 * normal.wait)
    expect(slow.interrupted).toBeGreaterThan(0.1)
    expect(normal.interrupted).toBeLessThan(0.06)
    expect(slow.repeated).toBeGreaterThan(0.03)
    expect(normal.repeated).toBeLessThan(0.01)
    expect(slow.mood).toBeLessThan(normal.mood - 0.3)
    expect(slow.rate).toBeLessThan(normal.rate - 0.1)
  })

  test('depot: the archived agent has calls until it was retired', () => {
    const starts = ofAgent('Depot Line').map(startOf)
    expect(starts.length).toBeGreaterThan(10)
    expect(Math.max(...starts)).toBeLessThan(daysAgo(STORIES.depot.retiredDaysAgo))
  })
})

describe('special calls', () => {
  test('running, processing, failed, unanalysed and ended at once', () => {
    expect(byId(SPECIAL.running)).toMatchObject({ status: 'in-progress', transcript: [], analysis: null })
    expect(byId(SPECIAL.running).metadata.call_duration_secs).toBe(0)
    expect(NOW - startOf(byId(SPECIAL.running))).toBeLessThan(10 * 60)
    expect(byId(SPECIAL.processing)).toMatchObject({ status: 'processing', analysis: null })
    expect(byId(SPECIAL.processing).transcript.length).toBeGreaterThan(5)
    expect(byId(SPECIAL.failed)).toMatchObject({
      status: 'failed',
      transcript: [],
      analysis: null,
      metadata: { error: { code: 404 } },
    })
    expect(byId(SPECIAL.unanalysed)).toMatchObject({ status: 'done', analysis: null })
    expect(byId(SPECIAL.missingVariables)).toMatchObject({ status: 'done', transcript: [] })
    expect(byId(SPECIAL.missingVariables).metadata.termination_reason).toMatch(/^Missing required dynamic variables/)
  })

  test('the long one, with a serial number said once', () => {
    const { transcript, metadata } = byId(SPECIAL.long)
    expect(transcript.length).toBeGreaterThan(1_500)
    expect(metadata.call_duration_secs / 3_600).toBeCloseTo(2.4, 0)
    expect(toolCalls([{ transcript }]).length).toBeGreaterThan(190)
    const said = transcript.flatMap((turn: Json, index: number) =>
      turn.message?.includes(LONG_CALL_SERIAL) ? [index] : [],
    )
    expect(said).toHaveLength(1)
    expect(said[0] / transcript.length).toBeCloseTo(0.5, 1)
  })

  test('the hostile one carries every trick, unchanged', () => {
    const { transcript, analysis, conversation_initiation_client_data } = byId(SPECIAL.hostile)
    const text = transcript.map((turn: Json) => turn.message).join('\n')
    for (const mark of Object.values(HOSTILE_MARKS)) expect(text).toContain(mark)
    expect(analysis.call_summary_title).toContain(HOSTILE_MARKS.instruction)
    expect(analysis.data_collection_results.contact_reason.value).toContain(HOSTILE_MARKS.formula)
    expect(conversation_initiation_client_data.dynamic_variables.secret__crm_token).toContain(DEMO_SECRET)
    expect(turnsOf([{ transcript }]).flatMap(turn => turn.triggered_guardrails)).not.toHaveLength(0)
  })
})
