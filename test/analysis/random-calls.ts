import fc from 'fast-check'
import type { Json } from '../../src/demo/world.ts'

/** Moments at which clocks are set, or nearly: New York, Berlin, Lord Howe; and nothing of the kind. */
const MOMENTS = [
  '2026-03-08T07:00Z',
  '2026-11-01T06:00Z',
  '2026-10-25T01:00Z',
  '2026-10-03T15:30Z',
  '2026-04-04T15:00Z',
  '2026-12-31T23:59Z',
]
export const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe']

/** Texts that should not mean anything to anybody on the way. */
export const HOSTILE = [
  "'; DROP TABLE turns; --",
  '"',
  "''",
  'a\nb',
  '\\',
  '[1,2]',
  'null',
  '0',
  '%',
  '🎉 ünï',
  ')]}',
  ' ',
]

const word = fc.constantFrom('refund', 'order', 'late', ...HOSTILE)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 })
const secs = fc.integer({ min: 1, max: 40_000 }).map(tenths => tenths / 10_000)

const start = fc
  .tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -130_000, max: 130_000 }), fc.constantFrom(0, 0, 0, 86_400 * 5))
  .map(([moment, off, later]) => Date.parse(moment) / 1000 + off + later)

const metrics = fc.record(
  {
    convai_ttf_audio_since_silence: secs,
    convai_llm_service_ttfb: secs,
    convai_tts_service_ttfb: secs,
    convai_asr_trailing_service_latency: secs,
  },
  { requiredKeys: [] },
)

const turn = fc.record({
  role: fc.constantFrom('user', 'agent'),
  message: fc.constantFrom('Hello there', 'Where is my order now', '...', 'Yes', 'Let me look that up for you'),
  interrupted: fc.boolean(),
  metrics: maybe(metrics),
  guardrail: fc.integer({ min: 0, max: 9 }).map(dice => dice === 0),
})

const tool = fc.record({
  tool_name: fc.constantFrom('lookup', 'pay', 'end_call', 'ask_human', ...HOSTILE.slice(0, 3)),
  tool_has_been_called: fc.integer({ min: 0, max: 5 }).map(dice => dice > 0),
  is_error: fc.boolean(),
  error_type: maybe(fc.constantFrom('client_timeout', "it's")),
  is_blocked: fc.integer({ min: 0, max: 5 }).map(dice => dice === 0),
  tool_latency_secs: maybe(secs),
})

const verdict = fc.constantFrom('success', 'failure', 'unknown')
const analysis = fc.record({
  call_successful: verdict,
  criteria: fc.dictionary(fc.constantFrom('solved', 'polite', "o'k"), verdict, { maxKeys: 3 }),
  data: fc.record(
    {
      items: maybe(fc.oneof(fc.integer({ min: -5, max: 99 }), fc.double({ min: 0, max: 10, noNaN: true }), word)),
      contact_reason: maybe(fc.oneof(word, fc.constant({ a: 1 }), fc.integer())),
      refund_requested: maybe(fc.boolean()),
    },
    { requiredKeys: [] },
  ),
  sentiment: maybe(fc.record({ overall_sentiment_score: fc.double({ min: -1, max: 1, noNaN: true }) })),
})

const call = fc.record({
  agent: fc.constantFrom('a', 'b', "c'"),
  status: fc.constantFrom('done', 'done', 'done', 'done', 'failed', 'in-progress', 'processing'),
  user: maybe(fc.constantFrom('u1', 'u2', 'u"3')),
  start,
  duration: fc.integer({ min: 0, max: 900 }),
  ending: fc.constantFrom('', 'Client disconnected', 'end_call tool was called.', ...HOSTILE),
  cost: maybe(fc.integer({ min: 0, max: 500 })),
  rating: maybe(fc.integer({ min: 1, max: 5 })),
  likes: fc.integer({ min: 0, max: 2 }),
  textOnly: fc.boolean(),
  phone: maybe(fc.constantFrom('+1 555 01', '+155501', '+155502')),
  tags: fc.uniqueArray(fc.constantFrom('vip', ...HOSTILE), { maxLength: 2 }),
  turns: fc.array(turn, { maxLength: 7 }),
  tools: fc.array(tool, { maxLength: 3 }),
  analysis: maybe(analysis),
})

type Sketch = typeof call extends fc.Arbitrary<infer T> ? T : never

/** Bodies as the API gives them, of 0 to 25 calls. */
export const randomCalls: fc.Arbitrary<Json[]> = fc.array(call, { maxLength: 25 }).map(calls => calls.map(bodyOf))

function bodyOf(sketch: Sketch, number: number): Json {
  const { agent, status, user, phone, tags, turns, tools } = sketch
  return {
    ...{ conversation_id: `conv_${number}`, agent_id: `agent_${agent}`, agent_name: `Agent ${agent}` },
    ...{ status, user_id: user, version_id: `v_${agent}`, branch_id: null, tag_ids: tags, has_audio: false },
    metadata: {
      ...{ start_time_unix_secs: sketch.start, call_duration_secs: sketch.duration, cost: sketch.cost },
      ...{ termination_reason: sketch.ending, text_only: sketch.textOnly, main_language: 'en' },
      feedback: { rating: sketch.rating, likes: sketch.likes, dislikes: 1, comment: null },
      phone_call: phone && { type: 'twilio', direction: 'inbound', external_number: phone },
    },
    analysis: sketch.analysis && analysisOf(sketch.analysis),
    transcript: [...turns.map(turnOf), ...tools.flatMap(toolTurns)],
  }
}

const analysisOf = ({ call_successful, criteria, data, sentiment }: NonNullable<Sketch['analysis']>): Json => ({
  ...{ call_successful, transcript_summary: 'A summary.', sentiment_analysis: sentiment },
  evaluation_criteria_results: Object.fromEntries(
    Object.entries(criteria).map(([id, result]) => [id, { criteria_id: id, result }]),
  ),
  data_collection_results: Object.fromEntries(
    Object.entries(data).map(([id, value]) => [id, { data_collection_id: id, value, rationale: 'Said.' }]),
  ),
})

/** Ten seconds apart, so that no wait is impossible. */
const turnOf = ({ role, message, interrupted, metrics, guardrail }: Sketch['turns'][number], index: number): Json => ({
  ...{ role, message, interrupted, time_in_call_secs: index * 10, tool_calls: [], tool_results: [] },
  conversation_turn_metrics: metrics && {
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, elapsed_time]) => [name, { elapsed_time }])),
  },
  triggered_guardrails: guardrail ? [{ guardrail_type: 'custom', guardrail_name: 'x' }] : [],
})

function toolTurns({ tool_name, tool_has_been_called, ...result }: Sketch['tools'][number], index: number): Json[] {
  const request_id = `req_${index}`
  const turn = { role: 'agent', message: null, time_in_call_secs: 100 + index }
  const asked = {
    ...turn,
    tool_calls: [{ request_id, tool_name, type: 'webhook', tool_has_been_called }],
    tool_results: [],
  }
  if (!tool_has_been_called) return [asked]
  return [asked, { ...turn, tool_calls: [], tool_results: [{ request_id, tool_name, ...result }] }]
}
