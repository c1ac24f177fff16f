import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { archivePath } from '../../src/archive/place/files.ts'
import type { Config } from '../../src/config.ts'
import { sampleWorld } from '../../src/demo/data/index.ts'
import { NOW, startWorld, type TestWorld } from './world.ts'

/** The sample calls at the tests' moment, made once for all test files of a process. No test may change them. */
export const sample = sampleWorld(NOW)

let filled: Promise<string> | undefined

/** Path of an archive that a sync filled with all sample calls, once for all test files of a process. */
async function fill(): Promise<string> {
  const path = join(mkdtempSync(join(inject('shared'), 'sample-')), 'archive.sqlite')
  const world = await startWorld(sample, { concurrency: 8 })
  const mirror = await world.app.mirror()
  await mirror.ensure({ filter: {}, details: true }, { signal: new AbortController().signal })
  const from = mirror.path!
  // Closed first: what is still in the log goes into the file.
  await world.app.close()
  copyFileSync(from, path)
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
  const world = await startWorld(sample, settings)
  const { dataDir, profile, baseUrl } = world.app.config
  await copyTo(archivePath({ dataDir, host: new URL(baseUrl!).host, profile }))
  return world
}

/** An archive of the caller's own that has all sample calls; the caller closes it. */
export async function sampleArchive(): Promise<Archive> {
  const path = join(mkdtempSync(join(inject('shared'), 'sample-')), 'archive.sqlite')
  await copyTo(path)
  return openArchive(path, NOW)
}
