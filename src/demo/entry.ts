import { parseExactly } from '../exact-json.ts'
import { inSnakeCase, isCamelCase } from './camel-case.ts'
import { isObject } from './json.ts'
import { readStart } from './times.ts'
import type { Json } from './world.ts'

/* One entry of a file: a body of the API, or one of the other forms in which people keep calls. */

/** A call, and when the webhook that told it was sent (Unix seconds; 0: it did not come by one). */
export interface KeptCall {
  body: Json
  sentAt: number
}

/** Calls of an entry, and what of it is none: the end of "line 3 is …". */
export type Entry = (KeptCall | string)[]

const NO_BODY = 'not a conversation (conversation_id is missing)'
const NO_OBJECT = 'not a JSON object'
const NO_ELEMENTS = 'an empty list'

/** Of envelopes in envelopes: recordings of a browser have six. */
const MOST_ENVELOPES = 8

/** @param level how many envelopes were opened already */
export function readEntry(value: unknown, level = 0): Entry {
  if (typeof value === 'string') return readText(value, level)
  if (Array.isArray(value)) return value.length === 0 ? [NO_ELEMENTS] : value.flatMap(one => readEntry(one, level))
  if (!isObject(value)) return [NO_OBJECT]
  if (isCamelCase(value)) return readEntry(inSnakeCase(value), level)
  const told = readData(value)
  if (told) return ofWebhook(value, told)
  if (isListItem(value)) return ['an item of the conversation list, not a whole conversation']
  if (hasId(value) && BODY.some(name => name in value)) return ofBody(value, 0)
  return (
    readWithin(value, level) ?? (level === 0 || !hasId(value) ? ofBody(value, 0) : ['only the id of a conversation'])
  )
}

/** What makes a body more than somebody's mention of a call. */
const BODY = ['metadata', 'transcript', 'analysis', 'failure_reason']

/** Queues, workflow tools, databases and log shippers keep what they were sent as JSON or its text, under names of their own. */
function readWithin(value: Json, level: number): Entry | null {
  if (level === MOST_ENVELOPES) return null
  const all = Object.values(value).flatMap(inner => (isEnvelope(inner) ? [readEntry(inner, level + 1)] : []))
  const found = all.filter(entry => entry.some(one => typeof one !== 'string'))
  if (found.length > 0) return found.flat()
  const fault = all.flat().find(one => one !== NO_BODY && one !== NO_OBJECT && one !== NO_ELEMENTS)
  return fault === undefined ? null : [fault]
}

const isEnvelope = (inner: unknown): boolean =>
  isObject(inner) ||
  Array.isArray(inner) ||
  (typeof inner === 'string' && (/^\s*[[{]/.test(inner) || BASE64.test(inner)))

/** JSON in Base64, as queues and gateways wrap what they were sent: an object or a list begins so. */
const BASE64 = /^(?:e[wy]|W[1-3owyz])[\w+/-]+=*$/

function readText(text: string, level: number): Entry {
  try {
    return level === MOST_ENVELOPES ? [NO_OBJECT] : readEntry(parseText(text), level + 1)
  } catch {
    return [NO_OBJECT]
  }
}

const parseText = (text: string): unknown =>
  parseExactly(BASE64.test(text) ? Buffer.from(text, 'base64').toString() : text)

/** What a webhook tells of, which some keep as text; null: it is none. */
function readData({ type, data }: Json): Json | null {
  if (typeof type !== 'string' || (typeof data === 'string' && !isEnvelope(data))) return null
  try {
    const told = typeof data === 'string' ? parseText(data) : data
    return isObject(told) ? told : null
  } catch {
    return null
  }
}

/** Where lists have a start and a count of messages, bodies have metadata and a transcript. */
const isListItem = (value: Json): boolean =>
  hasId(value) &&
  ['start_time_unix_secs', 'call_duration_secs', 'message_count'].some(name => name in value) &&
  !['metadata', 'transcript', 'analysis'].some(name => name in value)

/** Numbers are ids, too. Nobody could ask for one by what is shown of it if blanks and invisible signs belonged to it. */
const idOf = ({ conversation_id: id }: Json): string =>
  ['string', 'number'].includes(typeof id) ? String(id).toWellFormed().replace(HIDDEN, '').trim() : ''
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const hasId = (body: Json): boolean => idOf(body) !== ''

/** Who trims bodies keeps those of calls that are over; only calls that never began name why. */
function ofBody(kept: Json, toldAt: number): Entry {
  const given = unpacked(kept)
  const sentAt = toldAt || momentOf(given.event_timestamp)
  const body = 'failure_reason' in given && !('transcript' in given) ? failedStart(given, sentAt) : given
  const conversation_id = idOf(body)
  const status = typeof body.status === 'string' && body.status.trim() !== '' ? body.status : 'done'
  const isWhole = body.conversation_id === conversation_id && body.status === status
  return conversation_id === '' ? [NO_BODY] : [{ body: isWhole ? body : { ...body, conversation_id, status }, sentAt }]
}

/** Tables keep them as text. */
const PACKED = [
  'metadata',
  'transcript',
  'analysis',
  'conversation_initiation_client_data',
  'tag_ids',
  'visited_agents',
]

function unpacked(body: Json): Json {
  const texts = PACKED.filter(name => typeof body[name] === 'string' && /^\s*[[{]/.test(body[name]))
  if (texts.length === 0) return body
  return { ...body, ...Object.fromEntries(texts.map(name => [name, parsed(body[name])])) }
}

/** What the text says; itself where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return parseExactly(text)
  } catch {
    return text
  }
}

const momentOf = (at: unknown): number => readStart(at) || Number(at) || 0

function ofWebhook({ type, event_timestamp: at }: Json, data: Json): Entry {
  const sentAt = momentOf(at)
  const kind = String(type).trim().toLowerCase()
  if (kind === 'call_initiation_failure') return ofBody(failedStart(data, sentAt), sentAt)
  const isWhole = kind === 'post_call_transcription' || isObject(data.metadata) || Array.isArray(data.transcript)
  return isWhole ? ofBody(data, sentAt) : ['a webhook without a conversation']
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
