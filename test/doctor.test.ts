import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { startDemoServer } from '../src/demo/server.ts'
import type { World } from '../src/demo/world.ts'
import { command } from './support/command.ts'
import { smallWorld } from './support/small-world.ts'
import { API_KEY, NOW } from './support/world.ts'
import { calls } from './sync/calls.ts'

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

test('doctor finds out whose calls the archive holds, and fails where they are not those of the key', async () => {
  const folder = mkdtempSync(join(inject('shared'), 'doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const run = async (args: string[], apiKey: string, world: () => World) => {
    // Each has the port of the first: another host would have another archive.
    const api = await startDemoServer({ world, apiKey, now: () => NOW * 1000, port })
    port ??= Number(new URL(api.url).port)
    const ended = await command(
      [...args, '--data-dir', join(folder, 'data'), '--export-dir', join(folder, 'exports')],
      {
        env: { ELEVENLABS_API_KEY: apiKey, ELEVENLABS_BASE_URL: api.url },
      },
    )
    await api.close()
    return { ...ended, line: /^.* archive of profile .*$/m.exec(ended.stdout)?.[0] }
  }
  let port: number | undefined
  const others = (): World => ({ conversations: calls(3, NOW - 900, 600, 'other'), agents: [], tags: [] })
  await run(['sync', '--since', '2026-09-01', '--lists-only'], 'first-key', smallWorld)
  const own = await run(['doctor'], 'first-key', smallWorld)
  expect(own).toMatchObject({ code: 0, line: expect.stringMatching(/bound to the workspace of this API key$/) })
  const rotated = await run(['doctor'], 'rotated-key', smallWorld)
  expect(rotated).toMatchObject({ code: 0, line: expect.stringMatching(/another API key of the same workspace$/) })
  const foreign = await run(['doctor'], 'key-of-others', others)
  expect(foreign).toMatchObject({
    code: 1,
    line: expect.stringMatching(/^FAIL .*contains the calls of another workspace.*--profile NAME/),
  })
  expect(foreign.stdout).not.toContain('All checks passed')
  // Where nothing can be asked, nothing is claimed.
  const away = await command(['doctor', '--data-dir', join(folder, 'data'), '--export-dir', join(folder, 'exports')], {
    env: { ELEVENLABS_API_KEY: 'key-of-others', ELEVENLABS_BASE_URL: `http://127.0.0.1:${port}` },
  })
  expect(away.stdout).toMatch(/^ok .* archive of profile .*could not be checked$/m)
})

test('doctor without a key calls no archive that of a key', async () => {
  const folder = mkdtempSync(join(inject('shared'), 'doctor-'))
  const api = await startDemoServer({ world: smallWorld, apiKey: API_KEY, now: () => NOW * 1000 })
  let isOpen = false
  // A gateway that adds the key.
  const gateway = createServer(async ({ url }, response) => {
    const answer = await fetch(`${api.url}${url}`, { headers: isOpen ? { 'xi-api-key': API_KEY } : {} })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    gateway.close()
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const run = async (...args: string[]) => {
    const { stdout } = await command(
      [...args, '--data-dir', join(folder, 'data'), '--export-dir', join(folder, 'exports')],
      {
        env: {
          ELEVENLABS_API_KEY: '',
          ELEVENLABS_BASE_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
        },
      },
    )
    return /^.* archive of profile .*$/m.exec(stdout)?.[0]
  }
  await run('sync', '--since', '2026-09-01', '--lists-only')
  expect(await run('doctor')).toMatch(/ MB; opened\); empty; it will be bound to the workspace of the first API key/)
  isOpen = true
  await run('sync', '--since', '2026-09-01', '--lists-only')
  expect(await run('doctor')).toMatch(/; its calls were read without an API key$/)
})
