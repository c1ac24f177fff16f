import { realpathSync } from 'node:fs'
import { describeDriver } from '../../archive/sqlite/driver.ts'
import { homeFolder } from '../../home.ts'
import type { Place } from './clients.ts'

/** This computer, and the way this program was started. */
export const thisPlace = (env: Place['env']): Place => ({
  env,
  platform: process.platform,
  home: homeFolder(),
  folder: process.cwd(),
  node: process.execPath,
  // A command of npm is a link to the file.
  file: realpathSync(process.argv[1]!),
  noArchive: whyNoArchive(),
})

function whyNoArchive(): string | null {
  try {
    describeDriver()
    return null
  } catch (error) {
    return (error as Error).message
  }
}
