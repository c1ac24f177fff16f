import { isObject } from './json.ts'
import type { Json } from './world.ts'

/* One entry of a file: a body of the API, or one of the other forms in which people keep calls. */

/** A call, and when the webhook that told it was sent (Unix seconds; 0: it did not come by one). */
export interface KeptCall {
  body: Json
  sentAt: number
}

/** The calls of an entry, or why there is none: the end of "line 3 is …". */
export type Entry = KeptCall[] | string

const NO_BODY = 'not a conversation (conversation_id is missing)'

export function readEntry(value: unknown): Entry {
  if (!isObject(value)) return 'not a JSON object'
  if (isObject(value.data) && typeof value.type === 'string') return ofWebhook(value)
  return isListItem(value) ? 'an item of the conversation list, not a whole conversation' : ofBody(value, 0)
}

/** Where lists have a start and a count of messages, bodies have metadata and a transcript. */
const isListItem = (value: Json): boolean =>
  ['start_time_unix_secs', 'call_duration_secs', 'message_count'].some(name => name in value) &&
  !['metadata', 'transcript', 'analysis'].some(name => name in value)

const ofBody = (body: Json, sentAt: number): Entry =>
  typeof body.conversation_id === 'string' && body.conversation_id !== '' ? [{ body, sentAt }] : NO_BODY

function ofWebhook({ type, data, event_timestamp: at }: Json): Entry {
  const sentAt = typeof at === 'number' ? at : 0
  if (type === 'post_call_transcription') return ofBody(data, sentAt)
  if (type === 'call_initiation_failure') return ofBody(failedStart(data, sentAt), sentAt)
  return 'a webhook without a conversation'
}

/** A call that was never answered: what the API gives as the body of one. */
function failedStart({ failure_reason: reason, metadata, ...call }: Json, sentAt: number): Json {
  const { type, body } = isObject(metadata) ? metadata : {}
  const { From, To, from_number, to_number, error_reason } = isObject(body) ? body : ({} as Json)
  return {
    ...call,
    status: 'failed',
    metadata: {
      start_time_unix_secs: sentAt,
      call_duration_secs: 0,
      termination_reason: reason ?? '',
      error: { code: null, reason: error_reason ?? reason ?? null },
      // Only calls that the platform makes can fail to start.
      phone_call: {
        type: type === 'sip' ? 'sip_trunking' : type,
        direction: 'outbound',
        agent_number: from_number ?? From,
        external_number: to_number ?? To,
      },
    },
    transcript: [],
  }
}
