import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newFolder } from './mirror.ts'
import { buildProgram, run } from './processes.ts'

/* A disk that is really full, which takes the right to mount one: elsewhere the test is skipped. */

const folder = newFolder()
const isMounted = canMount()
afterAll(() => {
  if (isMounted) execFileSync('umount', [folder])
})

function canMount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

let program: string
beforeAll(async () => {
  program = await buildProgram()
})

const leaving = Array.from({ length: 24 }, (_, step) => 20 + 13 * step)

test.skipIf(!isMounted).each(leaving)('with %d KB left, all that was written stays', async kilobytes => {
  const [path, ballast] = [join(folder, 'archive.sqlite'), join(folder, 'ballast')]
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - kilobytes * 1024))
  const { answer, stderr } = await run(program, ['fill', path])
  const { written, message } = answer as { written: number; message: string }
  expect(stderr).toBe('')
  expect(message).toMatch(/^PlaceError: .*the disk is full\. Free disk space, or choose another directory/)

  rmSync(ballast)
  const found = await run(program, ['check', path])
  expect(found.answer).toMatchObject({ calls: written, withDetail: written, problems: [] })
  // With room again, it goes on.
  await run(program, ['write', path, 'later', '1'])
  const after = (await run(program, ['check', path])).answer as { calls: number; problems: string[] }
  expect(after).toMatchObject({ problems: [] })
  expect(after.calls).toBeGreaterThan(written)
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
})
