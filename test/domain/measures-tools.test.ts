import { describe, expect, it } from 'vitest'
import { measuresOf, toolMeasuresOf } from '../../src/domain/measures.ts'
import { agent, call, resultOf, system, use, user } from './measures-calls.ts'

const of = (...turns: Parameters<typeof call>[0]) => measuresOf(call([user('Good morning.'), ...turns]))

describe('tool calls', () => {
  it('count when they ran, with their errors', () => {
    const measures = of(
      use('a'),
      use('b', { isError: true, errorType: 'client_timeout' }),
      use('c', { isBlocked: true }),
      use('d', { isError: true, isBlocked: true }),
      use('never', null, { executed: false }),
      use('never', { isError: true, executed: false }, { executed: false }),
      use('no result', null),
      use('e', { resultText: '{"found":false}' }),
    )
    expect(measures).toMatchObject({ toolCalls: 6, toolErrors: 3, toolTurns: 14, lastTool: 'e' })
  })

  it('include a result whose call is missing, and several in one turn', () => {
    const results = agent('', { toolResults: [resultOf('r1', 'a'), resultOf('r2', 'b', { isError: true })] })
    expect(of(results)).toMatchObject({ toolCalls: 2, toolErrors: 1, toolTurns: 1 })
    expect(toolMeasuresOf(call([results])).map(({ name, type }) => [name, type])).toEqual([
      ['a', null],
      ['b', null],
    ])
  })

  it('have no latency without a result', () => {
    expect(
      toolMeasuresOf(call([use('a', null), use('b', { latencySecs: 1.5 })])).map(tool => tool.latencySecs),
    ).toEqual([null, 1.5])
  })
})

describe('transfers', () => {
  it.each(['transfer_to_number_twilio_success', 'transfer_to_number_sip_success', 'transfer_to_number_exotel_success'])(
    'to a number: %s',
    type => {
      expect(of(system('transfer_to_number', type))).toMatchObject({
        transferredToNumber: true,
        transferredToAgent: false,
        handoffToolUsed: false,
        contained: false,
        endingGroup: 'transfer',
      })
    },
  )

  it('to an agent stay contained', () => {
    expect(of(system('transfer_to_agent', 'transfer_to_agent_success'))).toMatchObject({
      transferredToNumber: false,
      transferredToAgent: true,
      handoffToolUsed: false,
      contained: true,
      endingGroup: 'caller ended',
    })
  })

  it.each([
    ['an error by type', system('transfer_to_number', 'transfer_to_number_error')],
    ['an error', system('transfer_to_number', 'transfer_to_number_sip_success', { isError: true })],
    ['a block', system('transfer_to_number', null, { isBlocked: true })],
    ['no result', use('transfer_to_number', null, { type: 'system' })],
    ['never run', use('transfer_to_number', null, { type: 'system', executed: false })],
    ['another system tool', system('skip_turn', 'skip_turn_success')],
    ['something like it', system('transfer_to_number', 'not_transfer_to_number_success')],
  ])('with %s are none', (_, turns) => {
    expect(of(turns)).toMatchObject({ transferredToNumber: false, handoffToolUsed: false, contained: true })
  })

  it('of old bodies, whose results have no type, are known by the name of the system tool', () => {
    expect(of(system('transfer_to_number', null))).toMatchObject({ transferredToNumber: true, contained: false })
    expect(of(system('language_detection', null))).toMatchObject({ languageSwitched: true })
    expect(of(use('language_detection'))).toMatchObject({ languageSwitched: false })
    // Who trims bodies may leave out the tool's type, or the call.
    const untyped = { transferredToNumber: true, contained: false, handoffToolUsed: false }
    expect(of(use('transfer_to_number', {}, { type: null }))).toMatchObject(untyped)
    const alone = { role: 'agent', message: '', toolResults: [resultOf('r', 'transfer_to_number', { type: 'system' })] }
    expect(of([alone])).toMatchObject(untyped)
    const own = { role: 'agent', message: '', toolResults: [resultOf('r', 'transfer_to_number', { type: 'webhook' })] }
    expect(of([own])).toMatchObject({ transferredToNumber: false })
  })

  it('count when one of several worked', () => {
    const failed = system('transfer_to_number', 'transfer_to_number_error', { isError: true })
    const worked = system('transfer_to_number', 'transfer_to_number_sip_success')
    expect(of(failed, worked)).toMatchObject({ transferredToNumber: true, toolErrors: 1, toolCalls: 2 })
  })
})

describe('a handoff to a person, by the name of a tool', () => {
  it.each([
    'transfer_to_human_agents',
    'transfer_to_human',
    'escalateToSupervisor',
    'escalate_to_human',
    'live_agent_handoff',
    'handoff',
    'hand_over_to_staff',
    'handover',
    'connect_to_representative',
    'forward_call',
    'transferCall',
    'call_transfer',
    'warm_transfer',
    'talk_to_human',
    'request_human',
    'route_to_live_agent',
    'Transfer-To-Operator',
    'transfer_to_call_center',
    'transfer_to_agent',
  ])('%s is one', name => {
    expect(of(use(name))).toMatchObject({ handoffToolUsed: true, transferredToNumber: false, contained: false })
  })

  it.each([
    'transfer_funds',
    'bank_transfer',
    'transfer_reservation',
    'get_agent_details',
    'request_refund',
    'escalate_ticket',
    'redirect_parcel',
    'lookup_order',
    'call_back_later',
    'handle_call',
    'list_representatives',
    'create_user_agent',
    'person_lookup',
    'connect_device',
    'human_readable_date',
    '',
  ])('%j is none', name => {
    expect(of(use(name))).toMatchObject({ handoffToolUsed: false, contained: true })
  })

  it('counts only when it worked, and never for tools of the platform', () => {
    expect(of(use('transfer_to_human', { isError: true })).handoffToolUsed).toBe(false)
    expect(of(use('transfer_to_human', null)).handoffToolUsed).toBe(false)
    expect(of(system('transfer_to_agent', 'transfer_to_agent_success')).handoffToolUsed).toBe(false)
    expect(of(agent('', { toolResults: [resultOf('r', 'transfer_to_agent')] })).handoffToolUsed).toBe(false)
  })
})
