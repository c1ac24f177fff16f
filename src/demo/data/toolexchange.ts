import type { Json } from '../world.ts'
import { between, letters, sampleId } from './random.ts'
import type { Slots } from './slots.ts'
import { agentTurn, generate, type Stage } from './stage.ts'
import { type Answer, DEMO_SECRET, type Tool, toolNamed } from './tools.ts'
import { turnMetrics } from './turns.ts'

interface Result {
  secs: number
  result_value: string
  error_type?: string
  raw_error_message?: string
}

const FAILURES: Record<'timeout' | 'error' | 'thrown', Omit<Result, 'secs'>> = {
  timeout: {
    result_value: 'Tool call failed: no answer within 10 seconds',
    error_type: 'external_server',
    raw_error_message: '504 Gateway Timeout',
  },
  error: {
    result_value: 'Tool call failed: HTTP 500 {"error":"internal"}',
    error_type: 'external_server',
    raw_error_message: '500 Internal Server Error',
  },
  thrown: { result_value: 'Client tool execution failed: no shop accepts this parcel', error_type: 'unknown' },
}

/** A tool of the customer. */
export function toolExchange(stage: Stage, tool_name: string, answer: string): void {
  const { slots } = stage.call
  const tool = toolNamed(tool_name)
  const params = Object.fromEntries(Object.entries(tool.params).map(([param, slot]) => [param, slots[slot]]))
  const { secs, ...result } = resultOf(tool, answer as Answer, slots, stage)
  const tool_details = toolDetails(tool, tool_name, params)
  exchange(stage, { type: tool.type, tool_name, tool_details }, params, secs, {
    is_error: result.error_type !== undefined,
    ...result,
  })
}

/** A tool of the platform itself; its result is typed. */
export function systemExchange(stage: Stage, tool_name: string, params: Record<string, string>): void {
  const result = systemResult(stage, tool_name, params)
  const secs = between(stage.call.random, 0.0001, 0.002)
  exchange(stage, { type: 'system', tool_name, tool_details: null }, params, secs, {
    is_error: result.status === 'error',
    result_value: JSON.stringify(result),
    error_type: result.status === 'error' ? 'unknown' : '',
    result,
  })
}

/** One agent turn with the call, another one with its result. */
function exchange(stage: Stage, tool: Json, params: Json, secs: number, result: Json): void {
  const { random, oldShape, slowLine } = stage.call
  const { type, tool_name } = tool
  const request_id = `call_${letters(random, 24)}`
  const thinking = slowLine ? between(random, 1.2, 2.4) : between(random, 0.3, 0.7)
  stage.clock += thinking
  const turn = agentTurn(stage)
  turn.tool_calls = [{ ...tool, request_id, params_as_json: JSON.stringify(params), tool_has_been_called: true }]
  generate(stage, turn, 12)
  turn.conversation_turn_metrics = turnMetrics({
    convai_llm_service_ttfb: thinking,
    convai_llm_tool_request_generation_latency: thinking + 0.01,
  })

  stage.clock += secs
  agentTurn(stage).tool_results = [
    {
      type,
      tool_name,
      request_id,
      tool_has_been_called: true,
      tool_latency_secs: Math.round(secs * 1e5) / 1e5,
      error_type: '',
      raw_error_message: '',
      dynamic_variable_updates: [],
      ...(oldShape ? {} : { is_blocked: false }),
      ...result,
    },
  ]
  stage.context += Math.round(result.result_value.length / 4)
}

function resultOf(tool: Tool, answer: Answer, slots: Slots, { call: { random } }: Stage): Result {
  if (answer === 'ok')
    return { secs: between(random, 0.15, 0.9), result_value: JSON.stringify(tool.answer(slots, random)) }
  // Not an error: the tool worked, and says no.
  if (answer === 'not_found')
    return { secs: between(random, 0.1, 0.5), result_value: '{"found":false,"message":"Nothing matches."}' }
  return { ...FAILURES[answer], secs: answer === 'timeout' ? between(random, 10, 12.5) : between(random, 0.1, 1.2) }
}

function toolDetails(tool: Tool, name: string, params: Json): Json {
  switch (tool.type) {
    case 'webhook': {
      const inQuery = tool.method === 'GET'
      return {
        type: 'webhook',
        method: tool.method,
        url: tool.url,
        headers: {
          Authorization: `Bearer ${DEMO_SECRET}${sampleId('key', tool.url).slice(4, 16)}`,
          Accept: 'application/json',
        },
        path_params: {},
        query_params: inQuery ? params : {},
        body: inQuery ? null : JSON.stringify(params),
      }
    }
    case 'client':
      return { type: 'client', parameters: JSON.stringify(params) }
    case 'mcp':
      return {
        type: 'mcp',
        mcp_server_id: sampleId('mcp', 'calendar'),
        mcp_server_name: 'Clinic calendar',
        integration_type: 'private',
        parameters: params,
        approval_policy: 'auto_approve_all',
        mcp_tool_name: name,
      }
  }
}

function systemResult({ call, agent }: Stage, name: string, params: Record<string, string>): Json {
  const { reason, language, agent_id: to_agent, transfer_number } = params
  const success = (result_type: string, fields: Json) => ({ result_type, status: 'success', ...fields })
  switch (name) {
    case 'end_call':
      return success('end_call_success', { reason, message: null })
    case 'language_detection':
      return success('language_detection_success', { reason, language })
    case 'voicemail_detection':
      return success('voicemail_detection_success', { reason, voicemail_message: null })
    case 'transfer_to_agent':
      return success('transfer_to_agent_success', { from_agent: agent.id, to_agent, condition: reason, delay_ms: 0 })
    default: {
      const { source } = call.channel
      const conference_name = `conf_${call.id.slice(-8)}`
      const agent_message = `${call.caller.first} is on the line. ${reason}.`
      if (source === 'sip_trunk') return success('transfer_to_number_sip_success', { transfer_number, reason })
      if (source === 'twilio')
        return success('transfer_to_number_twilio_success', { transfer_number, reason, agent_message, conference_name })
      return {
        result_type: 'transfer_to_number_error',
        status: 'error',
        error: 'Only telephone calls can be transferred',
      }
    }
  }
}
