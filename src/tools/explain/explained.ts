import type { Explanation } from '../../explain/index.ts'
import type { FromArchive } from '../from-archive.ts'
import type { Group } from './groups.ts'

/** A question with all that answers it. */
export interface Explained {
  groups: readonly [Group, Group]
  synced: readonly FromArchive[]
  explanation: Explanation
  /** Modes were to be compared with the period before, which is not here. */
  isBeforeMissing: boolean
}
