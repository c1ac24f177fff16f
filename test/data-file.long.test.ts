import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from './support/built.ts'

/* A file of calls that is longer than any string of the runtime (512 MB) is streamed. */

const folder = mkdtempSync(join(tmpdir(), 'large-data-'))
afterAll(() => rmSync(folder, { recursive: true }))

const START = 1_794_000_000
const MORE_THAN_A_STRING = 2 ** 29
const CALLS = 600
/** Of a field that nobody reads, so that the work is the reading. */
const PADDING = 'x'.repeat(1_000_000)

test('is analysed to its last call', async () => {
  const path = join(folder, 'calls.jsonl')
  const file = openSync(path, 'w')
  for (let at = 0; at < CALLS; at++) {
    const call = {
      ...{ conversation_id: `conv_${at}`, agent_id: 'agent_1', agent_name: 'Desk', status: 'done' },
      metadata: { start_time_unix_secs: START + at, call_duration_secs: at + 1 },
      analysis: { call_successful: at % 3 === 0 ? 'success' : 'failure' },
      transcript: [{ role: 'user', message: 'Where is my order?', time_in_call_secs: 0 }],
      padding: PADDING,
    }
    writeSync(file, `${JSON.stringify(call)}\n`)
  }
  closeSync(file)
  expect(statSync(path).size).toBeGreaterThan(MORE_THAN_A_STRING)

  const settings = ['--data', path, '--now', '2026-11-20T00:00:00Z', '--timezone', 'UTC', '--log-level', 'error']
  const asked = ['analyze_conversations', '--metrics', 'count,success_rate,duration', '--json']
  const { code, stdout, stderr } = await run([...settings, ...asked])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { columns, rows } = JSON.parse(stdout)
  const found = Object.fromEntries(columns.map((name: string, at: number) => [name, rows[0][at]]))
  expect(found).toMatchObject({ count: CALLS, 'success_rate.k': CALLS / 3, 'duration.sum': (CALLS * (CALLS + 1)) / 2 })
})
