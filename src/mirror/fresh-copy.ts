import type { Archive } from '../archive/archive.ts'
import type { Conversation } from '../domain/conversation.ts'
import { inTurns } from '../pieces.ts'
import { keptSince } from '../sync/run/retention.ts'

/** A call of the archive, as good as asking the API for it. */
export interface FreshCopy {
  call: Conversation
  /** The API's own JSON of it, where that was asked for. */
  raw?: unknown
  /** Unix seconds. */
  readAt: number
}

interface Wanted {
  retentionDays: number | undefined
  /** Unix seconds. */
  now: number
  withRaw: boolean
}

/** null: there is none, it is to be read again, or older than what is kept. @throws ArchiveError */
export async function freshCopyIn(
  archive: Archive,
  id: string,
  { now, retentionDays, withRaw }: Wanted,
): Promise<FreshCopy | null> {
  const readAt = await archive.freshAt(id, now)
  const copy = readAt === null ? null : await inTurns(archive.readCopy(id))
  if (!copy || readAt === null) return null
  // It may be there until the next question that removes what is older.
  if (copy.call.startedAt < keptSince(retentionDays, now)) return null
  return { call: copy.call, readAt, ...(withRaw && { raw: copy.raw }) }
}
