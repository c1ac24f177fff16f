import { onTestFinished, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { LEASES } from './leases.ts'
import { newPath } from './mirror.ts'

/* On one file; `engines.long.test.ts` does the same on a server. */

test.each(Object.entries(LEASES))('%s', async (_, check) => {
  const path = newPath()
  await check(async leaseSecs => {
    const archive = await openArchive(path, 1000, leaseSecs)
    onTestFinished(() => archive.close())
    return archive
  })
})
