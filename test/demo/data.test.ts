import { describe, expect, test } from 'vitest'
import { DEMO_SECRET, sampleWorld } from '../../src/demo/data/index.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { firstOf, MORE } from '../support/runs.ts'
import { DAY, daysAgo, NOW, startOf } from './days.ts'
import { calls, judged, ofAgent, successRate, toolCalls, toolResults, turnsOf, world } from './told.ts'

/** The moments that could trip the calendar: a Sunday midnight, a Monday just after it. */
const SUNDAY_MIDNIGHT = Date.UTC(2026, 10, 22) / 1000
const MONDAY_NIGHT = Date.UTC(2026, 2, 30, 0, 5) / 1000

describe('the same calls every time', () => {
  test('one moment gives one world', MORE, () => {
    expect(JSON.stringify(sampleWorld(NOW))).toBe(JSON.stringify(world))
  })

  for (const [when, moments] of firstOf([SUNDAY_MIDNIGHT, MONDAY_NIGHT]))
    test.each(moments)('at %i the same ids, other times, none of them to come', when, now => {
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
