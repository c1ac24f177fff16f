import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const OWN = 0o700

/**
 * Makes the folder and those above it that are missing, for this user alone. (With `recursive` Node 20 never comes back
 * from where no folder can be made, such as /proc.)
 * @throws the file system's error
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return
  if (!existsSync(folder)) makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: OWN })
  } catch (error) {
    // Somebody else was quicker.
    if (!isFolder(folder)) throw error
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
