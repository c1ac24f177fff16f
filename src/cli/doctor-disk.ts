import type { App } from '../app.ts'
import { bytesOnDisk } from '../archive/place/files.ts'
import { tryArchiveFolder } from '../archive/place/trial.ts'
import { describeDriver } from '../archive/sqlite/driver.ts'
import { exportFolder, tryExportFolder } from '../export/index.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { quote } from '../render/quote.ts'

/** Adds a line: what was found, or what is wrong. */
export type Check = (what: string, run: (own: AbortSignal) => Promise<string>) => Promise<void>

/** What is needed on this computer: a SQLite that can search, and folders that can be written. */
export async function checkDisk(app: App, check: Check): Promise<void> {
  const { archive, exportDir, profile } = app.config
  if (archive === 'off') await check('archive', async () => 'off')
  else {
    let hasDriver = false
    await check('SQLite with full-text search', async () => {
      const driver = describeDriver()
      hasDriver = true
      return driver
    })
    // Without it nothing can be tried.
    if (hasDriver) await check(`archive of profile ${quote(profile)}`, async () => tryArchive(await app.mirror()))
  }
  await check('export directory', async () => {
    const folder = exportFolder(exportDir)
    await tryExportFolder(folder)
    return `${folder} (a test file was written and removed)`
  })
}

const WHOSE = {
  none: 'empty; it will be bound to the workspace of the first API key that fills it',
  own: 'bound to the workspace of this API key',
  unknown: 'bound to another API key; the next request checks whether the workspace is the same',
}

/** Which archive the settings lead to, and whose it is; one that is not there yet is not made. */
async function tryArchive(mirror: Mirror): Promise<string> {
  await tryArchiveFolder(mirror.path)
  const standing = await mirror.standing()
  if (standing === null) return 'temporary, in a writable directory; deleted when the process ends'
  const { path, binding, others } = standing
  const bytes = bytesOnDisk(path)
  const size = bytes === 0 ? 'not created yet; its directory is writable' : `${(bytes / 1e6).toFixed(1)} MB; opened`
  const beside = others.length > 0 ? `; other profiles in this directory: ${others.map(quote).join(', ')}` : ''
  return `${path} (${size}); ${WHOSE[binding]}${beside}`
}
