import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { command } from './support/command.ts'
import { API_KEY } from './support/world.ts'

/** A host that refuses every key for this reason. */
async function refusing(status: string | null) {
  const server = createServer((_, response) => {
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(status === null ? {} : { detail: { status, message: `about ${API_KEY}` } }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

test.each([
  ['invalid_api_key', /key/i],
  ['quota_exceeded', /quota/i],
  ['detected_unusual_activity', /unusual activity/i],
  ['ip_not_allowed', /address/i],
  ['something_new', /refuse|reject/i],
  [null, /not as the Conversations API does/],
])('doctor says why the API answers 401: %s', async (status, why) => {
  const api = await refusing(status)
  const folder = mkdtempSync(join(inject('shared'), 'doctor-'))
  const env = {
    ...{ ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: api.url },
    ...{ CONVERSATIONS_MCP_DATA_DIR: join(folder, 'data'), CONVERSATIONS_MCP_EXPORT_DIR: join(folder, 'exports') },
  }
  const { code, stdout, stderr } = await command(['doctor'], { env })
  api.close()
  const line = /^FAIL {2}conversations: (.*)$/m.exec(stdout)?.[1]
  expect(line).toMatch(why)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  // Neither the key nor the words of the API.
  expect(stdout).not.toContain(API_KEY)
  expect(stdout).not.toContain('about')
  if (status === 'something_new') expect(line).toMatch(/not known|unknown/i)
})
