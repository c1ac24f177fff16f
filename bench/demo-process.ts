import { sampleWorld } from '../src/demo/data/index.ts'
import { startDemoServer } from '../src/demo/server.ts'

/** The demo API in a process of its own, so that its memory and its work are not the server's. Ends with its input. */
const nowSecs = Math.floor(Date.now() / 1000)
const api = await startDemoServer({ world: () => sampleWorld(nowSecs), now: () => nowSecs * 1000 })
// Kept short: a benchmark asks thousands of times.
setInterval(() => api.requests.splice(0), 1_000).unref()
process.stdout.write(`${api.url}\n`)
process.stdin.on('end', () => process.exit()).resume()
