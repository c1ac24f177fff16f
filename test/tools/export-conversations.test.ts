import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect, type TestClient } from '../support/client.ts'
import { startSample } from '../support/sample.ts'
import { smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let outside: string
let folder: string
let smallServer: TestWorld
let sampleServer: TestWorld
let c: TestClient
let big: TestClient

beforeAll(async () => {
  outside = await realpath(await mkdtemp(join(tmpdir(), 'export-')))
  folder = join(outside, 'exports')
  smallServer = await startWorld(smallWorld, { exportDir: folder }, { extras: smallWorldExtras() })
  sampleServer = await startSample({ exportDir: folder })
  ;[c, big] = await Promise.all([connect(smallServer.app), connect(sampleServer.app)])
})

afterAll(async () => {
  await Promise.all([c.close(), big.close()])
  await Promise.all([smallServer.close(), sampleServer.close()])
  await rm(outside, { recursive: true, force: true })
})

beforeEach(() => rm(folder, { recursive: true, force: true }))

afterEach(() => smallServer.api.faults.clear())

test('clients are told that it writes', async () => {
  const { tools } = await c.client.listTools()
  const { annotations } = tools.find(({ name }: Json) => name === 'export_conversations')
  expect(annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false, idempotentHint: false })
})
