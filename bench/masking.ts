// Masks calls of about 60 kB and, beside it, writes and reads the same bodies as JSON; then reads them by get_conversation
// from the archive, with and without --redact on: prints the CPU time of all four.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { startDemo } from '../src/demo/index.ts'
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
const KEY = 'key-of-the-bench'
const NAMES = ['plain', 'masked', 'anew', 'plainAgain', 'again'] as const

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
console.log(JSON.stringify({ maskMs: maskMs * per60kB, jsonMs: jsonMs * per60kB, rounds: await answersMs() }))

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

/**
 * CPU time of one get_conversation, in rounds that take turns: as it is; masked by an app that has not seen
 * the call, of an archive that was filled with --redact on; the same, where nothing fits that is kept there; and once more.
 */
async function answersMs(): Promise<Record<(typeof NAMES)[number], number[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-bench-'))
  const data = join(folder, 'calls.jsonl')
  writeFileSync(data, bodies.map(call => JSON.stringify(call)).join('\n'))
  const now = Date.parse('2026-11-22T12:00:00Z') / 1000
  const api = await startDemo(data, KEY, () => now)
  const settings = { baseUrl: api.url, apiKey: KEY, timezone: 'UTC', insecureHttp: 'on' }
  const { signal } = new AbortController()
  const startApp = async (name: string, redact: boolean, redactVariables: string[] = []) => {
    const config = readConfig({ ...settings, dataDir: join(folder, name) }, {})
    const app = createApp({ ...config, now, redact, redactVariables })
    return { close: () => app.close(), mirror: await app.mirror(), context: await app.toolContext(signal) }
  }
  for (const name of ['kept', 'other']) {
    const filling = await startApp(name, name === 'kept')
    await filling.mirror.ensure({ filter: {}, window: undefined, details: true }, { signal })
    await filling.close()
  }
  const rounds = Object.fromEntries(NAMES.map(name => [name, [] as number[]])) as Awaited<ReturnType<typeof answersMs>>
  const measure = async (name: keyof typeof rounds, context: ToolContext, seeds: readonly number[]) => {
    const before = process.cpuUsage()
    for (const seed of seeds) await runTool(getConversation, { conversation_id: `conv_${seed}` }, context)
    const { user, system } = process.cpuUsage(before)
    rounds[name].push((user + system) / 1000 / seeds.length)
  }
  const all = bodies.map((_, seed) => seed)
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const plain = await startApp('kept', false)
    const masked = await startApp('kept', true)
    // Patches are of another setting each time.
    const other = await startApp('other', true, [`in round ${round}`])
    for (const { context } of [plain, masked, other]) {
      await runTool(getConversation, { conversation_id: 'conv_0' }, context)
    }
    const few = Array.from({ length: 4 }, () => all.slice(-FEW)).flat()
    const turns = [
      async () => {
        await measure('plain', plain.context, all.slice(1))
        await measure('plainAgain', plain.context, few)
      },
      async () => {
        await measure('masked', masked.context, all.slice(1))
        await measure('again', masked.context, few)
      },
      () => measure('anew', other.context, all.slice(1)),
    ]
    // Each goes first as often.
    for (let turn = 0; turn < turns.length; turn++) await turns[(turn + round) % turns.length]!()
    for (const app of [plain, masked, other]) await app.close()
  }
  await api.close()
  rmSync(folder, { recursive: true, force: true })
  return rounds
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
