import { describe, expect, it } from 'vitest'
import { measuresOf, toolMeasuresOf, turnMeasuresOf } from '../../src/domain/measures.ts'
import { agent, call, felt, system, use, user } from './measures-calls.ts'

describe('perceived response latency', () => {
  it('is counted over the agent turns that have it, the slow ones above 2 s', () => {
    const turns = [
      agent('Hello.', { ...felt(0.1), timeSecs: 0 }),
      user('Hi.', { timeSecs: 2 }),
      agent('Yes?', { ...felt(2), timeSecs: 5 }),
      user('My order.', { timeSecs: 7 }),
      agent('Sure.', { ...felt(2.01), timeSecs: 10 }),
      agent('Still there?', { timeSecs: 30 }),
    ]
    expect(measuresOf(call(turns))).toMatchObject({ feltTurns: 3, slowTurns: 1, feltLatencyMax: 2.01 })
  })

  it('leaves out waits that are longer than the time since the caller began', () => {
    // As captured: the caller spoke over the agent at 22 s, and the platform measured 15 s of silence.
    const turns = [
      user('Where is my order?', { timeSecs: 4 }),
      agent(`Our order service is unavailable. ${'Please call again later. '.repeat(6)}`, {
        ...felt(1.2),
        timeSecs: 8,
      }),
      user("No, that's fine.", { timeSecs: 22 }),
      agent("You're...", { ...felt(15.2), timeSecs: 23 }),
    ]
    const measured = call(turns)
    expect(measuresOf(measured)).toMatchObject({ feltTurns: 1, feltLatencyMax: 1.2, slowTurns: 0, deadAir: 0 })
    expect(turnMeasuresOf(measured).map(({ feltLatency }) => feltLatency)).toEqual([null, 1.2, null, null])
  })

  it('believes the platform where there are no times', () => {
    const turns = [user('Hi.', { timeSecs: null }), agent('Yes?', { ...felt(15), timeSecs: null })]
    expect(measuresOf(call(turns))).toMatchObject({ feltTurns: 1, slowTurns: 1, feltLatencyMax: 15 })
  })

  it('ignores turns without words, and numbers that are none', () => {
    const turns = [agent('', felt(1)), user('Hi.', felt(1)), agent('Yes?', felt(Number.NaN)), agent('So?', felt(-1))]
    expect(measuresOf(call(turns))).toMatchObject({ feltTurns: 0, feltLatencyMax: null })
  })
})

describe('where a call broke off', () => {
  it('is its last tool, node and spoken turn', () => {
    const turns = [
      agent('Hello.', { workflowNodeId: 'node_a' }),
      use('lookup_order'),
      agent('Bye.', { workflowNodeId: 'node_b' }),
      user('...'),
      system('end_call', 'end_call_success'),
    ]
    expect(measuresOf(call(turns))).toMatchObject({
      lastTool: 'lookup_order',
      lastWorkflowNode: 'node_b',
      lastTurn: 3,
    })
  })
})

describe('events', () => {
  it('guardrails count by turn', () => {
    const turns = [agent('No.', { guardrails: ['custom: a', 'sexual'] }), agent('No!', { guardrails: ['profanity'] })]
    expect(measuresOf(call(turns)).guardrailTurns).toBe(2)
  })

  it('a voicemail is known by the tool or by the network', () => {
    const phone = { type: 'twilio', direction: 'outbound', agentNumber: null, externalNumber: null }
    const greeting = user('You have reached Anna. Leave a message.')
    const voicemail = (more: object) => measuresOf(call([greeting], more))
    expect(voicemail({ phone: { ...phone, result: 'answered' } })).toMatchObject({ voicemail: false, contained: true })
    expect(voicemail({ phone: { ...phone, result: 'voicemail' } })).toMatchObject({
      voicemail: true,
      connected: true,
      contained: null,
    })
    const detected = call([greeting, system('voicemail_detection', 'voicemail_detection_success')])
    expect(measuresOf(detected)).toMatchObject({ voicemail: true, contained: null })
  })
})

describe('measures by turn and by tool', () => {
  const metrics = (values: Record<string, number>) => ({ metrics: values })
  const measured = call([
    agent('Hello there.', metrics({ convai_ttf_audio_since_silence: 0.1, convai_tts_service_ttfb: 0.08 })),
    user('Where is my order 1001?', {
      ...metrics({ convai_asr_trailing_service_latency: 0.07 }),
      sentiment: -0.2,
      frustration: 0.5,
    }),
    use('lookup_order', { isError: true, errorType: 'external_server', latencySecs: 10.5 }),
    agent('I cannot...', {
      ...metrics({ convai_llm_service_ttfb: 0.4, convai_turn_asr_latency: 0.07 }),
      interrupted: true,
      planned: 'I cannot see it.',
    }),
    user('Where is my order 1001?'),
  ])

  it('have one for each element of the transcript', () => {
    const turns = turnMeasuresOf(measured)
    expect(turns.map(turn => turn.index)).toEqual([0, 1, 2, 3, 4, 5])
    expect(turns.map(turn => turn.spoken)).toEqual([true, true, false, false, true, true])
    expect(turns.map(turn => turn.opening)).toEqual([true, false, false, false, false, false])
    expect(turns.map(turn => turn.words)).toEqual([2, 5, 0, 0, 2, 5])
    expect(turns.map(turn => turn.repeated)).toEqual([false, false, false, false, false, true])
    expect(turns[1]).toEqual({
      index: 1,
      role: 'user',
      spoken: true,
      opening: false,
      words: 5,
      feltLatency: null,
      llmLatency: null,
      ttsLatency: null,
      asrLatency: 0.07,
      interrupted: false,
      repeated: false,
      sentiment: -0.2,
      frustration: 0.5,
    })
    expect(turns[4]).toMatchObject({ llmLatency: 0.4, asrLatency: null, interrupted: true })
  })

  it('agree with the measures of the call', () => {
    const turns = turnMeasuresOf(measured)
    const count = (test: (turn: (typeof turns)[number]) => boolean) => turns.filter(test).length
    expect(measuresOf(measured)).toMatchObject({
      userTurns: count(turn => turn.spoken && turn.role === 'user'),
      interruptedTurns: count(turn => turn.interrupted),
      feltTurns: count(turn => turn.feltLatency !== null),
      repeatedUserTurns: 1,
    })
  })

  it('tell of each tool call that ran', () => {
    expect(toolMeasuresOf(measured)).toEqual([
      {
        name: 'lookup_order',
        type: 'webhook',
        turn: 2,
        errored: true,
        blocked: false,
        errorType: 'external_server',
        latencySecs: 10.5,
        argumentsText: '{}',
      },
    ])
  })
})
