import { sampleWorld } from '../../src/demo/data/index.ts'
import { startDemoServer } from '../../src/demo/server.ts'

/*
 * node api.mjs CALLS LATENCY_MS NOW: the demo API in a process of its own, with as many calls as are asked for: the
 * sample calls again and again, one a minute, all of them over. Prints its address and the bytes of the calls' bodies;
 * ends with its input.
 */
const [count, latencyMs, now] = process.argv.slice(2).map(Number) as [number, number, number]
const sample = sampleWorld(now)

const conversations = Array.from({ length: count }, (_, index) => {
  const body = sample.conversations[index % sample.conversations.length]!
  const metadata = { ...body.metadata, start_time_unix_secs: now - 60 - index * 60 }
  return { ...body, conversation_id: `conv_${String(index).padStart(26, '0')}`, status: 'done', metadata }
})
const bytes = conversations.reduce((sum, body) => sum + Buffer.byteLength(JSON.stringify(body)), 0)

const api = await startDemoServer({ world: { ...sample, conversations }, latencyMs, now: () => now * 1000 })
// Kept short: thousands of requests come.
setInterval(() => api.requests.splice(0), 1_000).unref()
process.stdout.write(`${JSON.stringify({ url: api.url, bytes })}\n`)
process.stdin.on('end', () => process.exit()).resume()
