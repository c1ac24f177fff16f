import {
  isJSONRPCNotification,
  type JSONRPCMessage,
  ProtocolErrorCode,
  specTypeSchemas,
} from '@modelcontextprotocol/server'
import { kindOf, wordsOf } from '../protocol-words.ts'
import { endOfText, isCrowded, MOST_VALUES } from './crowded.ts'
import { idIn } from './id-finder.ts'
import { type Line, MOST_BYTES } from './lines.ts'

/** What a line holds: a message for the server, a refusal that answers it, or a complaint for the log. */
export type Frame = { message: JSONRPCMessage } | { refusal: string } | { complaint: string }

type FrameMembers = Record<string, unknown>

const { InvalidParams, InvalidRequest, ParseError } = ProtocolErrorCode

/** Hosts differ in how they say "nothing": a mark before the first message, null, or the empty list that PHP makes of {}. */
export function framesOf(line: Line): Frame[] {
  if (!('text' in line)) {
    const wrong = `the message must be at most ${MOST_BYTES} bytes (got ${line.bytes})`
    return [refuseOrComplain(line.id, InvalidRequest, wrong)]
  }
  const text = line.text.replace(/^\uFEFF/, '')
  if (text.trim() === '') return []
  const id = () => (line.id === undefined ? idIn(text) : line.id)
  if (isCrowded(text)) {
    const wrong = `the message must have at most ${MOST_VALUES} values (arguments, members, list entries)`
    return [refuseOrComplain(id(), InvalidRequest, wrong)]
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const parts = partsOf(text)
    if (parts.length > 1) return parts.flatMap(part => framesOf({ text: part }))
    return [
      refuseOrComplain(
        id(),
        ParseError,
        `a line of ${text.length} character${text.length === 1 ? '' : 's'} is not JSON`,
      ),
    ]
  }
  if (!Array.isArray(value)) return [frameOf(value, id)]
  if (value.length === 0) return [{ complaint: 'an empty batch was ignored' }]
  const wrong = 'batches are not supported: send each message on its own line'
  const ids = value.filter(isObject).map(({ id }) => id)
  const answerable = ids.filter(id => typeof id === 'string' || typeof id === 'number')
  if (answerable.length === 0) return [{ complaint: wrong }]
  return answerable.map(id => refuseOrComplain(JSON.stringify(id), InvalidRequest, wrong))
}

/** Messages that stand on one line, and what is left behind the last one. */
function partsOf(text: string): string[] {
  const parts: string[] = []
  let [start, depth] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '"') at = endOfText(text, at)
    else if (sign === '{' || sign === '[') depth++
    else if ((sign === '}' || sign === ']') && --depth === 0) {
      parts.push(text.slice(start, at + 1))
      start = at + 1
    }
  }
  return text.slice(start).trim() === '' ? parts : [...parts, text.slice(start)]
}

/** @param rawId the id as it stands in the JSON: a number too large for us is given back digit for digit */
function frameOf(value: unknown, rawId: () => string | null): Frame {
  if (!isObject(value)) return { complaint: `a message is ${kindOf(value)}, not an object` }
  const { jsonrpc, id, method } = value
  if (!('method' in value) && ('result' in value || 'error' in value)) {
    return { complaint: 'a response without a matching request was ignored' }
  }
  const refuse = (code: number, wrong: string): Frame =>
    'id' in value ? refuseOrComplain(rawId() ?? 'null', code, wrong) : { complaint: wrong }
  if (jsonrpc !== '2.0') return refuse(InvalidRequest, 'jsonrpc must be "2.0"')
  if (typeof method !== 'string') return refuse(InvalidRequest, `method must be a string (got ${kindOf(method)})`)
  if ('id' in value && typeof id !== 'string' && !Number.isSafeInteger(id)) {
    return refuse(InvalidRequest, `id must be a string or a whole number up to 2^53 (got ${kindOf(id)})`)
  }
  const params = isNothing(value.params) ? undefined : value.params
  if (params !== undefined && !isObject(params)) {
    return refuse(InvalidParams, `params must be an object (got ${kindOf(params)})`)
  }
  // The library would leave it out without a word.
  if (isObject(params?.arguments) && Object.hasOwn(params.arguments, '__proto__')) {
    return refuse(InvalidParams, 'params.arguments must not have a member "__proto__"')
  }
  const message = { jsonrpc, method, ...(params && { params: withoutNothings(params) }) } as const
  if (!('id' in value)) {
    return isJSONRPCNotification(message)
      ? { message }
      : { complaint: `the notification ${JSON.stringify(method.slice(0, 60))} does not follow the protocol` }
  }
  const request = { ...message, id }
  const { issues } = specTypeSchemas.JSONRPCRequest['~standard'].validate(request) as { issues?: readonly unknown[] }
  return issues ? refuse(InvalidRequest, wordsOf(issues)) : { message: request as JSONRPCMessage }
}

function refuseOrComplain(id: string | null, code: number, wrong: string): Frame {
  if (id === null) return { complaint: wrong }
  const message = `Invalid request: ${wrong}.`
  return { refusal: `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message })}}` }
}

const isObject = (value: unknown): value is FrameMembers =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNothing = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0)

/** Of params and its `_meta`; what the arguments of a tool hold is the tool's to judge. */
function withoutNothings(params: FrameMembers): FrameMembers {
  const given = Object.entries(params).filter(([, value]) => !isNothing(value))
  return Object.fromEntries(
    given.map(([name, value]) => [name, name === '_meta' && isObject(value) ? withoutNothings(value) : value]),
  )
}
