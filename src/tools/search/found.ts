import type { Query, WordSearchResult } from '../../search/index.ts'
import type { Place } from '../cursor.ts'
import type { FromArchive } from '../from-archive.ts'
import type { Selection } from '../selection.ts'

/** What a search of the archive found. */
export interface Found {
  query: Query
  selection: Selection
  mirrored: FromArchive
  place: Place | null
  result: WordSearchResult
  /** Calls that pass filters and window; only counted where nothing was found. */
  selected: number
  of: string
}
