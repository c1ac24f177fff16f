import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { command } from '../support/command.ts'
import { calls } from './worlds.ts'

/* `check` at a terminal and in CI: exit codes, JSON, JUnit. */

let folder: string
let data: string
beforeAll(() => {
  folder = mkdtempSync(join(inject('shared'), 'check-'))
  data = join(folder, 'calls.jsonl')
  const all = [
    ...calls(3, { agent: 'a' }),
    ...calls(1, { agent: 'a', outcome: 'failure' }),
    ...calls(1, { agent: '<b> & "c"\u001b[2J', outcome: 'unknown' }),
  ]
  writeFileSync(data, all.map(body => `${JSON.stringify(body)}\n`).join(''))
})

const check = (...args: string[]) => command(['--data', data, '--now', '2026-11-22T12:00:00Z', 'check', ...args])

test.each([
  [0, ['success_rate >= 75%']],
  [3, ['success_rate > 75%', 'count >= 5']],
  [3, ['success_rate > 75%', '--group-by', 'agent']],
  [4, ['success_rate >= 75%', '--group-by', 'agent']],
  [2, ['success_rat >= 75%']],
  [2, []],
])('exit code %d: %j', async (code, args) => {
  expect((await check(...args, '--after', '24h')).code).toBe(code)
})

test('--for 2 periods, as it is said', async () => {
  const { code, stdout } = await check('success_rate > 75%', '--after', '24h', '--for', '2', 'periods')
  expect([code, stdout]).toEqual([4, expect.stringContaining('failed in 1 of 2 periods')])
})

test('--json prints the structured answer', async () => {
  const { stdout } = await check('success_rate > 75%', '--after', '24h', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'failed', findings: [{ value: 0.75, k: 3, n: 4 }] })
})

test('--junit writes XML in which nothing of a name is markup', async () => {
  const file = join(folder, 'report.xml')
  const { code } = await check(
    'success_rate > 75%',
    'count >= 1',
    '--group-by',
    'agent',
    '--after',
    '24h',
    '--junit',
    file,
  )
  expect(code).toBe(3)
  const xml = readFileSync(file, 'utf8')
  expect(xml).toContain('<testsuite name="conversations-mcp check" tests="4" failures="1" errors="1">')
  expect(xml).toContain(
    '<testcase classname="success_rate &gt; 75 %" name="success_rate &gt; 75 % (a)"><failure message="75.0 % (3/4; ',
  )
  expect(xml).toContain(
    'name="success_rate &gt; 75 % (&lt;b&gt; &amp; &quot;c&quot;)"><error message="no value; no data"/>',
  )
  expect(xml.match(/<testcase [^>]*\/>/g)).toHaveLength(2)
  // Tags open and close, and there is no sign of control in it.
  expect(xml).not.toMatch(/\u001b|<b>/)
  const tags = [...xml.matchAll(/<(\/?)([a-z-]+)[^>]*?(\/?)>/g)].filter(([, , , alone]) => !alone)
  expect(tags.filter(([, end]) => end).length).toBe(tags.filter(([, end]) => !end).length)
})

test('--junit into a folder that is not there is said', async () => {
  const { code, stderr } = await check('count >= 1', '--junit', join(folder, 'none', 'x.xml'))
  expect([code, stderr]).toEqual([1, expect.stringContaining('--junit: the file cannot be written (ENOENT)')])
})
