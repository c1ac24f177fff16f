import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ApiClient } from '../src/api/client.ts'
import { placeOf } from '../src/archive/place/place-of.ts'
import { startDemoServer } from '../src/demo/server.ts'
import { createLog } from '../src/log.ts'
import { Mirror } from '../src/mirror/mirror.ts'
import { type RequestContext, requestContext } from '../src/request-context.ts'
import { NOW } from './support/world.ts'
import { calls, worldOf } from './sync/calls.ts'

test('what a request begins and the process goes on with is part of no request', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'no-request-'))
  const api = await startDemoServer({ world: worldOf(calls(6, NOW - 900)), now: () => NOW * 1000 })
  const source = new ApiClient({ baseUrl: api.url, apiKey: 'any', retryBaseMs: 1 })
  let told: ((context: RequestContext | undefined) => void) | undefined
  const refreshed = () => new Promise<RequestContext | undefined>(resolve => (told = resolve))
  const debug = (message: string): void => {
    if (message === 'The archive is up to date.') told?.(requestContext.getStore())
  }
  const place = { dataDir, store: undefined, host: 'api.test', profile: 'default', apiKey: 'any' }
  const log = { ...createLog('error', []), warn: () => {}, debug }
  const mirror = new Mirror({ source, place, isOff: false, now: () => NOW, log })
  onTestFinished(async () => {
    await mirror.close()
    await source.close()
    await api.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const first = refreshed()
  await requestContext.run({ request: 'first' }, () => mirror.keepFresh({ everySecs: 3600, days: 1 }))
  expect(await first).toBeUndefined()
  // Whoever finds it gone opens it anew, and what was kept fresh is kept fresh again.
  await placeOf(place).remove()
  const second = refreshed()
  await requestContext.run({ request: 'second' }, () => mirror.open())
  expect(await second).toBeUndefined()
})
