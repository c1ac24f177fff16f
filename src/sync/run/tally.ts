import type { ConversationsError } from '../../errors.ts'

/** What has come of the work so far. */
export interface Tally {
  /** Made; repeated ones count once. */
  requests: number
  /** Pages and calls that were read, or of which it is known why they cannot be. */
  read: number
  /** Why calls could not be read for now, by their id. */
  failed: Map<string, ConversationsError>
  /** Calls that were on a list a moment ago, and then not there. */
  vanished: Set<string>
  /** Rows of lists that name no call. */
  unnamed: number
}

export const newTally = (): Tally => ({ requests: 0, read: 0, failed: new Map(), vanished: new Set(), unnamed: 0 })
