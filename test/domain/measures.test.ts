import { describe, expect, it } from 'vitest'
import { measuresOf } from '../../src/domain/measures.ts'
import { agent, call, use, user } from './measures-calls.ts'

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
