import { describe, expect, it } from 'vitest'
import { toConversation } from '../../src/api/map.ts'

const ofTurns = (...transcript: unknown[]) => toConversation({ status: 'done', transcript }, 'conv_1')
const ofTurn = (turn: unknown) => ofTurns(turn).turns[0]!

describe('tools', () => {
  it('map calls and results', () => {
    const turn = ofTurn({
      role: 'agent',
      tool_calls: [
        {
          type: 'webhook',
          request_id: 'r1',
          tool_name: 'look_up',
          params_as_json: '{"a": 1}',
          tool_has_been_called: true,
          tool_details: { headers: { authorization: 'SECRET' } },
        },
        { request_id: 'r2', tool_name: 'never_ran', params_as_json: 'no JSON', tool_has_been_called: false },
        { request_id: 'r3', tool_name: 'bare' },
        { request_id: 'r4', tool_name: 'parsed', params_as_json: { a: 1 } },
        null,
      ],
      tool_results: [
        {
          request_id: 'r1',
          tool_name: 'look_up',
          result_value: 'no such order',
          is_error: true,
          is_blocked: false,
          error_type: 'external_server',
          tool_latency_secs: 0.5,
          raw_error_message: 'https://host/?key=SECRET',
          dynamic_variable_updates: [{ variable_name: 'order', old_value: null, new_value: '5' }],
        },
        {
          type: 'system',
          request_id: 'r5',
          tool_name: 'transfer_to_number',
          result_value: 'ok',
          is_error: false,
          error_type: '',
          result: { result_type: 'transfer_to_number_twilio_success', status: 'success' },
        },
        { request_id: 'r6', tool_name: 'odd', result_value: { a: [1] }, result: 'text' },
      ],
    })
    expect(turn.toolCalls).toEqual([
      { requestId: 'r1', name: 'look_up', type: 'webhook', argumentsText: '{"a": 1}', executed: true },
      { requestId: 'r2', name: 'never_ran', type: null, argumentsText: 'no JSON', executed: false },
      { requestId: 'r3', name: 'bare', type: null, argumentsText: '', executed: null },
      { requestId: 'r4', name: 'parsed', type: null, argumentsText: '{"a":1}', executed: null },
    ])
    expect(turn.toolResults).toMatchObject([
      {
        requestId: 'r1',
        resultText: 'no such order',
        isError: true,
        errorType: 'external_server',
        latencySecs: 0.5,
        updatedVariables: ['order'],
      },
      {
        requestId: 'r5',
        resultText: 'ok',
        isError: false,
        errorType: null,
        resultType: 'transfer_to_number_twilio_success',
      },
      { requestId: 'r6', resultText: '{"a":[1]}', resultType: null, latencySecs: null, updatedVariables: [] },
    ])
    expect(JSON.stringify(turn)).not.toContain('SECRET')
  })

  it('say to which number a call went, and which procedure began', () => {
    const of = (result: object) => ofTurn({ tool_results: [{ type: 'system', result }] }).toolResults[0]
    const toNumber = { result_type: 'transfer_to_number_sip_success', transfer_number: '+15550100' }
    expect(of(toNumber)).toMatchObject({ transfer: { from: null, to: null, number: '+15550100' }, procedure: null })
    const started = { result_type: 'start_procedure_success', procedure_id: 'proc_1' }
    expect(of(started)).toMatchObject({ transfer: null, procedure: 'proc_1' })
    expect(of({ ...started, procedure_name: 'Refunds' })).toMatchObject({ procedure: 'Refunds' })
  })

  it('failed where they have a type of error, whatever their mark says', () => {
    const of = (result: object) => ofTurn({ tool_results: [result] }).toolResults[0]
    for (const is_error of [null, false, true, undefined]) {
      expect(of({ is_error, error_type: 'client_timeout' })).toMatchObject({
        isError: true,
        errorType: 'client_timeout',
      })
    }
    for (const error_type of ['', ' ', 'none', 'NULL', 'no_error', null, undefined]) {
      expect(of({ is_error: false, error_type })).toMatchObject({ isError: false, errorType: null })
    }
  })

  it('of the platform failed where their text says so; what a tool of the customer answers is an answer', () => {
    const of = (type: string, result_value: string) => ofTurn({ tool_results: [{ type, result_value }] }).toolResults[0]
    expect(of('system', '{"status":"error","message":"busy"}')).toMatchObject({ isError: true })
    expect(of('System', '{"status": "Failed"}')).toMatchObject({ isError: true })
    expect(of('system', '{"status":"success"}')).toMatchObject({ isError: false })
    expect(of('webhook', '{"status":"error"}')).toMatchObject({ isError: false })
  })

  it('have types in the letters of the API, and ids without blanks', () => {
    const turn = ofTurn({
      tool_calls: [{ request_id: ' r1', type: 'SYSTEM' }],
      tool_results: [{ request_id: 'r1\n', type: 'System', result: { result_type: 'TRANSFER_TO_NUMBER_SIP_SUCCESS' } }],
    })
    expect(turn.toolCalls).toMatchObject([{ requestId: 'r1', type: 'system' }])
    expect(turn.toolResults).toMatchObject([
      { requestId: 'r1', type: 'system', resultType: 'transfer_to_number_sip_success' },
    ])
  })

  it('read marks in the spellings of other programs', () => {
    const of = (flag: unknown) =>
      ofTurn({
        tool_calls: [{ tool_has_been_called: flag }],
        tool_results: [{ tool_has_been_called: flag, is_error: flag, is_blocked: flag }],
      })
    for (const yes of [true, 'true', 'True', ' TRUE', 1, '1']) {
      const { toolCalls, toolResults } = of(yes)
      expect(toolCalls[0]).toMatchObject({ executed: true })
      expect(toolResults[0]).toMatchObject({ executed: true, isError: true, isBlocked: true })
    }
    for (const no of [false, 'false', 'False', 0, '0']) {
      const { toolCalls, toolResults } = of(no)
      expect(toolCalls[0]).toMatchObject({ executed: false })
      expect(toolResults[0]).toMatchObject({ executed: false, isError: false, isBlocked: false })
    }
    for (const silent of [null, undefined, '', 'maybe', 2, {}, ['true']]) {
      const { toolCalls, toolResults } = of(silent)
      expect(toolCalls[0]).toMatchObject({ executed: null })
      expect(toolResults[0]).toMatchObject({ executed: null, isError: false, isBlocked: false })
    }
  })

  it('finds what workflow tools ran, to any depth', () => {
    const result = (id: string, more: object = {}) => ({ request_id: id, tool_name: id, result_value: id, ...more })
    const call = (id: string) => ({ request_id: id, tool_name: id, params_as_json: '{}' })
    const inner = { steps: [{ type: 'nested_tools', requests: [call('c')], results: [result('c')] }] }
    const outer = {
      steps: [
        { type: 'edge', edge_id: 'e', target_node_id: 'n', step_latency_secs: 0 },
        {
          type: 'nested_tools',
          requests: [call('a'), call('b')],
          results: [result('a'), result('b', { type: 'workflow', result: inner })],
        },
        { type: 'max_iterations_exceeded', max_iterations: 3 },
        { type: 'nested_tools', requests: [call('d')], results: null },
      ],
    }
    const turn = ofTurn({
      role: 'agent',
      tool_results: [result('w', { type: 'workflow', result: outer }), result('x')],
    })
    expect(turn.toolCalls.map(tool => tool.requestId)).toEqual(['a', 'b', 'c', 'd'])
    expect(turn.toolResults.map(tool => tool.requestId)).toEqual(['w', 'x', 'a', 'b', 'c'])
  })
})
