import type { Analysis } from '../../analysis/index.ts'
import type { Other } from '../compare-to.ts'
import type { FromArchive } from '../from-archive.ts'
import type { Selection } from '../selection.ts'
import type { VersionNames } from '../versions/names.ts'
import type { Asked } from './question.ts'
import type { Topics } from './topics.ts'

/** A question with all that answers it. */
export interface Analysed {
  asked: Asked
  analysis: Analysis
  selection: Selection
  synced: FromArchive
  other: (Other & { synced: FromArchive }) | undefined
  /** Of each selection, where calls are grouped by topic. */
  topics: readonly Topics[]
  /** Rows that fit into the answer, where they are fewer than were asked for. */
  room: number | undefined
  /** Names of versions and branches, where calls are grouped by them. */
  versions: VersionNames | null
}
