import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { type EndingGroup, measuresOf } from '../../src/domain/measures.ts'
import { call, system, user } from './measures-calls.ts'

const groupOf = (more: Partial<Conversation>) => measuresOf(call([user('Good morning.')], more)).endingGroup

describe('endings', () => {
  it.each<[string, EndingGroup]>([
    // Seen in real calls.
    ['', 'unknown'],
    ['  ', 'unknown'],
    ['Client disconnected', 'caller ended'],
    ['Client disconnected: 1000', 'caller ended'],
    ['Client disconnected: 1005', 'caller ended'],
    ['Call ended by remote party', 'caller ended'],
    ['end_call tool was called.', 'agent ended'],
    ['voicemail_detection tool was called.', 'agent ended'],
    ['transfer_to_number tool was called.', 'transfer'],
    ['custom_llm generation failed', 'error'],
    ['LLM response took too long', 'error'],
    ["Missing required dynamic variables in first message: {'owner_name'}", 'error'],
    ['This request exceeds your quota limit.', 'quota'],
    ['Conversation ended after 30 seconds of inactivity.', 'inactivity'],
    ['Call was idle for too long', 'inactivity'],
    // Variants to be expected.
    ['Inactivity timeout', 'inactivity'],
    ['Ended: no user input', 'inactivity'],
    ['Conversation exceeded the maximum duration of 600 seconds', 'time limit'],
    ['max_duration_exceeded', 'time limit'],
    ['Max call duration reached', 'time limit'],
    ['Time limit reached', 'time limit'],
    ['Insufficient credits', 'quota'],
    ['Agent hung up', 'agent ended'],
    ['Call ended by agent', 'agent ended'],
    ['User hung up', 'caller ended'],
    ['Customer ended the call', 'caller ended'],
    ['Ended by the caller', 'caller ended'],
    ['Hangup', 'caller ended'],
    ['Client disconnected: 1006', 'connection lost'],
    ['WebSocket closed with code 1006', 'connection lost'],
    ['Websocket connection closed: 1011', 'connection lost'],
    ['Websocket closed with code 1000', 'other'],
    ['1006', 'connection lost'],
    ['Connection lost', 'connection lost'],
    ['ICE connection failed', 'connection lost'],
    ['Peer connection failed', 'connection lost'],
    ['Participant disconnected due to network issue', 'connection lost'],
    ['RTP timeout', 'connection lost'],
    ['Call dropped', 'connection lost'],
    ['The carrier dropped the call', 'connection lost'],
    ['Lost signal', 'connection lost'],
    ['Stream ended abnormally', 'connection lost'],
    ['Connection closed after 1006 s', 'other'],
    ['Conversation ended by guardrail: no medical advice', 'guardrail stop'],
    ['Blocked by content moderation', 'guardrail stop'],
    ['Guardrail service unavailable', 'error'],
    ['No credits left', 'quota'],
    ['Transfer failed', 'error'],
    ['Internal server error', 'error'],
    ['Request timed out', 'error'],
    ['The moon is full', 'other'],
  ])('%j is %s', (ending, group) => {
    expect(groupOf({ ending })).toBe(group)
    expect(groupOf({ ending: ending.toUpperCase() })).toBe(group)
  })

  it('of failed calls are errors or quotas, whatever the text says', () => {
    const error = { code: 404, reason: 'INVITE failed: sip status: 404' }
    expect(groupOf({ error, ending: '', status: 'failed' })).toBe('error')
    expect(groupOf({ error: { code: null, reason: null }, ending: '' })).toBe('error')
    expect(groupOf({ error, ending: 'Call ended by remote party' })).toBe('error')
    expect(groupOf({ status: 'failed', ending: '' })).toBe('error')
    expect(groupOf({ status: 'failed', ending: 'This request exceeds your quota limit.' })).toBe('quota')
    expect(groupOf({ error: { code: 402, reason: 'Quota exceeded' }, ending: '', status: 'failed' })).toBe('quota')
  })

  it('of failed calls may be a lost connection or a guardrail', () => {
    expect(groupOf({ status: 'failed', ending: 'Client disconnected: 1006' })).toBe('connection lost')
    const error = { code: 1011, reason: 'Connection reset by peer' }
    expect(groupOf({ status: 'failed', ending: '', error })).toBe('connection lost')
    expect(groupOf({ status: 'failed', ending: 'Content guardrail violation' })).toBe('guardrail stop')
    // Nothing is said, and a guardrail fired last.
    const turns = [user('Hi.'), user('Bye.', { guardrails: ['custom: no medical advice'] })]
    const silent = (status: string, order = turns) => measuresOf(call(order, { status, ending: '' })).endingGroup
    expect(silent('failed')).toBe('guardrail stop')
    expect(silent('failed', turns.toReversed())).toBe('error')
    expect(silent('done')).toBe('unknown')
  })

  it('of calls in progress are unknown', () => {
    expect(groupOf({ status: 'in-progress', ending: '' })).toBe('unknown')
    expect(groupOf({ status: 'processing', ending: 'Client disconnected: 1000' })).toBe('caller ended')
  })

  it('after a successful transfer are transfers, whoever hung up', () => {
    const transferred = [user('Hi.'), system('transfer_to_number', 'transfer_to_number_sip_success')]
    const group = (more: Partial<Conversation>) => measuresOf(call(transferred, more)).endingGroup
    expect(group({ ending: 'Call ended by remote party' })).toBe('transfer')
    expect(group({ ending: '' })).toBe('transfer')
    expect(group({ ending: '', status: 'failed' })).toBe('error')
  })
})
