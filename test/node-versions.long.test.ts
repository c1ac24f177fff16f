import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

test.each(['24', '26'])('the whole suite passes on Node %s, too', async version => {
  const args = ['-y', '-p', `node@${version}`, 'node', 'node_modules/vitest/vitest.mjs', 'run', '--reporter=dot']
  const { stdout } = await run('npx', args, { maxBuffer: 64 * 1024 * 1024 }).catch(error => {
    throw new Error(`${error.stdout}\n${error.stderr}`.slice(-4000))
  })
  expect(stdout).toMatch(/Test Files .*passed/)
})
