import type { Archive } from '../archive/archive.ts'
import type { Copy } from '../archive/read/read.ts'
import { inTurns } from '../pieces.ts'
import { keptSince } from '../sync/run/retention.ts'

/** A call of the archive. */
export interface FreshCopy extends Omit<Copy, 'raw'> {
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
  /** It need not be as good as asking the API: that cannot be asked. */
  ofAnyAge: boolean
}

/** null: there is none, it is to be read again, or older than what is kept. @throws ArchiveError */
export async function freshCopyIn(
  archive: Archive,
  id: string,
  { now, retentionDays, withRaw, ofAnyAge }: Wanted,
): Promise<FreshCopy | null> {
  const readAt = ofAnyAge ? ((await archive.readingTimes(id))?.detailReadAt ?? null) : await archive.freshAt(id, now)
  const copy = readAt === null ? null : await inTurns(archive.readCopy(id))
  if (!copy || readAt === null) return null
  // It may be there until the next question that removes what is older.
  if (copy.call.startedAt < keptSince(retentionDays, now)) return null
  const { raw, ...rest } = copy
  return { ...rest, readAt, ...(withRaw && { raw }) }
}
