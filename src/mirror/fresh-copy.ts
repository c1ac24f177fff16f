import type { Archive } from '../archive/archive.ts'
import type { Conversation } from '../domain/conversation.ts'
import { inTurns } from '../pieces.ts'

/** A call of the archive, as good as asking the API for it. */
export interface FreshCopy {
  call: Conversation
  /** The API's own JSON of it, where that was asked for. */
  raw?: unknown
  /** Unix seconds. */
  readAt: number
}

/** null: there is none, or it is to be read again at `now` (Unix seconds). @throws ArchiveError */
export async function freshCopyIn(
  archive: Archive,
  id: string,
  now: number,
  withRaw: boolean,
): Promise<FreshCopy | null> {
  const readAt = await archive.freshAt(id, now)
  const copy = readAt === null ? null : await inTurns(archive.readCopy(id))
  if (!copy || readAt === null) return null
  return { call: copy.call, readAt, ...(withRaw && { raw: copy.raw }) }
}
