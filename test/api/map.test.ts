import { describe, expect, it } from 'vitest'
import { toConversation, toSummaries } from '../../src/api/map.ts'
import { ShapeError } from '../../src/errors.ts'

const ofTurns = (...transcript: unknown[]) => toConversation({ status: 'done', transcript }, 'conv_1')

describe('a conversation', () => {
  it('takes what is only a value for the value, and production for itself', () => {
    const analysis = {
      data_collection_results: {
        bare: { value: 0 },
        schema: { value: 'x', json_schema: {} },
        own: { value: 1, unit: 'kg' },
      },
    }
    const { collected, environment } = toConversation(
      { conversation_id: 'c', environment: ' PRODUCTION', analysis },
      'c',
    )
    expect(collected.map(({ value }) => value)).toEqual([0, 'x', { value: 1, unit: 'kg' }])
    expect(environment).toBe('production')
    expect(toConversation({ conversation_id: 'c', environment: 'Staging ' }, 'c').environment).toBe('Staging')
  })

  it('reads results in the forms in which others keep them', () => {
    const of = (analysis: object) => toConversation({ conversation_id: 'c', analysis }, 'c')
    const verdicts = (results: unknown) =>
      of({ evaluation_criteria_results: results }).criteria.map(({ id, result }) => `${id} ${result}`)
    expect(verdicts({ polite: 'success', solved: 'FAILURE', brief: true, kind: null })).toEqual([
      ...['polite success', 'solved failure', 'brief success', 'kind unknown'],
    ])
    expect(verdicts([{ criteria_id: 'polite', result: 'success' }, { result: 'failure' }, 'odd'])).toEqual([
      'polite success',
    ])
    const listed = of({
      data_collection_results: [{ data_collection_id: 'city', value: 'Bonn', rationale: 'said so' }],
    })
    expect(listed.collected).toEqual([{ id: 'city', value: 'Bonn', rationale: 'said so' }])
    expect([true, 'False', 'Success', 1].map(verdict => of({ call_successful: verdict }).outcome)).toEqual([
      ...['success', 'failure', 'success', '1'],
    ])
    const texts = { conversation_id: 'c', tag_ids: 'vip', visited_agents: ['a', { agent_id: 'b' }] }
    expect(toConversation(texts, 'c')).toMatchObject({ tagIds: ['vip'], visitedAgentIds: ['a', 'b'] })
  })

  it('takes what shows nothing for nothing, and never for a name', () => {
    const blank = '\u200b \u3164'
    const call = toConversation(
      {
        conversation_id: 'c',
        ...{ agent_id: ' ', agent_name: blank, version_id: '\t', branch_id: blank, tag_ids: ['', blank, 'vip'] },
        metadata: { main_language: ' ', termination_reason: blank, conversation_initiation_source: blank },
        analysis: {
          evaluation_criteria_results: { [blank]: { result: 'failure' } },
          data_collection_results: { '': { value: 7 } },
        },
        conversation_initiation_client_data: { dynamic_variables: { [blank]: 'x' } },
        transcript: [{ role: 'agent', tool_calls: [{ request_id: 'r', tool_name: blank }] }],
      },
      'c',
    )
    expect(call).toMatchObject({
      ...{ agentId: '', agentName: null, versionId: null, branchId: null, tagIds: ['vip'], language: null },
      ...{ ending: '', source: null, variables: { '(unnamed)': 'x' } },
      criteria: [{ id: '(unnamed)', result: 'failure' }],
      collected: [{ id: '(unnamed)', value: 7 }],
    })
    expect(call.turns[0]!.toolCalls[0]!.name).toBe('')
  })

  it('has words and codes of the API in whatever letters', () => {
    const of = (direction: string, source: string, language: string) => {
      const metadata = {
        phone_call: { type: 'TWILIO', direction, call_result: 'Voicemail' },
        ...{ conversation_initiation_source: source, main_language: language },
      }
      const call = toConversation({ conversation_id: 'c', metadata }, 'c')
      const row = { conversation_id: 'c', direction, conversation_initiation_source: source, main_language: language }
      const [listed] = toSummaries({ conversations: [row] }).items
      expect(listed).toMatchObject({ direction: call.phone!.direction, source: call.source, language: call.language })
      expect(call.phone).toMatchObject({ type: 'twilio', result: 'voicemail' })
      return [call.phone!.direction, call.source, call.language]
    }
    expect(of('INBOUND', 'Twilio', 'EN')).toEqual(['inbound', 'twilio', 'en'])
    expect(of(' Outbound ', ' JS_SDK', 'pt_br')).toEqual(['outbound', 'js_sdk', 'pt-BR'])
    expect(of('outbound-api', 'widget', 'English')).toEqual(['outbound', 'widget', 'English'])
    expect(of('Up and down', 'my app!', 'zh-Hant')).toEqual(['Up and down', 'my app!', 'zh-Hant'])
  })

  it('says which parts are of another kind than they can be read in', () => {
    const of = (body: object) => toConversation({ conversation_id: 'c', ...body }, 'c').unread.impossible
    expect(of({ metadata: [1], analysis: 'good', tag_ids: { vip: true }, agent_id: ['a'], user_id: {} })).toEqual([
      ...['agent id (list)', 'user id (object)', 'metadata (list)', 'analysis (text)', 'tags (object)'],
    ])
    expect(
      of({
        metadata: { start_time_unix_secs: { $numberLong: '1' }, phone_call: '+1', feedback: 5, warnings: 'one' },
        analysis: { call_successful: [], data_collection_results: 'x', evaluation_criteria_results: true },
        conversation_initiation_client_data: { dynamic_variables: [{ name: 'plan' }] },
      }),
    ).toEqual([
      ...['start (object)', 'phone call (text)', 'feedback (text)', 'outcome (list)', 'criteria (flag)'],
      ...['collected values (text)', 'variables (list)'],
    ])
    expect(of({ metadata: null, analysis: {}, tag_ids: [], user_id: 7, agent_id: '' })).toEqual([])
  })

  it('has no wait that is longer than the call', () => {
    const turn = {
      role: 'agent',
      message: 'Hello',
      conversation_turn_metrics: { metrics: { llm: { elapsed_time: 850 }, tts: { elapsed_time: 0.2 } } },
      tool_results: [
        { request_id: 'r', tool_latency_secs: 63 },
        { request_id: 's', tool_latency_secs: 62 },
      ],
    }
    const of = (secs: unknown, status = 'done') =>
      toConversation({ conversation_id: 'c', status, metadata: { call_duration_secs: secs }, transcript: [turn] }, 'c')
    const call = of(60)
    expect(call.turns[0]!.metrics).toEqual({ tts: 0.2 })
    expect(call.turns[0]!.toolResults.map(({ latencySecs }) => latencySecs)).toEqual([null, 62])
    expect(call.unread.impossible).toEqual(['waits longer than the call'])
    // Of a call that goes on, or whose length nobody knows, they may be what they say.
    for (const other of [of(null), of(60, 'in-progress')]) {
      expect(other.turns[0]!.metrics).toEqual({ llm: 850, tts: 0.2 })
      expect(other.unread.impossible).toEqual([])
    }
  })

  it('takes the id of the asker, and nothing else, where the body is trimmed', () => {
    expect(toConversation({ status: 'in-progress' }, 'conv_9')).toMatchObject({
      id: 'conv_9',
      status: 'in-progress',
      startedAt: 0,
      outcome: 'unknown',
      analysed: false,
      phone: null,
      feedback: null,
      error: null,
      turns: [],
      variables: {},
    })
    expect(
      toConversation({ transcript: null, metadata: null, analysis: null, agent_id: 'a' }, 'x').visitedAgentIds,
    ).toEqual(['a'])
  })

  it('bears odd decorations', () => {
    const odd = { status: 'done', metadata: 'x', analysis: [], visited_agents: 7, tag_ids: null, has_audio: 'true' }
    expect(
      toConversation({ ...odd, agent_name: null, transcript: [{ role: 'user', message: 'hi' }] }, 'x'),
    ).toMatchObject({
      agentName: null,
      analysed: false,
      hasAudio: true,
      turns: [{ message: 'hi' }],
    })
  })

  it('has the statuses of the API, in whatever spelling, and those that others gave', () => {
    const statuses = ['Done', 'IN_PROGRESS', ' failed ', 'archived', '', null, 3]
    const found = statuses.map(status => toConversation({ conversation_id: 'a', status }, 'a').status)
    expect(found).toEqual(['done', 'in-progress', 'failed', 'archived', 'unknown', 'unknown', '3'])
    const listed = toSummaries({ conversations: statuses.map(status => ({ conversation_id: 'a', status })) })
    expect(listed.items.map(({ status }) => status)).toEqual(found)
  })

  it('has an error that is a mere text', () => {
    const errorOf = (error: unknown) => toConversation({ conversation_id: 'a', metadata: { error } }, 'a').error
    expect(errorOf('Line busy')).toEqual({ code: null, reason: 'Line busy' })
    expect([' ', null, 7, []].map(errorOf)).toEqual([null, null, null, null])
  })

  it('is not analysed while its analysis is empty', () => {
    const analysed = (analysis: object) => toConversation({ status: 'done', analysis }, 'x').analysed
    expect(analysed({ evaluation_criteria_results: {}, data_collection_results: {} })).toBe(false)
    expect(analysed({ call_successful: 'unknown' })).toBe(true)
    expect(analysed({ evaluation_criteria_results: { a: { result: 'success' } } })).toBe(true)
  })

  it('knows who took part where no list says so', () => {
    const turn = (agent_id: string) => ({ role: 'agent', agent_metadata: { agent_id } })
    expect(ofTurns(turn('a'), { role: 'user' }, turn('b'), turn('a')).visitedAgentIds).toEqual(['a', 'b'])
  })

  it('takes the user from where older bodies have it', () => {
    expect(toConversation({ metadata: { user_id: 'u' } }, 'x').userId).toBe('u')
    const conversation_initiation_client_data = { user_id: 'v', source_info: { source: 'js_sdk' } }
    expect(toConversation({ status: 'done', conversation_initiation_client_data }, 'x')).toMatchObject({
      userId: 'v',
      source: 'js_sdk',
    })
  })

  it('takes the direction of the list where the phone has none', () => {
    const body = { direction: 'outbound', metadata: { phone_call: { external_number: '1' } } }
    expect(toConversation(body, 'x').phone).toMatchObject({ direction: 'outbound', externalNumber: '1', type: null })
  })

  it('has the other side of WhatsApp and SMS as its caller', () => {
    const phoneOf = (metadata: object, body: object = {}) => toConversation({ metadata, ...body }, 'x').phone
    const none = { direction: null, agentNumber: null, externalNumber: null, result: null }
    expect(phoneOf({ whatsapp: { direction: 'inbound', whatsapp_user_id: '15550107788' } })).toEqual({
      ...none,
      ...{ type: 'whatsapp', direction: 'inbound', externalNumber: '15550107788' },
    })
    expect(phoneOf({ whatsapp: { recipient: { phone: '+15550107788' } } })?.externalNumber).toBe('+15550107788')
    expect(phoneOf({ whatsapp: { recipient: { bsuid: 'US.1' } } })?.externalNumber).toBe('US.1')
    const sms = { direction: 'outbound', sms_user_phone_number: '+15550107788', agent_phone_number: '+15550100000' }
    expect(phoneOf({ sms })).toEqual({
      ...{ type: 'sms', direction: 'outbound', result: null },
      ...{ agentNumber: '+15550100000', externalNumber: '+15550107788' },
    })
    // "unknown" is no direction; that of the list is one.
    expect(phoneOf({ sms: { direction: 'unknown' } }, { direction: 'inbound' })).toEqual({
      ...none,
      ...{ type: 'sms', direction: 'inbound' },
    })
    expect(phoneOf({ phone_call: { type: 'twilio' }, sms, whatsapp: {} })?.type).toBe('twilio')
    expect(phoneOf({ sms: null, whatsapp: 'x' })).toBeNull()
  })

  it.each([
    [null, 'it is not the expected JSON object'],
    [[], 'it is not the expected JSON object'],
    [{ ok: true }, 'it is not the expected JSON object'],
    [{ transcript: 'SECRET' }, 'it is not the expected JSON object'],
  ])('refuses %j', (body, text) => {
    const map = (): unknown => toConversation(body, 'conv_1')
    expect(map).toThrow(ShapeError)
    expect(map).toThrow(`conversation conv_1 is not as documented: ${text}`)
    expect(map).not.toThrow('SECRET')
  })

  it.each([
    ['a text', { transcript: 'agent: hi' }, 'its transcript is a string, not a list of turns'],
    ['an object', { transcript: { 0: {} } }, 'its transcript is an object, not a list of turns'],
    ['a number', { transcript: 7 }, 'its transcript is a number, not a list of turns'],
    ['texts', { transcript: ['agent: hi', 7] }, 'its transcript is not a list of turns'],
    [
      'calls that are none',
      { transcript: [{ tool_calls: 'x' }] },
      'the tool calls of turn 0 are not a list of objects',
    ],
    ['results', { transcript: [{}, { tool_results: [5] }] }, 'the tool results of turn 1 are not a list of objects'],
    [
      'steps',
      { transcript: [{ tool_results: [{ result: { steps: [{ requests: 'x' }] } }] }] },
      'the tool calls of turn 0 are not a list of objects',
    ],
  ])('keeps the rest of a call with %s for a transcript', (_, body, reason) => {
    const call = toConversation({ conversation_id: 'conv_1', agent_id: 'agent_1', ...body }, 'conv_1')
    expect(call).toMatchObject({ id: 'conv_1', agentId: 'agent_1', unread: { reason } })
  })

  it('keeps the places of turns that are none', () => {
    const { turns, unread } = toConversation({ transcript: [null, { role: 'user', message: 'hi' }, 'x'] }, 'conv_1')
    expect(turns.map(({ role, message }) => [role, message])).toEqual([
      ['unknown', ''],
      ['user', 'hi'],
      ['unknown', ''],
    ])
    expect(unread).toEqual({ noTranscript: false, reason: null, lostTurns: [0, 2], cut: [], impossible: [] })
  })

  it.each([1e300, -(2 ** 70), Number.NaN, 'Infinity', '1e999'])('takes %s for no number', cost => {
    expect(toConversation({ metadata: { cost } }, 'x').cost.credits).toBeNull()
  })
})
