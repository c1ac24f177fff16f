import { readFileSync } from 'node:fs'
import { sampleWorld } from '../../src/demo/data/index.ts'
import { startDemoServer } from '../../src/demo/server.ts'

/*
 * node many-calls.mjs {calls, latencyMs, most, file}: the demo API in a process of its own, with as many calls as are
 * asked for, made of the file's bodies (JSONL; the sample calls without one), one a minute, all of them over. It bears
 * `most` requests at a time (null: any number). Prints its address and its time; a line on its input makes it print how many requests
 * came and were refused since the last one. Ends with its input.
 */
const { calls, latencyMs, most, file } = JSON.parse(process.argv[2]!)
const now = Math.floor(Date.now() / 1000)
const sample = sampleWorld(now)
const bodies = file
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line.trim() !== '')
      .map(line => JSON.parse(line))
  : sample.conversations

const conversations = Array.from({ length: calls }, (_, index) => {
  const body = bodies[index % bodies.length]!
  const metadata = { ...body.metadata, start_time_unix_secs: now - 60 - index * 60 }
  return { ...body, conversation_id: `conv_${String(index).padStart(26, '0')}`, status: 'done', metadata }
})

const api = await startDemoServer({ world: { ...sample, conversations }, latencyMs })
if (most !== null) api.faults.mostAtOnce = most
let [asked, refused] = [0, 0]
const count = (): void => {
  const done = api.requests.splice(0)
  asked += done.length
  refused += done.filter(({ status }) => status === 429).length
}
// Kept short: thousands of requests come.
setInterval(count, 1_000).unref()
process.stdout.write(`${JSON.stringify({ url: api.url, now })}\n`)
process.stdin.on('data', () => {
  count()
  process.stdout.write(`${JSON.stringify({ asked, refused })}\n`)
  asked = refused = 0
})
process.stdin.on('end', () => process.exit())
