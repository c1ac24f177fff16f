// What list_conversations adds to the API request it makes.
import { performance } from 'node:perf_hooks'
import { Agent } from 'undici'
import { bundle, SERVER } from './support/build.mjs'
import { startServer, startService } from './support/process.mjs'
import { figure, median } from './support/report.mjs'

const ROUNDS = 300
const WARM_UP = 50

export const title = `list: list_conversations over stdio beside the bare request (medians of ${ROUNDS} rounds)`

export async function run() {
  const demo = await startService(await bundle('bench/demo-process.ts', 'demo.mjs'))
  const server = await startServer(SERVER, [], { ELEVENLABS_BASE_URL: demo.first, ELEVENLABS_API_KEY: 'bench' })
  const agent = new Agent()
  try {
    const rows = 30
    // What list_conversations asks for when it is given nothing.
    const path = `/v1/convai/conversations?page_size=${rows}&sort_direction=desc`
    const headers = { 'xi-api-key': 'bench' }
    const tool = () => server.call('list_conversations', {})
    const bare = async () => (await agent.request({ origin: demo.first, path, method: 'GET', headers })).body.json()
    const [shown, fetched] = [(await tool()).structured.rows.length, (await bare()).conversations.length]
    if (shown !== rows || fetched !== rows) throw new Error(`${shown} rows from the tool, ${fetched} from the API`)
    const [ours, theirs] = await interleave(tool, bare)
    const how = `${ours.toFixed(2)} − ${theirs.toFixed(2)} ms (undici, body read and parsed), ${rows} rows each`
    return [
      figure('beyond the bare request', ours - theirs, { max: 3, digits: 2, unit: 'ms', how }),
      figure('list_conversations ÷ bare request', ours / theirs, { digits: 2 }),
    ]
  } finally {
    await agent.close()
    await server.stop()
    await demo.stop()
  }
}

async function interleave(...subjects) {
  const times = subjects.map(() => [])
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [at, subject] of subjects.entries()) {
      const startedMs = performance.now()
      await subject()
      if (round >= 0) times[at].push(performance.now() - startedMs)
    }
  }
  return times.map(median)
}
