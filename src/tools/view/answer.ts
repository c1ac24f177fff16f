import { UserInputError } from '../../errors.ts'
import { inTurns } from '../../pieces.ts'
import { NOTICE } from '../../render/fence.ts'
import { shortText } from '../../render/text.ts'
import { fetchConversation } from '../conversation/fetch.ts'
import type { ToolContext } from '../define.ts'
import { viewedCall } from './call.ts'
import { rowsInPieces } from './rows.ts'
import type { ViewAnswer, ViewInput } from './schema.ts'

/** Bytes of a recording in one answer. */
const PIECE = 384 * 1024

/** One part of a call: its facts with the first rows, later rows, or a piece of its recording. */
export async function viewAnswer(
  { conversation_id: id, from_row, audio_byte }: ViewInput,
  context: ToolContext,
): Promise<ViewAnswer> {
  const answer = { conversation_id: shortText(id), notice: NOTICE }
  if (audio_byte !== undefined) return { ...answer, recording: await pieceOf(id, audio_byte, context) }
  const parts = await fetchConversation(id, false, context)
  const rows = await inTurns(rowsInPieces(parts, from_row ?? 0), context.signal)
  if (from_row !== undefined) return { ...answer, rows }
  return { ...answer, call: await viewedCall(parts, context), rows }
}

async function pieceOf(id: string, byte: number, { source, recordings, signal }: ToolContext) {
  if (!recordings) throw new UserInputError('Recordings are off; start the server with --audio on.')
  const { data, mimeType } = await source.audio(id, signal)
  const piece = Buffer.from(data.buffer, data.byteOffset, data.byteLength).subarray(byte, byte + PIECE)
  return { type: mimeType, size: data.byteLength, byte, data: piece.toString('base64') }
}
