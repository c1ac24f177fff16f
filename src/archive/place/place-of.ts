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

/** @param settings undefined: the archive goes with the process */
export function placeOf(settings: ArchiveSettings | undefined): Place {
  if (settings === undefined) return new TemporaryPlace()
  return settings.store === undefined
    ? new FilePlace(() => archivePath(settings))
    : postgresPlace(settings.store, settings)
}
