import { resolve } from 'node:path'
import { checkStoreUrl, isStoreUrl } from '../../store-url.ts'
import type { Place } from '../engine/place.ts'
import { postgresPlace } from '../postgres/place.ts'
import { FilePlace, TemporaryPlace } from '../sqlite/place.ts'
import { type ArchivePlace, archivePath } from './files.ts'

/* Where the archive is. The one spot that knows all engines. */

/** What the settings say of it. */
export interface ArchiveSettings extends ArchivePlace {
  /** URL of a PostgreSQL database; without, it is a file in `dataDir`. */
  store?: string | undefined
}

/**
 * @param settings undefined: the archive goes with the process
 * @param readers of a file, see `openSqlite`
 */
export function placeOf(settings: ArchiveSettings | undefined, readers = 0): Place {
  if (settings === undefined) return new TemporaryPlace(readers)
  return settings.store === undefined
    ? new FilePlace(() => archivePath(settings), readers)
    : postgresPlace(settings.store, settings)
}

/** The word for the file that the settings lead to without a database. */
const DEFAULT_FILE = 'file'

/**
 * Where else the archive of these settings may be.
 * @param to URL of a database, path of a file, or `file` for the usual one
 * @throws ConfigurationError for a URL that is none, or holds a password
 */
export function placeAt(to: string, settings: ArchiveSettings): Place {
  if (isStoreUrl(to)) return postgresPlace(checkStoreUrl(to, '--to'), settings)
  return new FilePlace(() => (to === DEFAULT_FILE ? archivePath(settings) : resolve(to)))
}
