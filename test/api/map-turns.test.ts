import { describe, expect, it } from 'vitest'
import { toConversation } from '../../src/api/map.ts'

const ofTurns = (...transcript: unknown[]) => toConversation({ status: 'done', transcript }, 'conv_1')
const ofTurn = (turn: unknown) => ofTurns(turn).turns[0]!

it.each([
  ['transfer_to_number_error', true],
  ['Transfer_To_Number_ERROR', true],
  ['error_free', false],
  [null, false],
])('a result of the type %s', (result_type, isError) => {
  const tool_results = [{ request_id: 'r', tool_name: 't', result_value: '', is_error: false, result: { result_type } }]
  const { turns } = toConversation({ conversation_id: 'c', transcript: [{ role: 'agent', tool_results }] }, 'c')
  expect(turns[0]!.toolResults[0]!.isError).toBe(isError)
})

describe('a turn', () => {
  it('maps every part', () => {
    expect(
      ofTurn({
        role: 'agent',
        message: 'I will look…',
        original_message: 'I will look that up.',
        interrupted: true,
        ignored_as_backchannel: false,
        time_in_call_secs: 12,
        source_medium: null,
        agent_metadata: { agent_id: 'agent_1', workflow_node_id: 'node_1' },
        conversation_turn_metrics: {
          metrics: { convai_llm_service_ttfb: { elapsed_time: 0.4 } },
          convai_asr_provider: 'x',
          voice_id: 'voice_1',
        },
        analysis: { user_sentiment_score: 0.5, user_frustration_score: 0 },
        feedback: { score: 'like', time_in_call_secs: 13 },
        triggered_guardrails: [
          { guardrail_type: 'profanity' },
          { guardrail_type: 'custom', guardrail_name: 'No prices' },
        ],
        file_input: {
          file_id: 'f1',
          original_filename: 'a.pdf',
          mime_type: 'application/pdf',
          file_url: 'https://signed',
        },
        file_inputs: [
          { file_id: 'f1', original_filename: 'a.pdf', mime_type: 'application/pdf' },
          { file_id: 'f2', original_filename: 'b.png', mime_type: 'image/png' },
        ],
        platform_event: 'user_turn_timeout',
        contextual_update_info: { context_id: 'c' },
        reasoning: [{ summary: 'thought' }, { summary: null, provider_redact: true }],
        rag_retrieval_info: {
          chunks: [{ document_id: 'd1' }, { document_id: 'd2' }, { document_id: 'd1' }],
          retrieval_query: 'q',
          rag_latency_secs: 0.2,
        },
        producing_llm: 'model-1',
        llm_usage: {
          model_usage: {
            'model-1': {
              input: { tokens: 100, price: 0.01 },
              input_cache_read: { tokens: 10, price: 0.001 },
              input_cache_write: { tokens: 1, price: 0 },
              output_total: { tokens: 20, price: 0.02 },
            },
            'model-2': { input: { tokens: 5, price: 0.1 } },
          },
        },
      }),
    ).toMatchInlineSnapshot(`
      {
        "agentId": "agent_1",
        "backchannel": false,
        "contextUpdate": true,
        "event": "user_turn_timeout",
        "feedback": "like",
        "files": [
          {
            "name": "a.pdf",
            "type": "application/pdf",
          },
          {
            "name": "b.png",
            "type": "image/png",
          },
        ],
        "frustration": 0,
        "guardrails": [
          "profanity",
          "custom: No prices",
        ],
        "index": 0,
        "interrupted": true,
        "llm": {
          "inputTokens": 116,
          "model": "model-1",
          "outputTokens": 20,
          "usd": 0.131,
        },
        "medium": null,
        "message": "I will look…",
        "metrics": {
          "convai_llm_service_ttfb": 0.4,
        },
        "planned": "I will look that up.",
        "rag": {
          "chunks": 3,
          "documentIds": [
            "d1",
            "d2",
          ],
          "latencySecs": 0.2,
          "query": "q",
        },
        "reasoning": [
          "thought",
        ],
        "role": "agent",
        "sentiment": 0.5,
        "timeSecs": 12,
        "toolCalls": [],
        "toolResults": [],
        "voice": "voice_1",
        "workflowNodeId": "node_1",
      }
    `)
  })

  it('keeps its place in the array', () => {
    const { turns } = ofTurns({ role: 'agent', time_in_call_secs: 9 }, null, { role: 'user', time_in_call_secs: 1 })
    expect(turns.map(turn => [turn.index, turn.role, turn.timeSecs])).toEqual([
      [0, 'agent', 9],
      [1, 'unknown', null],
      [2, 'user', 1],
    ])
  })

  it('bears missing and odd parts', () => {
    const bare = ofTurn({ role: 'user' })
    expect(bare).toMatchObject({
      message: '',
      planned: null,
      toolCalls: [],
      toolResults: [],
      metrics: {},
      files: [],
      llm: null,
    })
    const odd = {
      tool_calls: null,
      tool_results: null,
      reasoning: 'x',
      feedback: 3,
      llm_usage: [],
      platform_event: { type: 'beep' },
    }
    expect(ofTurn({ ...odd, role: 'user', message: null })).toEqual({ ...bare, event: 'beep' })
  })

  it('has the roles of the API, in whatever case, and those that others gave', () => {
    const roles = ['USER', ' Agent ', 'assistant', 'supervisor', null, {}]
    const found = ofTurns(...roles.map(role => ({ role, message: 'Hi' }))).turns.map(({ role }) => role)
    expect(found).toEqual(['user', 'agent', 'assistant', 'supervisor', 'unknown', 'unknown'])
  })

  it('has no time that lies outside of a call', () => {
    const times = [0, 86_400, 86_401, -1, 1e15, '12', '0:12', null]
    const found = ofTurns(...times.map(time => ({ role: 'user', time_in_call_secs: time })))
    expect(found.turns.map(({ timeSecs }) => timeSecs)).toEqual([0, 86_400, null, null, null, 12, null, null])
  })

  it('is lost where its words are no text', () => {
    const messages = ['Hi', null, 42, '', { text: 'Hi' }, ['Hi'], true]
    const { unread, turns } = ofTurns(...messages.map(message => ({ role: 'user', message })))
    expect(unread).toEqual({ reason: null, lostTurns: [4, 5, 6], cut: [], impossible: [] })
    expect(turns.map(({ message }) => message)).toEqual(['Hi', '', '42', '', '', '', ''])
  })

  it('reads metrics in the flat form', () => {
    const conversation_turn_metrics = { convai_llm_service_ttfb: { elapsed_time: 0.37 }, convai_tts_model: 'x' }
    expect(ofTurn({ conversation_turn_metrics }).metrics).toEqual({ convai_llm_service_ttfb: 0.37 })
  })

  it('joins voices only where the message is empty', () => {
    const multivoice_message = {
      parts: [
        { text: 'Hello.', voice_label: 'Anna' },
        { text: 'Good day.', voice_label: null },
      ],
    }
    expect(ofTurn({ message: '', multivoice_message }).message).toBe('[Anna] Hello. Good day.')
    expect(ofTurn({ message: 'Hi.', multivoice_message }).message).toBe('Hi.')
  })

  it('takes the single file where there is no list', () => {
    const file_input = { file_id: 'f1', original_filename: 'a.pdf', mime_type: 'application/pdf' }
    expect(ofTurn({ file_input }).files).toEqual([{ name: 'a.pdf', type: 'application/pdf' }])
  })
})

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
