/* The embedded API in a process of its own, with sample calls repeated. Bundled and started by a test. */
import { sampleWorld } from '../../src/demo/data/index.ts'
import { startDemoServer } from '../../src/demo/server.ts'

const [count, latencyMs, now] = process.argv.slice(2).map(Number) as [number, number, number]
const world = sampleWorld(now)
const conversations = Array.from({ length: count }, (_, index) => {
  const body = world.conversations[index % world.conversations.length]!
  const metadata = { ...body.metadata, start_time_unix_secs: now - 60 - index * 60 }
  return { ...body, conversation_id: `conv_${index}`, status: 'done', metadata }
})
const { url } = await startDemoServer({ world: { ...world, conversations }, latencyMs })
process.stdout.write(url)
