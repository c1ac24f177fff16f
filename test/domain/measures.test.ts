import { describe, expect, it } from 'vitest'
import { measuresOf, toolMeasuresOf, turnMeasuresOf } from '../../src/domain/measures.ts'
import { agent, call, felt, system, use, user } from './measures-calls.ts'

describe('finished, connected, evaluated', () => {
  it.each([
    ['done', true],
    ['failed', true],
    ['processing', false],
    ['in-progress', false],
    ['initiated', false],
    ['brand-new', false],
  ])('a call with status %s is finished: %s', (status, finished) => {
    const measures = measuresOf(call([agent('Hello.'), user('Good morning.')], { status }))
    expect(measures).toMatchObject({ finished, connected: finished })
  })

  it.each(['', '...', '…', '!!', ' ?! ', '🙂', '—'])('a caller who only says %j is not connected', message => {
    expect(measuresOf(call([agent('Hello.'), user(message)]))).toMatchObject({ connected: false, userTurns: 0 })
  })

  it.each(['yes', 'はい', '好', 'да', '7', 'ok...', 'नमस्ते'])('a caller who says %j is connected', message => {
    expect(measuresOf(call([user(message)]))).toMatchObject({ connected: true, userTurns: 1 })
  })

  it('is not connected by what nobody said', () => {
    const turns = [
      user('The customer looks at the cart.', { contextUpdate: true }),
      user('timeout', { event: 'user_turn_timeout' }),
      user('', { medium: 'image', files: [{ name: 'a.png', type: 'image/png' }] }),
      agent('Hello?'),
    ]
    expect(measuresOf(call(turns))).toMatchObject({ connected: false, userTurns: 0, userWords: 0, agentTurns: 1 })
  })

  it.each([
    ['success', true],
    ['failure', true],
    ['unknown', false],
    ['error', false],
  ])('a call with outcome %s is judged: %s', (outcome, judged) => {
    expect(measuresOf(call([], { outcome })).judged).toBe(judged)
  })

  it('has a value or null for every measure of an empty call', () => {
    const measures = measuresOf(call([], { ending: '', durationSecs: 0 }))
    expect(measures).toEqual({
      finished: true,
      connected: false,
      judged: true,
      userTurns: 0,
      agentTurns: 0,
      toolTurns: 0,
      toolCalls: 0,
      toolErrors: 0,
      interruptedTurns: 0,
      userWords: 0,
      agentWords: 0,
      repeatedUserTurns: 0,
      repeatedAgentTurns: 0,
      deadAir: 0,
      earlyEnd: null,
      transferredToNumber: false,
      transferredToAgent: false,
      handoffToolUsed: false,
      contained: null,
      voicemail: false,
      languageSwitched: false,
      guardrailTurns: 0,
      feltLatencyMax: null,
      slowTurns: 0,
      feltTurns: 0,
      endingGroup: 'unknown',
      lastTool: null,
      lastWorkflowNode: null,
      lastTurn: null,
      transfers: 0,
      durationRefused: false,
      overruled: null,
      ...{ longestTurnWords: null, cutIns: 0, retrievals: 0, retrievalHits: 0 },
      ...{ turnsBeforeTool: null, callerTurnsBeforeTool: null, secsToTool: null },
    })
  })
})

describe('turns and words', () => {
  const measures = measuresOf(
    call([
      agent('[friendly] Hello, how can I help you?'),
      user('Mhm.', { backchannel: true }),
      user("I don't know.", { medium: 'text' }),
      use('lookup_order'),
      agent('One moment.', {
        toolCalls: [{ requestId: 'x', name: 'y', type: null, argumentsText: '', executed: false }],
      }),
      agent('Your order...', { interrupted: true, planned: 'Your order has been shipped.' }),
      agent('', { interrupted: true, planned: 'It will arrive.' }),
      agent('', { interrupted: true }),
      user('1'.repeat(4), { medium: 'dtmf' }),
    ]),
  )

  it('count who said something, and tool turns apart', () => {
    expect(measures).toMatchObject({ userTurns: 3, agentTurns: 4, toolTurns: 3, lastTurn: 9 })
  })

  it('count words as they were said, without directions to the voice', () => {
    expect(measures).toMatchObject({ userWords: 1 + 3 + 1, agentWords: 6 + 2 + 2 + 0 })
  })

  it('count interruptions of spoken turns only', () => {
    expect(measures.interruptedTurns).toBe(2)
  })

  it('of speakers who are neither caller nor agent count for neither, and a side without others is unknown', () => {
    const stranger = { role: 'supervisor', message: 'Listening in.' }
    expect(measuresOf(call([stranger]))).toMatchObject({
      userTurns: null,
      agentTurns: null,
      userWords: null,
      connected: null,
      contained: null,
      earlyEnd: null,
      lastTurn: null,
      transfers: 0,
      durationRefused: false,
      overruled: null,
    })
    const both = measuresOf(call([agent('Hello there.'), stranger, user('Hi.')]))
    expect(both).toMatchObject({ userTurns: 1, agentTurns: 1, connected: true })
    const caller = call([user('Move my boat.'), { role: 'assistant', message: 'Done.' }, user('Thanks.')], {
      durationSecs: 40,
      ending: 'Client disconnected: 1000',
    })
    expect(measuresOf(caller)).toMatchObject({ userTurns: 2, agentTurns: null, connected: true, earlyEnd: null })
    expect(measuresOf({ ...caller, durationSecs: 9 })).toMatchObject({ earlyEnd: true })
  })

  it('that cannot be read may be those of a caller who seems silent; of the rest is counted', () => {
    const unread = { noTranscript: false, reason: null, lostTurns: [1], cut: [], impossible: [] }
    expect(measuresOf(call([agent('Hello there.')], { unread }))).toMatchObject({
      connected: null,
      userTurns: 0,
      agentTurns: 1,
    })
    expect(measuresOf(call([agent('Hello there.'), user('Hi.')], { unread }))).toMatchObject({ connected: true })
  })

  it('of a transcript that was deleted are unknown, and so is all that they would tell', () => {
    const gone = measuresOf(call([], { deleted: { transcriptAt: 1_790_000_000, audioAt: null } }))
    const unread = { noTranscript: true, reason: null, lostTurns: [], cut: [], impossible: [] }
    expect(measuresOf(call([], { unread }))).toEqual(gone)
    const told = ['finished', 'judged', 'endingGroup', 'durationRefused']
    expect(Object.entries(gone).filter(([name, value]) => value !== null && !told.includes(name))).toEqual([])
    expect(measuresOf(call([]))).toMatchObject({ connected: false, userTurns: 0, toolCalls: 0 })
  })
})

describe('an early end', () => {
  const greeting = agent('Hello, how can I help you?')
  it.each([
    ['after the greeting', [greeting, user('Wrong number.')], 40, 'Call ended by remote party', true],
    ['within 15 s', [greeting, user('Hi.'), agent('Yes?'), user('Sorry.')], 15, 'Client disconnected: 1000', true],
    ['after 16 s', [greeting, user('Hi.'), agent('Yes?'), user('Sorry.')], 16, 'Client disconnected: 1000', false],
    ['by the agent', [greeting, user('Wrong number.')], 10, 'end_call tool was called.', false],
    ['by an error', [greeting, user('Wrong number.')], 10, 'LLM response took too long', false],
    ['of nobody', [greeting, user('...')], 10, 'Call ended by remote party', null],
  ])('%s', (_, turns, durationSecs, ending, expected) => {
    expect(measuresOf(call(turns, { durationSecs, ending })).earlyEnd).toBe(expected)
  })
})

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
