// Masks calls of about 60 kB and, beside it, writes and reads the same bodies as JSON; then reads them by get_conversation
// from the archive, with and without --redact on: prints the CPU time of all four.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { atOnce } from '../src/pieces.ts'
import { createRedactor } from '../src/redact/redactor.ts'
import type { ToolContext } from '../src/tools/define.ts'
import { getConversation } from '../src/tools/get-conversation.ts'
import { runTool } from '../src/tools/run.ts'

const BYTES = 60_000
const CALLS = 40
/** So many that are masked are at hand when they are asked for again. */
const FEW = 8
const ROUNDS = 15

const METRICS = [
  'service_ttfb',
  'service_ttf_sentence',
  'tts_ttfb',
  'asr_trailing',
  'audio_since_silence',
  'turn_total',
]

function messageOf(seed: number, at: number): string {
  if (at === 5) return `It is 415-555-0${100 + seed}, and the order is 8${seed}2974.`
  if (at % 6 === 1) return `I paid $1,240.50 on 2026-10-05 for ${at} seats.`
  return 'Where is it now, and when will it be here? I have waited since last week, and nobody called me back.'
}

const toolCall = (seed: number, at: number) => ({
  request_id: `call_${seed}f${at}a82773745ecf`,
  tool_name: 'find_order',
  params_as_json: `{"user_id":"mia-${seed}","from":"2026-10-05","max":${at}}`,
})

const result = (seed: number, at: number): string =>
  JSON.stringify(
    Array.from({ length: 6 }, (_, i) => ({
      id: `HAT${at}${i}`,
      at: `06:0${i}:00`,
      price: 150 + i,
      seats: { a: 4, b: seed },
    })),
  )

const redactor = await createRedactor('salt')
const bodies = Array.from({ length: CALLS }, (_, seed) => body(seed))
const bytes = bodies.reduce<number>((sum, call) => sum + JSON.stringify(call).length, 0)
const [maskMs, jsonMs] = [cpuOf(call => atOnce(redactor.json(call))), cpuOf(call => JSON.parse(JSON.stringify(call)))]
const per60kB = BYTES / bytes
console.log(JSON.stringify({ maskMs: maskMs * per60kB, jsonMs: jsonMs * per60kB, ...(await answersMs()) }))

/** Of all calls, in the fastest round. */
function cpuOf(work: (call: unknown) => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    for (const call of bodies) work(call)
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

/** CPU time of one get_conversation as it is, masked, and masked once more, in the fastest of rounds that take turns. */
async function answersMs(): Promise<{ plainMs: number; maskedMs: number; againMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-bench-'))
  const data = join(folder, 'calls.jsonl')
  writeFileSync(data, bodies.map(call => JSON.stringify(call)).join('\n'))
  const apps = [false, true].map(redact =>
    createApp({ ...readConfig({ data, timezone: 'UTC', now: '2026-11-22T12:00:00Z' }, {}), redact }),
  )
  const { signal } = new AbortController()
  const [plain, masked] = await Promise.all(
    apps.map(async app => {
      await (await app.mirror()).ensure({ filter: {}, window: undefined, details: true }, { signal })
      return await app.toolContext(signal)
    }),
  )
  const least = {
    plainMs: Number.POSITIVE_INFINITY,
    maskedMs: Number.POSITIVE_INFINITY,
    againMs: Number.POSITIVE_INFINITY,
  }
  const measure = async (name: keyof typeof least, context: ToolContext, seeds: readonly number[]) => {
    const before = process.cpuUsage()
    for (const seed of seeds) await runTool(getConversation, { conversation_id: `conv_${seed}` }, context)
    const { user, system } = process.cpuUsage(before)
    least[name] = Math.min(least[name], (user + system) / 1000 / seeds.length)
  }
  const all = bodies.map((_, seed) => seed)
  for (let round = 0; round < ROUNDS; round++) {
    await measure('plainMs', plain!, all)
    await measure('maskedMs', masked!, all)
    await measure('againMs', masked!, all.slice(-FEW))
  }
  for (const app of apps) await app.close()
  rmSync(folder, { recursive: true, force: true })
  return least
}

/** Turns with the API's many members, every fourth with a tool that gets and gives JSON, some with personal data. */
function body(seed: number): unknown {
  const transcript = Array.from({ length: 44 }, (_, at) => ({
    role: at % 2 === 0 ? 'agent' : 'user',
    message: messageOf(seed, at),
    time_in_call_secs: at * 4,
    interrupted: false,
    tool_calls: at % 4 === 0 ? [toolCall(seed, at)] : [],
    tool_results: at % 4 === 0 ? [{ ...toolCall(seed, at), result_value: result(seed, at), is_error: false }] : [],
    conversation_turn_metrics: {
      metrics: Object.fromEntries(METRICS.map((name, i) => [name, { elapsed_time: 0.1 * i }])),
    },
    llm_usage: {
      model_usage: { model: { input: { tokens: at, price: 0.001 }, output_total: { tokens: 7, price: 0.002 } } },
    },
  }))
  return {
    conversation_id: `conv_${seed}`,
    agent_id: 'agent_1',
    status: 'done',
    user_id: `mia-${seed}`,
    metadata: { phone_call: { external_number: `+1415555${1000 + seed}` }, start_time_unix_secs: 1_794_000_000 },
    conversation_initiation_client_data: { dynamic_variables: { system__caller_id: `+1415555${1000 + seed}` } },
    transcript,
  }
}
