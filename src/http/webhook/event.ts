import * as z from 'zod/v4'

/** What a delivery tells: a call with its record, or that there is something to read by its id. */
export interface CallEvent {
  id: string
  agentId: string | null
  /** Unix seconds. */
  at: number
  /** The record, as the API gives it by id; null: it is to be read there. */
  body: object | null
}

const Envelope = z.looseObject({
  type: z.string(),
  event_timestamp: z.number().int().min(0).max(4e9),
  data: z.looseObject({ conversation_id: z.string().min(1).max(200), agent_id: z.string().optional() }),
})

/** Audio, traces, and transcripts without the redaction that the workspace has chosen are not for the archive. */
const TOLD = new Set(['post_call_transcription', 'call_initiation_failure'])

/** @returns null: nothing for the archive; undefined: no event at all */
export function readEvent(json: unknown): CallEvent | null | undefined {
  const { success, data: envelope } = Envelope.safeParse(json)
  if (!success) return isTyped(json) ? null : undefined
  const { type, event_timestamp: at, data } = envelope
  if (!TOLD.has(type)) return null
  const body = type === 'post_call_transcription' ? data : null
  return { id: data.conversation_id, agentId: data.agent_id ?? null, at, body }
}

const isTyped = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'type' in json && typeof json.type === 'string' && !TOLD.has(json.type)
