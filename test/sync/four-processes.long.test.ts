import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { NOW } from '../support/world.ts'
import { bundled } from './bundle.ts'
import { call, calls, worldOf } from './calls.ts'
import { counted, expectMirror, type Rig, startRig } from './rig.ts'
import type { Round } from './searching.ts'

const PROCESSES = 4
const CALLS = 400
const ROUNDS = 8

const program = bundled('searching')

function start({ api, path }: Rig) {
  const child = spawn(process.execPath, [program, api.url, path], { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill())
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const complaints: string[] = []
  child.stderr.on('data', chunk => complaints.push(String(chunk)))
  const line = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`the process ended: ${complaints.join('')}`)
    return value
  }
  return {
    line,
    async round(now: number): Promise<Round> {
      child.stdin.write(`${now}\n`)
      return JSON.parse(await line())
    },
    /** @returns its exit code, and what it said on standard error */
    async end() {
      const ended = once(child, 'close')
      child.stdin.end()
      const [code] = await ended
      return { code, complaints: complaints.join('') }
    },
  }
}

test('four processes fill and search one file: none is refused, none misses what was there', async () => {
  const rig = await startRig(worldOf(calls(CALLS, NOW - 100, 60)))
  const processes = Array.from({ length: PROCESSES }, () => start(rig))
  for (const process of processes) await process.line()
  let searches = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    // Calls that lists show as changed are written anew, words and all.
    for (const body of rig.world) body.tag_ids = [`tag_${round}`]
    rig.world.push(call({ id: `new_${round}`, start: rig.clock.now }))
    rig.clock.now += 61
    const before = rig.api.requests.length
    const reports = await Promise.all(processes.map(process => process.round(rig.clock.now)))
    // They share the work: none reads what another has read.
    expect(counted(rig.api.requests.slice(before)).calls).toBe(rig.world.length)
    for (const report of reports) expect(report).toMatchObject({ complete: true, lost: [] })
    searches += reports.reduce((sum, report) => sum + report.searches, 0)
    await expectMirror(rig)
  }
  expect(await Promise.all(processes.map(process => process.end()))).toEqual(
    processes.map(() => ({ code: 0, complaints: '' })),
  )
  expect(searches).toBeGreaterThan(PROCESSES * ROUNDS * 5)
  const page = { filter: {}, order: 'newest', limit: 5, offset: 0 } as const
  expect((await searchWords(rig.archive, { query: parseQuery('"I am"'), ...page })).conversations).toBe(CALLS + ROUNDS)
  await rig.restart()
  expect(await rig.archive.integrity()).toEqual([])
}, 300_000)
