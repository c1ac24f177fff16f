import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

test('the whole suite passes on Node 24, too', async () => {
  const args = ['-y', '-p', 'node@24', 'node', 'node_modules/vitest/vitest.mjs', 'run', '--reporter=dot']
  const { stdout } = await run('npx', args, { maxBuffer: 64 * 1024 * 1024 }).catch(error => {
    throw new Error(`${error.stdout}\n${error.stderr}`.slice(-4000))
  })
  expect(stdout).toMatch(/Test Files .*passed/)
})
