import type { Archive } from '../../archive/archive.ts'
import { ArchiveError, ConversationsError, UserInputError } from '../../errors.ts'
import type { KeyedQueue } from './keyed-queue.ts'
import type { Tally } from './tally.ts'
import type { Upstream } from './upstream.ts'

/** What the work on one question needs. */
export interface SyncContext {
  archive: Archive
  upstream: Upstream
  /** Shared by all who work on the archive in this process. */
  queue: KeyedQueue
  tally: Tally
  /** Somebody waits for the answer: it goes before what is read in the background. */
  isUrgent(): boolean
}

/** Why the work ended before all was there. */
export interface StopReason {
  /** A sentence for the reader. */
  reason: string
  /** What the source said, where it was that. */
  error: ConversationsError | null
}

/**
 * What an error means for the work: where the source fails, what was read so far can still answer.
 * @throws the error itself where it is the asker's, the archive's or our own
 */
export function stopReasonOf(error: unknown, signal: AbortSignal, what: string): StopReason {
  signal.throwIfAborted()
  const isOfSource = error instanceof ConversationsError
  if (!isOfSource || error instanceof UserInputError || error instanceof ArchiveError) throw error
  return { reason: `${what}: ${error.message}`, error }
}
