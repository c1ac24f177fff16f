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
    expect(unread).toEqual({ reason: null, noTranscript: false, lostTurns: [4, 5, 6], cut: [], impossible: [] })
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
