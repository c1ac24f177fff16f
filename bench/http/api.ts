import { sampleWorld } from '../../src/demo/data/index.ts'
import { startDemoServer } from '../../src/demo/server.ts'
import { agentId } from '../archive/call.ts'

/* The demo API in a process of its own, with the agents of the invented archive. Ends with its input. */

const AGENTS = 12
const now = Math.floor(Date.now() / 1000)
const sample = sampleWorld(now)
const agents = Array.from({ length: AGENTS }, (_, agent) => ({
  ...sample.agents[agent % sample.agents.length]!,
  ...{ agent_id: agentId(agent), name: `Agent ${agent}`, branch_id: `agtbrch_${agent}` },
  branches: [{ branch_id: `agtbrch_${agent}`, name: 'Main', traffic: 100 }],
}))

const api = await startDemoServer({ world: { ...sample, agents }, now: () => now * 1000 })
// Kept short: a benchmark asks thousands of times.
setInterval(() => api.requests.splice(0), 1_000).unref()
process.stdout.write(`${api.url}\n`)
process.stdin.on('end', () => process.exit()).resume()
