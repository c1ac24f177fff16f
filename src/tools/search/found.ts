import type { Query, WordSearchResult } from '../../search/index.ts'
import type { Position } from '../cursor.ts'
import type { FromArchive } from '../from-archive.ts'
import type { Selection } from '../selection.ts'

/** What a search of the archive found. */
export interface Found {
  query: Query
  selection: Selection
  synced: FromArchive
  position: Position | null
  result: WordSearchResult
  /** Calls that pass filters and window; only counted where nothing was found. */
  selected: number
  argumentsDigest: string
}
