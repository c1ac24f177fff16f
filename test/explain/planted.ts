import type { Json } from '../../src/demo/world.ts'
import { seededRandom } from '../../src/domain/statistics.ts'

/* Worlds of calls whose failures have causes that we know. */

/** A value that makes calls fail. `row` says whether a fact is this cause, by the name that answers give it. */
export interface Cause {
  name: string
  row: RegExp
}

interface Sketch {
  agent: number
  version: number
  language: string
  channel: string
  hour: number
  day: number
  tag: string | null
  plan: string
  tools: { name: string; failed: boolean }[]
  secs: number
  said: string[]
}

const LANGUAGES = ['en', 'en', 'en', 'de', 'es', 'fr']
const CHANNELS = ['twilio', 'twilio', 'widget', 'sip_trunk', 'js_sdk']
const TAGS = [null, null, null, 'vip', 'callback', 'trial']
const PLANS = ['basic', 'basic', 'plus', 'family', 'business']
const TOOLS = ['find_order', 'book_slot', 'send_mail', 'check_stock']

/** What is said says nothing of how calls end. */
const SENTENCES = ['my order is late', 'where is the parcel', 'thank you very much', 'can you check the address', 'the invoice looks wrong',
  'I called yesterday', 'please send it again', 'that does not help me', 'give me one moment', 'let me look that up for you',
  'is there anything else', 'the system is slow today', 'I want to talk to somebody', 'what does that cost', 'my number has changed',
  'it was delivered to a neighbour', 'the password does not work', 'I would like to cancel', 'we are open until six', 'no problem at all',
] as const // biome-ignore format: a list of sentences

/** What may be planted: each holds for about a tenth to a quarter of the calls. */
const CAUSES: (Cause & { holds(call: Sketch): boolean })[] = [
  { name: 'agent 3', row: /^(agent = agent_3|version = v_3_\d)$/, holds: ({ agent }) => agent === 3 },
  { name: 'version', row: /^version = v_0_2$/, holds: ({ agent, version }) => agent === 0 && version === 2 },
  { name: 'language', row: /^language = fr$/, holds: ({ language }) => language === 'fr' },
  { name: 'channel', row: /^channel = sip_trunk$/, holds: ({ channel }) => channel === 'sip_trunk' },
  { name: 'tag', row: /^tag = callback$/, holds: ({ tag }) => tag === 'callback' },
  { name: 'plan', row: /^variable:plan = business$/, holds: ({ plan }) => plan === 'business' },
  {
    name: 'failed tool',
    row: /^(failed_tool = book_slot|tool_error = book_slot: client_timeout)$/,
    holds: ({ tools }) => tools.some(({ name, failed }) => name === 'book_slot' && failed),
  },
  { name: 'evening', row: /^part_of_day = 18:00 to 24:00$/, holds: ({ hour }) => hour >= 18 },
]

export interface PlantedWorld {
  calls: Json[]
  causes: Cause[]
}

/** Of calls without a cause so many fail; of calls with one nearly all. */
const FAIL = 0.15
const FAIL_WITH = 0.75

/** @param planted number of causes */
export function plantedWorld(seed: string, planted: number, size: number): PlantedWorld {
  const random = seededRandom(`planted ${seed}`)
  const whole = (below: number): number => Math.floor(random() * below)
  const pick = <T>(list: readonly T[]): T => list[whole(list.length)]!
  const causes: typeof CAUSES = []
  while (causes.length < planted) {
    const cause = pick(CAUSES)
    // An agent's versions are its own: one cause of the two is enough.
    if (!causes.includes(cause)) causes.push(cause)
  }
  const calls = Array.from({ length: size }, (_, number) => {
    const call: Sketch = {
      agent: pick([0, 0, 0, 1, 1, 2, 3]),
      version: whole(3),
      language: pick(LANGUAGES),
      channel: pick(CHANNELS),
      hour: pick([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
      day: whole(28),
      tag: pick(TAGS),
      plan: pick(PLANS),
      tools: Array.from({ length: whole(4) }, () => ({ name: pick(TOOLS), failed: random() < 0.3 })),
      secs: 20 + whole(600),
      said: Array.from({ length: 4 }, () => SENTENCES[whole(SENTENCES.length)]!),
    }
    const isCaused = causes.some(cause => cause.holds(call))
    return bodyOf(call, random() < (isCaused ? FAIL_WITH : FAIL) ? 'failure' : 'success', number)
  })
  return { calls, causes }
}

/** 2 November 2026, a Monday, in UTC. */
const FIRST = 1_793_577_600

const bodyOf = (call: Sketch, outcome: string, number: number): Json => ({
  ...{ conversation_id: `conv_${String(number).padStart(4, '0')}`, agent_id: `agent_${call.agent}`, status: 'done' },
  ...{ agent_name: `Agent ${call.agent}`, version_id: `v_${call.agent}_${call.version}` },
  ...{
    tag_ids: call.tag === null ? [] : [call.tag],
    conversation_initiation_client_data: { dynamic_variables: { plan: call.plan } },
  },
  metadata: {
    start_time_unix_secs: FIRST + call.day * 86_400 + call.hour * 3600 + (number % 3600),
    ...{ call_duration_secs: call.secs, main_language: call.language, conversation_initiation_source: call.channel },
  },
  analysis: { call_successful: outcome, transcript_summary: 'A summary.' },
  transcript: [
    { role: 'agent', message: 'Hello, how can I help?', time_in_call_secs: 0 },
    ...call.said.map((message, at) => ({ role: at % 2 === 0 ? 'user' : 'agent', message, time_in_call_secs: 3 + at })),
    ...call.tools.flatMap(({ name, failed }, at) => toolTurns(name, failed, at)),
  ],
})

function toolTurns(tool_name: string, failed: boolean, at: number): Json[] {
  const request_id = `req_${at}`
  const result = { request_id, tool_name, result_value: failed ? 'timed out' : 'done', tool_has_been_called: true }
  const error = failed ? { is_error: true, error_type: 'client_timeout' } : { is_error: false }
  const time_in_call_secs = 5 + at
  return [
    {
      role: 'agent',
      time_in_call_secs,
      tool_calls: [{ request_id, tool_name, params_as_json: '{}', tool_has_been_called: true }],
    },
    { role: 'agent', time_in_call_secs, tool_results: [{ ...result, ...error }] },
  ]
}
