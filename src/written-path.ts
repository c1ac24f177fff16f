import type { ConfigurationError } from './errors.ts'
import { homeFolder } from './home.ts'

/* Values that no shell has read: those in the configuration of a client, and those in quotation marks. */

/** The setting is refused because it must be as these words say. */
type Refuse = (must: string) => ConfigurationError

/**
 * The value as it is, where nothing in it is left to be expanded: calls would be kept in a folder of that very name,
 * where nobody looks for them.
 * @throws what `refuse` makes
 */
export function writtenOut(value: string, refuse: Refuse): string {
  if (!/\$\{[^}]*\}|^["']?\$\w|%\w+%|^["']/.test(value)) return value
  throw refuse('written out in full: variables are not expanded here, nor quotation marks removed')
}

/** Path of a file that is there, with the home folder in place of `~`. @throws what `refuse` makes */
export function foundPath(path: string, refuse: Refuse): string {
  const inHome = /^~(?=[/\\]|$)/
  if (!inHome.test(path)) return path
  const home = homeFolder()
  if (home === undefined) throw refuse('an absolute path here: there is no home directory (HOME is not set)')
  return path.replace(inHome, () => home)
}

/** The same of one that may have to be made. @throws what `refuse` makes */
export const newPath = (path: string, refuse: Refuse): string => foundPath(writtenOut(path, refuse), refuse)
