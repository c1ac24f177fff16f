import { withoutSecretsInPieces } from '../../api/remove-secrets.ts'
import type { Archive, PreparedDetail } from '../../archive/archive.ts'
import { ConversationsError, NotFoundError } from '../../errors.ts'
import { inTurns, type Pieces } from '../../pieces.ts'
import type { Clock } from '../run/clock.ts'
import type { SyncSource } from '../run/upstream.ts'
import { prepared, writeLong } from './one-call.ts'

/* Single calls that the API has told of by itself. */

/** kept: it is here now; known: what is here is as new, or newer; old: none so old is kept; unfit: to be read by its id. */
export type Taken = 'kept' | 'known' | 'old' | 'unfit'

/** Where they are kept. */
export interface Keeping {
  archive: Archive
  clock: Clock
  /** Unix seconds: calls that started before are not kept. */
  since(): number
}

/**
 * Keeps a call as it was when it was sent. One without turns, or that was not analysed, tells less than what is read by
 * its id, and would blank what is here.
 * @param at Unix seconds
 * @throws ArchiveError
 */
export async function takeCall(id: string, body: object, at: number, keeping: Keeping): Promise<Taken> {
  const { archive, clock } = keeping
  await clock.check(archive)
  const sentAt = Math.min(at, clock.read())
  const known = await archive.readingTimes(id)
  if (Math.max(known?.detailReadAt ?? 0, known?.deletedAt ?? 0) >= sentAt) return 'known'
  return await inTurns(keep(id, body, sentAt, keeping))
}

function* keep(id: string, body: object, at: number, { archive, since }: Keeping): Pieces<Taken> {
  const call = { id, at, seen: undefined }
  const detail = yield* prepared(yield* withoutSecretsInPieces(body), call, archive)
  if (detail instanceof ConversationsError) return 'unfit'
  if (isOlder(detail, since())) return 'old'
  if (!tellsAll(detail)) return 'unfit'
  return (yield* writeLong(call, detail, archive)) === null ? 'kept' : 'unfit'
}

/** One that never started is not. */
const isOlder = ({ call }: PreparedDetail, since: number): boolean => call.startedAt > 0 && call.startedAt < since

const tellsAll = ({ call }: PreparedDetail): boolean => call.turns.length > 0 && call.analysed && call.status === 'done'

/**
 * Reads a call by its id, whatever is known of it.
 * @returns false: the API does not have it, or it is too old to be kept
 * @throws as the source; ArchiveError
 */
export async function readCall(
  id: string,
  source: SyncSource,
  { archive, clock, since }: Keeping,
  signal: AbortSignal,
): Promise<boolean> {
  await clock.check(archive)
  const call = { id, at: clock.read(), seen: undefined }
  try {
    const detail = await inTurns(prepared(await source.getRaw(id, signal), call, archive), signal)
    if (!(detail instanceof Error) && isOlder(detail, since())) return false
    const error = detail instanceof Error ? detail : await inTurns(writeLong(call, detail, archive), signal)
    if (error) throw error
    return true
  } catch (error) {
    if (error instanceof NotFoundError) return false
    throw error
  }
}
