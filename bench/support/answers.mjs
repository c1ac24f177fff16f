// Questions to two servers in turn, as a client asks them, and the calls that they are asked about.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { TEMP } from './build.mjs'
import { median } from './report.mjs'

export const ROUNDS = 7
const FILES = ['airline.jsonl', 'airline-odd.jsonl'].map(name => join(process.env.CONVERSATIONS_CORPUS ?? '', name))

/** A file of bodies, most of 60 kB and some of 1,500 turns; null where CONVERSATIONS_CORPUS names no folder with them. */
export function corpusFile() {
  if (!FILES.every(existsSync)) return null
  const file = join(TEMP, 'calls.jsonl')
  writeFileSync(file, FILES.map(path => readFileSync(path, 'utf8').trimEnd()).join('\n'))
  return file
}

/** What the answers of each server took at the median, in ms: `[first, second]`. */
export async function medians(servers, [what, tool, input]) {
  const times = servers.map(() => [])
  // The first answers find nothing prepared: they are not counted.
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const [at, server] of servers.entries()) {
      const startedMs = performance.now()
      const { text } = await server.call(tool, input)
      if (text.includes('INCOMPLETE')) throw new Error(`${what}: ${text}`)
      if (round >= 0) times[at].push(performance.now() - startedMs)
    }
  }
  return times.map(median)
}
