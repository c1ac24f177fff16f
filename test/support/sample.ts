import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { archivePath } from '../../src/archive/place/files.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import type { Config } from '../../src/config.ts'
import { SPECIAL, sampleWorld } from '../../src/demo/data/index.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { filledDatabase, giveTo } from './sample-postgres.ts'
import { NOW, startWorld, type TestWorld } from './world.ts'

const whole = sampleWorld(NOW)

/** The sample call of two and a half hours, which alone is larger than all others of its week together. */
export const longCall = whole.conversations.find(call => call.conversation_id === SPECIAL.long)!

/**
 * The sample calls at the tests' moment, made once for all test files of a process; of the long one the beginning, since
 * most tests only come across it. No test may change them.
 */
export const sample: World = {
  ...whole,
  conversations: whole.conversations.map(call =>
    call === longCall ? { ...call, transcript: call.transcript.slice(0, 120) } : call,
  ),
}

/** These calls with the whole of the long one. */
export const withLongCall = (calls: readonly Json[]): Json[] =>
  calls.map(call => (call.conversation_id === SPECIAL.long ? longCall : call))

/** The special ones of the sample calls and every n-th of the others. */
export const everyNth = (n: number): Json[] =>
  sample.conversations.filter(
    (call, at) => at % n === 0 || Object.values<string>(SPECIAL).includes(call.conversation_id),
  )

const detailOf = (call: Json) => prepareDetail(call, toConversation(call, call.conversation_id))

let filled: Promise<string> | undefined

/** Path of an archive as a sync fills it with all sample calls, once for all test files: other processes wait for it. */
async function fill(): Promise<string> {
  const path = join(inject('shared'), 'sample.sqlite')
  try {
    mkdirSync(`${path}.taken`)
  } catch {
    while (!existsSync(path)) await sleep(50)
    return path
  }
  const world = await startWorld(sample, { concurrency: 8, store: undefined })
  const mirror = await world.app.mirror()
  const read = (details: boolean) => mirror.ensure({ filter: {}, details }, { signal: new AbortController().signal })
  await read(false)
  // One transaction for all of them, which a sync would never do: it saves seconds. It then finds nothing to read.
  const { archive } = await mirror.open()
  await archive.writeTogether(sample.conversations.map(call => ({ detail: detailOf(call), at: NOW })))
  await read(true)
  const from = mirror.place.name!
  // Closed first: what is still in the log goes into the file.
  await world.app.close()
  copyFileSync(from, `${path}.new`)
  // There at once and whole.
  renameSync(`${path}.new`, path)
  await world.close()
  return path
}

async function copyTo(path: string): Promise<void> {
  filled ??= fill()
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  copyFileSync(await filled, path)
}

/** A server over the sample calls whose archive has all of them already. */
export async function startSample(settings: Partial<Config> = {}): Promise<TestWorld> {
  const store = inject('store')
  const world = await startWorld(
    sample,
    store === null ? settings : { store: await filledDatabase(store, sampleArchive), ...settings },
  )
  const { dataDir, profile, baseUrl } = world.app.config
  const host = new URL(baseUrl!).host
  if (store === null) await copyTo(archivePath({ dataDir, host, profile }))
  else await giveTo(world.app.config.store!, host, profile)
  return world
}

/** An archive of the caller's own that has all sample calls; the caller closes it. */
export async function sampleArchive(): Promise<Archive> {
  const path = join(mkdtempSync(join(inject('shared'), 'sample-')), 'archive.sqlite')
  await copyTo(path)
  return openArchive(path, NOW)
}
