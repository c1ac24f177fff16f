import { describe, expect, test } from 'vitest'
import {
  DEMO_SECRET,
  HOSTILE_MARKS,
  LONG_CALL_SERIAL,
  SPECIAL,
  STORIES,
  sampleWorld,
} from '../../src/demo/data/index.ts'
import type { Json, World } from '../../src/demo/world.ts'

const DAY = 86_400
/** A Friday noon (UTC), and the moments that could trip the calendar: a Sunday midnight, a Monday just after it. */
const NOW = Date.UTC(2026, 10, 20, 12) / 1000
const SUNDAY_MIDNIGHT = Date.UTC(2026, 10, 22) / 1000
const MONDAY_NIGHT = Date.UTC(2026, 2, 30, 0, 5) / 1000

const world = sampleWorld(NOW)
const calls = world.conversations
const judged = calls.filter(call => ['success', 'failure'].includes(call.analysis?.call_successful))

const startOf = (call: Json): number => call.metadata.start_time_unix_secs
const daysAgo = (days: number) => NOW - (NOW % DAY) - days * DAY
const byId = (id: string) => calls.find(call => call.conversation_id === id)!
const ofAgent = (name: string, among = calls) => among.filter(call => call.agent_name.includes(name))
const toolCalls = (among: Json[]): Json[] => turnsOf(among).flatMap(turn => turn.tool_calls)
const toolResults = (among: Json[]): Json[] => turnsOf(among).flatMap(turn => turn.tool_results)

function turnsOf(among: Json[]): Json[] {
  return among.flatMap(call => call.transcript)
}

function successRate(among: Json[]): number {
  const known = among.filter(call => judged.includes(call))
  return known.filter(call => call.analysis.call_successful === 'success').length / known.length
}

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

describe('the same calls every time', () => {
  test('one moment gives one world', () => {
    expect(JSON.stringify(sampleWorld(NOW))).toBe(JSON.stringify(world))
  })

  test.each([SUNDAY_MIDNIGHT, MONDAY_NIGHT])('at %i the same ids, other times, none of them to come', now => {
    const other = sampleWorld(now)
    const ids = (of: World) => of.conversations.map(call => call.conversation_id).sort()
    expect(ids(other)).toEqual(ids(world))
    expect(other.agents.map(agent => agent.agent_id)).toEqual(world.agents.map(agent => agent.agent_id))
    const starts = new Map(calls.map(call => [call.conversation_id, startOf(call)]))
    for (const call of other.conversations) {
      // Weekends move with the calendar, so a call may move some days more or less than the clock.
      expect(Math.abs(startOf(call) - starts.get(call.conversation_id)! - (now - NOW))).toBeLessThan(8 * DAY)
      expect(startOf(call)).toBeGreaterThanOrEqual(now - 60 * DAY)
      expect(startOf(call) + call.metadata.call_duration_secs).toBeLessThan(now)
    }
  })

  test('every id is unique and looks like a real one', () => {
    const ids = calls.map(call => call.conversation_id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^conv_\d{4}[0-9a-z]{24}$/)
  })
})

describe('a believable lot', () => {
  test('enough calls of five agents, one of them archived', () => {
    expect(calls.length).toBeGreaterThanOrEqual(420)
    expect(world.agents.map(agent => [agent.name, agent.archived])).toEqual([
      ['Fennick & Lowe Order Support', false],
      ['Tarnhill Clinic Appointments', false],
      ['Alpenlumen Billing Hotline', false],
      ['Quillmoor Parcel Tracking', false],
      ['Quillmoor Depot Line (old)', true],
    ])
    for (const { name } of world.agents) {
      const rate = successRate(ofAgent(name))
      expect(rate, name).toBeGreaterThan(0.55)
      expect(rate, name).toBeLessThan(0.9)
    }
  })

  test('languages, channels, endings, ratings', () => {
    const share = (has: (call: Json) => boolean) => calls.filter(has).length / calls.length
    expect(new Set(calls.map(call => call.metadata.main_language))).toEqual(
      new Set(['en', 'de', 'fr', 'es', 'ja', null]),
    )
    expect(new Set(calls.map(call => call.metadata.conversation_initiation_source)).size).toBeGreaterThan(5)
    expect(new Set(calls.map(call => call.metadata.termination_reason)).size).toBeGreaterThan(8)
    expect(share(call => call.metadata.text_only)).toBeCloseTo(0.08, 1)
    expect(share(call => call.metadata.feedback.type !== null)).toBeCloseTo(0.2, 1)
    expect(share(call => !call.has_audio)).toBeCloseTo(0.1, 1)
    expect(share(call => call.status === 'failed')).toBeGreaterThan(0.02)
  })

  test('some callers call again within a week', () => {
    const known = calls.filter(call => call.user_id !== null)
    const users = new Set(known.map(call => call.user_id))
    const calledAgain = (call: Json) =>
      known.some(
        later => later.user_id === call.user_id && later !== call && Math.abs(startOf(later) - startOf(call)) < 7 * DAY,
      )
    const again = new Set(known.filter(calledAgain).map(call => call.user_id))
    expect(again.size / users.size).toBeGreaterThan(0.08)
    expect(again.size / users.size).toBeLessThan(0.3)
  })

  test('all kinds of turns occur', () => {
    const turns = turnsOf(calls)
    const mediums = new Set(turns.map(turn => turn.source_medium))
    expect(mediums).toEqual(new Set(['audio', 'text', 'dtmf', 'image', null]))
    for (const has of [
      (turn: Json) => turn.message === '...',
      (turn: Json) => turn.ignored_as_backchannel,
      (turn: Json) => turn.feedback,
      (turn: Json) => turn.triggered_guardrails.length > 0,
      (turn: Json) => turn.rag_retrieval_info,
      (turn: Json) => turn.agent_metadata?.workflow_node_id,
      (turn: Json) => turn.file_inputs.length > 0,
      (turn: Json) => turn.interrupted && turn.original_message && turn.message.endsWith('...'),
    ])
      expect(turns.filter(has).length, String(has)).toBeGreaterThan(4)
    expect(calls.filter(call => call.visited_agents.length === 2).length).toBeGreaterThan(2)
  })
})

describe('the shape of the API', () => {
  test('required fields are there and the sums are right', () => {
    for (const call of calls) {
      const { charging, cost, cost_fiat, call_duration_secs } = call.metadata
      const dollars = charging.llm_price + charging.platform_price
      expect(cost).toBe(charging.llm_charge + charging.call_charge)
      expect(cost_fiat ?? dollars).toBe(dollars)
      for (const key of ['agent_id', 'branch_id', 'version_id', 'status', 'has_audio', 'has_user_audio', 'transcript'])
        expect(call[key], key).toBeDefined()
      const late = (turn: Json) => turn.time_in_call_secs > call_duration_secs
      const odd = (turn: Json) => !['user', 'agent'].includes(turn.role) || !Number.isInteger(turn.time_in_call_secs)
      expect(call.transcript.filter((turn: Json) => late(turn) || odd(turn))).toEqual([])
    }
  })

  test('every tool result joins the call one turn before it', () => {
    const joins = (turn: Json, before: Json | undefined) => {
      const [call, result] = [before?.tool_calls[0], turn.tool_results[0]]
      return !result || (call?.request_id === result.request_id && call.tool_name === result.tool_name)
    }
    for (const { transcript } of calls)
      expect(transcript.filter((turn: Json, index: number) => !joins(turn, transcript[index - 1]))).toEqual([])

    const results = toolResults(calls)
    for (const { params_as_json } of toolCalls(calls)) expect(JSON.parse(params_as_json)).toBeTypeOf('object')
    expect(new Set(results.map(result => result.type))).toEqual(new Set(['webhook', 'client', 'mcp', 'system']))
    expect(results.filter(result => result.result_value.length > 2_000).length).toBeGreaterThan(8)
    const notFound = results.filter(result => result.result_value.includes('"found":false'))
    expect(notFound.length).toBeGreaterThan(8)
    expect(notFound.filter(result => result.is_error)).toEqual([])
  })

  test('criteria and data are those of the agent, as map and as list', () => {
    const agents = new Map(world.agents.map(agent => [agent.agent_id, agent]))
    const tags = new Set(world.tags.map(tag => tag.tag_id))
    for (const { agent_id, analysis, tag_ids } of judged) {
      const agent = agents.get(agent_id)!
      expect(Object.keys(analysis.evaluation_criteria_results)).toEqual(agent.criteria.map((item: Json) => item.id))
      expect(analysis.data_collection_results_list).toEqual(Object.values(analysis.data_collection_results))
      for (const { data_collection_id, value } of analysis.data_collection_results_list) {
        const { type } = agent.data_collection[data_collection_id]
        const matches = value === null || (type === 'integer' ? Number.isInteger(value) : typeof value === type)
        expect(matches, `${data_collection_id}: ${value}`).toBe(true)
      }
      for (const tag of tag_ids) expect(tags).toContain(tag)
    }
  })

  test('payloads of old calls lack what came later', () => {
    const old = calls.filter(call => startOf(call) < daysAgo(45))
    expect(old.length).toBeGreaterThan(50)
    expect(JSON.stringify(old)).not.toMatch(/convai_ttf_audio_since_silence|sentiment_analysis/)
    expect(JSON.stringify(calls)).toMatch(/convai_ttf_audio_since_silence/)
  })

  test('webhooks carry a secret, and the history repeats the transcript', () => {
    const webhooks = toolCalls(calls).filter(call => call.type === 'webhook')
    for (const { tool_details } of webhooks) expect(tool_details.headers.Authorization).toContain(DEMO_SECRET)
    for (const call of calls) {
      const variables = call.conversation_initiation_client_data.dynamic_variables
      const { entries } = JSON.parse(variables.system__conversation_history)
      const silent = call.transcript.filter((turn: Json) => turn.file_inputs.length > 0)
      expect(entries.length).toBe(call.transcript.length - silent.length)
    }
  })
})

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
