import { describe, expect, test } from 'vitest'
import { agent, type Json, tool, user } from '../search/filled.ts'
import { reasonsInArchive, talk } from './reasons.ts'

/* The signals that turns show, as in signals.test.ts. */

const reasonsOf = reasonsInArchive()

const felt = (secs: number) => ({
  conversation_turn_metrics: { metrics: { convai_ttf_audio_since_silence: { elapsed_time: secs } } },
})

const cutOff = { interrupted: true, original_message: 'Of course, I will do that at once' }
const transfer = (name: string, result_type: string) => tool(name, '{}', 'done', { result: { result_type } })

describe('transfers', () => {
  const untyped = (name: string, call: Json = {}): Json[] => {
    const [asked, answered] = tool(name, '{}', 'done')
    const [result] = answered!.tool_results
    return [
      { ...asked, tool_calls: [{ ...asked!.tool_calls[0], type: 'system', ...call }] },
      { ...answered, tool_results: [{ ...result, ...call }] },
    ]
  }
  const toAgent = transfer('transfer_to_agent', 'transfer_to_agent_success')
  const toNumber = transfer('transfer_to_number', 'transfer_to_number_sip_success')
  test.each<[string, Json[], string[]]>([
    ['to an agent', toAgent, []],
    ['to a number', toNumber, ['handoff 5 @3: transfer_to_number']],
    [
      'that fails',
      transfer('transfer_to_number', 'transfer_to_number_error'),
      ['tool_error 10 @3: transfer_to_number'],
    ],
    [
      'two',
      [...toAgent, ...transfer('transfer_to_agent', 'transfer_to_agent_success')],
      ['transfer_loop 10 @5,3: transferred 2 times: transfer_to_agent, transfer_to_agent'],
    ],
    [
      'three',
      [...toAgent, ...transfer('transfer_to_agent', 'transfer_to_agent_success'), ...toNumber],
      [
        'transfer_loop 20 @7,5,3: transferred 3 times: transfer_to_agent, transfer_to_agent, transfer_to_number',
        'handoff 5 @7: transfer_to_number',
      ],
    ],
    [
      'of other kinds, and of before results had types',
      [...transfer('transfer_to_agent', 'transfer_to_agent_branch_success'), ...untyped('transfer_to_agent')],
      ['transfer_loop 10 @5,3: transferred 2 times: transfer_to_agent, transfer_to_agent'],
    ],
    [
      'of which one fails',
      [
        ...toAgent,
        ...tool('transfer_to_agent', '{}', '', {
          is_error: true,
          result: { result_type: 'transfer_to_agent_success' },
        }),
      ],
      ['tool_error 10 @5: transfer_to_agent'],
    ],
    ['of which one is not run', [...toAgent, ...untyped('transfer_to_agent', { tool_has_been_called: false })], []],
    ['by a tool of the customer', tool('escalate_to_human', '{}', 'ok'), ['handoff 5 @3: escalate_to_human']],
    [
      'that such a tool fails to make',
      tool('escalate_to_human', '{}', 'no', { is_error: true }),
      ['tool_error 10 @3: escalate_to_human'],
    ],
  ])('%s', async (_, turns, reasons) => expect(await reasonsOf([...talk, ...turns])).toEqual(reasons))
})

test('caller repeats themselves', async () => {
  const [first, again] = [user('I have already paid this invoice'), user('I have already paid this invoice!')]
  expect(await reasonsOf([...talk, first, agent('Which one?'), again])).toEqual([
    'caller_repeats 8 @5,3: turn 5 repeats turn 3',
  ])
  expect(await reasonsOf([...talk, first, again, first, first])).toEqual([
    'caller_repeats 16 @4,3,5,6: turn 4 repeats turn 3, turn 5 repeats turn 3, turn 6 repeats turn 3',
  ])
  expect(await reasonsOf([...talk, user('Yes, please'), user('Yes, please')])).toEqual([])
})

describe('slow responses', () => {
  const answers = (...secs: number[]) => [
    agent('Hello'),
    ...secs.flatMap((wait, at) => [
      user(`Question ${at}`, { time_in_call_secs: 20 * at }),
      agent(`Answer ${at}`, { time_in_call_secs: 20 * at + 12, ...felt(wait) }),
    ]),
  ]
  test.each<[number[], string[]]>([
    [[1, 2], []],
    [[2.1], []],
    [[1, 4, 0.5], ['long_silence 6 @4: 1 of 3 responses took more than 2 s, the slowest 4.0 s']],
    [[3, 4.5, 2.5], ['long_silence 10 @4,2,6: 3 of 3 responses took more than 2 s, the slowest 4.5 s']],
    [[9], ['long_silence 15 @2: 1 of 1 response took more than 2 s, the slowest 9.0 s']],
  ])('%j', async (secs, reasons) => expect(await reasonsOf(answers(...secs))).toEqual(reasons))
})

test('many interruptions', async () => {
  const cut = agent('Of course', cutOff)
  expect(await reasonsOf([...talk, cut, user('No'), cut, user('No')])).toEqual([])
  expect(await reasonsOf([...talk, cut, user('No'), cut, user('Wait'), cut])).toEqual([
    'interruptions 4 @3,5,7: the caller interrupted the agent in 3 of 5 turns',
  ])
  expect((await reasonsOf([...talk, cut, cut, cut, cut, cut, cut]))[0]).toMatch(/^interruptions 12 @3,4,5,6,7,8:/)
})
