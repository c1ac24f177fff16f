import type { App } from '../app.ts'
import { exportFolder, tryExportFolder } from '../export/index.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { quote } from '../render/quote.ts'
import { plural } from '../render/text.ts'

/** Adds a line: what was found, or what is wrong. */
export type Check = (what: string, run: (own: AbortSignal) => Promise<string>) => Promise<void>

/**
 * What is kept, and where: a SQLite that can search or a database's server, and folders that can be written.
 * @param canAsk the API answers, so that it can tell whose calls the archive holds
 */
export async function checkDisk(app: App, check: Check, canAsk: boolean): Promise<void> {
  const { archive, exportDir, profile } = app.config
  if (archive === 'off') await check('archive', async () => 'off')
  else {
    const { place } = await app.mirror()
    let isFound = false
    await check(place.needs, async () => {
      const found = await place.found()
      isFound = true
      return found
    })
    // Without it nothing can be tried.
    if (isFound)
      await check(`archive of profile ${quote(profile)}`, async own =>
        tryArchive(await app.mirror(), canAsk ? own : undefined),
      )
  }
  if (archive !== 'off') await check('retention', async () => kept(app.config.retentionDays))
  await check('export directory', async () => {
    const folder = exportFolder(exportDir)
    await tryExportFolder(folder)
    return `${folder} (a test file was written and removed)`
  })
}

const kept = (days: number | undefined): string =>
  days === undefined
    ? 'calls stay in the archive until they are deleted (--retention-days sets a limit)'
    : `calls stay in the archive for ${plural(days, 'day')} from their start`

const WHOSE = {
  none: 'empty; it will be bound to the workspace of the first API key that fills it',
  own: 'bound to the workspace of this API key',
  keyless: 'its calls were read without an API key',
  same: 'bound to another API key of the same workspace',
  unknown: 'bound to another API key; whether the workspace is the same could not be checked',
}

/** Which archive the settings lead to, and whose it is; one that is not there yet is not made. */
async function tryArchive(mirror: Mirror, signal: AbortSignal | undefined): Promise<string> {
  const tried = await mirror.place.try()
  const standing = await mirror.standing(signal)
  if (standing === null) return `temporary, ${tried}; deleted when the process ends`
  const { name, binding, bytes, others } = standing
  const size = bytes === null ? `not created yet; ${tried}` : `${(bytes / 1e6).toFixed(1)} MB; opened`
  const beside = others.length > 0 ? `; other profiles beside it: ${others.map(quote).join(', ')}` : ''
  return `${name} (${size}); ${WHOSE[binding]}${beside}`
}
