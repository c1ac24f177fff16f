import type { Json } from '../../src/demo/world.ts'
import { everyNth } from '../support/sample.ts'
import { ALL_TRICKS, LONG_TRICK } from '../support/tricks.ts'

export const calls = everyNth(14)

export const plain = calls.find(
  ({ transcript, has_audio, analysis }) =>
    has_audio && analysis && transcript.some((turn: Json) => turn.tool_calls?.length > 0) && transcript.length < 40,
)!

/** The call with such words in every place where somebody else's words may stand. */
export function hostile(text: string, at: number): Json {
  const call = structuredClone(plain)
  for (const turn of call.transcript) {
    turn.message = text
    for (const use of [...(turn.tool_calls ?? []), ...(turn.tool_results ?? [])]) use.tool_name = `x${text}`
    for (const result of turn.tool_results ?? []) result.result_value = text
    for (const use of turn.tool_calls ?? []) use.params_as_json = text
  }
  Object.assign(call.analysis, { call_summary_title: text, transcript_summary: text })
  for (const one of Object.values<Json>(call.analysis.evaluation_criteria_results ?? {})) one.rationale = text
  for (const one of Object.values<Json>(call.analysis.data_collection_results ?? {})) one.value = text
  return longAgo({ ...call, conversation_id: `conv_hostile_${at}`, agent_name: text })
}

/** Out of the way of questions about many calls. */
export const longAgo = (call: Json): Json => ({
  ...call,
  metadata: { ...call.metadata, start_time_unix_secs: 1_700_000_000, accepted_time_unix_secs: 1_700_000_000 },
})

export const SCRIPTS = [
  '<img src=x onerror="window.hit=1">',
  '<script>window.hit=1</script>',
  '"><svg onload=window.hit=1>',
  "'-window.hit=1-'",
  '</script><script>window.hit=1</script>',
  '<iframe src="javascript:parent.hit=1">',
  '<a href="javascript:window.hit=1">x</a>',
  '<style>*{display:none}</style>',
  '<base href="https://e.example/">',
  '<link rel=stylesheet href="https://e.example/x.css">',
  '<form action="https://e.example"><button>',
  '{{constructor.constructor("window.hit=1")()}}',
  '<math><mtext></mtext><mglyph><style></math><img src onerror=window.hit=1>',
  '<details open ontoggle=window.hit=1>',
  '<template><script>window.hit=1</script></template>',
]

export const HOSTILE = [
  ...SCRIPTS,
  LONG_TRICK,
  ...[0, 9, 18, 27].map(from => ALL_TRICKS.slice(from, from + 9).join(' ')),
]
