import { toConversationInPieces } from '../../api/map.ts'
import { showId } from '../../api/path.ts'
import type { Archive, PreparedDetail } from '../../archive/archive.ts'
import { prepareInPieces } from '../../archive/write/prepare-detail.ts'
import { ConversationsError, ShapeError } from '../../errors.ts'
import { type Pieces, waitFor } from '../../pieces.ts'
import type { SyncContext } from '../run/sync-context.ts'
import type { AskedCall } from './claimed-calls.ts'

/* One call: asked for, made ready, and written alone where it is long. */

export type CallAnswer = { raw: unknown } | { error: ConversationsError }

/** @throws what ends all the work */
export async function ask(id: string, { upstream }: SyncContext): Promise<CallAnswer> {
  try {
    return { raw: await upstream.call(id) }
  } catch (error) {
    upstream.signal.throwIfAborted()
    return { error: asFailure(error) }
  }
}

/** In pieces, so that a call of megabytes does not hold up the others. @returns why it could not be written */
export function* writeLong(
  call: AskedCall,
  detail: PreparedDetail,
  archive: Archive,
): Pieces<ConversationsError | null> {
  try {
    yield* archive.writeInPieces(detail, call.at)
    return null
  } catch (error) {
    if (archive.isUnwritable(error)) return cannotRead(call.id, error)
    throw error
  }
}

/** The call made ready to be written, or why that is impossible: whatever one call is like, it ends nothing else. */
export function* prepared(
  raw: unknown,
  { id, seen }: AskedCall,
  { masks }: Archive,
): Pieces<PreparedDetail | ConversationsError> {
  try {
    const call = yield* toConversationInPieces(raw, id)
    const { reason } = call.unread
    if (reason !== null) return new ShapeError(`Conversation ${showId(id)} cannot be analyzed: ${reason}.`)
    const detail = yield* prepareInPieces(raw, call)
    return { ...detail, seen, patch: yield* patchOf(detail, masks) }
  } catch (error) {
    return error instanceof ConversationsError ? error : cannotRead(id, error)
  }
}

/** null, too, where that cannot be told: whoever reads the call masks it. */
function* patchOf({ call, packed }: PreparedDetail, masks: Archive['masks']): Pieces<string | null> {
  try {
    return masks ? yield* (yield* waitFor(masks())).patch(call, packed) : null
  } catch {
    return null
  }
}

export function cannotRead(id: string, cause: unknown): ShapeError {
  const error = new ShapeError(`Conversation ${showId(id)} cannot be read: its JSON has an unexpected shape.`)
  return Object.assign(error, { cause })
}

/** @throws the error itself where it is not one of the source */
function asFailure(error: unknown): ConversationsError {
  if (error instanceof ConversationsError) return error
  throw error
}
