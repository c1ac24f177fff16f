// Calls as long or odd as a caller can make them, in the API's shape. `n` says how long.

const START = Date.parse('2026-11-19T10:00:00Z') / 1000

/** One finished call with that transcript. */
export const call = (id, transcript, more = {}) => ({
  conversation_id: id,
  agent_id: 'agent_bench',
  agent_name: 'Desk',
  status: 'done',
  metadata: {
    start_time_unix_secs: START,
    call_duration_secs: 300,
    termination_reason: 'Client disconnected: 1000',
    ...more.metadata,
  },
  analysis: { call_successful: 'success', transcript_summary: 'A call.', call_summary_title: 'A call' },
  has_audio: false,
  ...(more.body ?? {}),
  transcript,
})

const turn = (at, role, message, more = {}) => ({ role, message, time_in_call_secs: at, ...more })
const side = at => (at % 2 === 0 ? 'agent' : 'user')
const list = (n, make) => Array.from({ length: n }, (_, at) => make(at))
const toolTurn = (at, calls, results) =>
  turn(at, 'agent', null, {
    tool_calls: calls.map(id => ({
      type: 'webhook',
      request_id: id,
      tool_name: 'look_up',
      params_as_json: '{}',
      tool_has_been_called: true,
    })),
    tool_results: results.map(id => ({
      type: 'webhook',
      request_id: id,
      tool_name: 'look_up',
      result_value: 'done',
      is_error: false,
      tool_latency_secs: 0.1,
    })),
  })

const THAI = 'สวัสดีครับผมต้องการเปลี่ยนเที่ยวบินของผม'
const CHINESE = '我想改签明天上午从北京到上海的航班可以吗'
const repeatTo = (text, n) => text.repeat(Math.ceil(n / text.length)).slice(0, n)

/** By name: the odd call of that size. */
export const BODIES = {
  'chat turns, all alike': n =>
    call(
      'odd',
      list(n, at => turn(at, side(at), 'please tell me where my order number is now')),
    ),
  'chat turns, all different': n =>
    call(
      'odd',
      list(n, at => turn(at, side(at), `order a${at} costs b${at} and c${at} or d${at}`)),
    ),
  'chat turns, half alike': n =>
    call(
      'odd',
      list(n, at => turn(at, side(at), `please tell me where my order number ${at} x${at * 7} y${at * 3} is now`)),
    ),
  'chat turns in Chinese': n =>
    call(
      'odd',
      list(n, at => turn(at, side(at), `${CHINESE}${at}`)),
    ),
  'characters of Chinese': n => call('odd', [turn(0, 'agent', 'Hello'), turn(1, 'user', repeatTo(CHINESE, n))]),
  'characters of Thai': n => call('odd', [turn(0, 'agent', 'Hello'), turn(1, 'user', repeatTo(THAI, n))]),
  'tool calls with one id': n =>
    call('odd', [turn(0, 'user', 'Hello there'), ...list(n, at => toolTurn(at + 1, ['req'], ['req']))]),
  'tool calls, results after all calls': n =>
    call('odd', [
      turn(0, 'user', 'Hello there'),
      ...list(n, at => toolTurn(at + 1, ['req'], [])),
      ...list(n, at => toolTurn(n + at + 1, [], ['req'])),
    ]),
  'tool calls in one turn': n =>
    call('odd', [
      turn(0, 'user', 'Hello there'),
      toolTurn(
        1,
        list(n, at => `r${at}`),
        list(n, at => `r${at}`),
      ),
    ]),
  'bytes of ending': n =>
    call('odd', [turn(0, 'agent', 'Hello'), turn(1, 'user', 'My order please now')], {
      metadata: { termination_reason: repeatTo('transfer exceeded ', n) },
    }),
  'times one word': n => call('odd', [turn(0, 'agent', 'Hello'), turn(1, 'user', 'refund '.repeat(n))]),
  'collected values': n =>
    call('odd', [turn(0, 'agent', 'Hello'), turn(1, 'user', 'My order please now')], {
      body: {
        analysis: {
          call_successful: 'success',
          data_collection_results: Object.fromEntries(
            list(n, at => [`f${at}`, { data_collection_id: `f${at}`, value: at, rationale: 'said' }]),
          ),
        },
      },
    }),
  'bytes of turns': n =>
    call(
      'odd',
      list(Math.ceil(n / 450), at => turn(at, side(at), `order a${at} b${at * 7} c${at * 13} d${at * 17} `.repeat(8))),
    ),
  'bytes of one turn': n =>
    call('odd', [
      turn(0, 'agent', 'Hello'),
      turn(1, 'user', repeatTo('my order is late and I want it now please ', n)),
    ]),
  'bytes without blanks': n =>
    call('odd', [turn(0, 'agent', 'Hello'), turn(1, 'user', repeatTo('abcdefghij1234567890', n))]),
  'bytes of an unknown field': n =>
    call('odd', [turn(0, 'agent', 'Hello'), turn(1, 'user', 'My order please now')], {
      body: { extra: list(Math.ceil(n / 40), at => ({ a: at, b: `value ${at}`, c: [at] })) },
    }),
}

/** A call as calls are. */
export const ordinary = at =>
  call(
    `plain-${at}`,
    list(40, turnAt =>
      turn(turnAt * 4, side(turnAt), `Turn ${turnAt} of call ${at} says what people say about order ${at * 7}.`),
    ),
  )
