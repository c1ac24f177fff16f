import type { Json } from './world.ts'

/** An answer of the API that is not a success; the body is `{ detail }`. */
export class ApiError extends Error {
  readonly status: number
  readonly detail: unknown

  constructor(status: number, detail: unknown) {
    super(`HTTP ${status}`)
    this.status = status
    this.detail = detail
  }

  /** The body as sent. Only the structured envelope carries the request's id. */
  body(requestId: string): Json {
    const structured = typeof this.detail === 'object' && this.detail !== null && 'type' in this.detail
    return { detail: structured ? { ...this.detail, request_id: requestId } : this.detail }
  }
}

/** One finding of the API's parameter validation. */
export interface Issue {
  loc: (string | number)[]
  msg: string
  type: string
}

export const validationError = (issues: Issue[]) => new ApiError(422, issues)

export const notFound = (what: string, message: string, status = `${what}_not_found`) =>
  new ApiError(404, { type: 'not_found', code: `${what}_not_found`, message, status })

export const conversationNotFound = (id: string) =>
  notFound('conversation', `No conversation with id ${id} exists.`, 'conversation_history_not_found')

export const invalidCursor = () =>
  new ApiError(400, {
    type: 'validation_error',
    code: 'invalid_cursor',
    message: 'The cursor is malformed, expired, or belongs to another query.',
    status: 'invalid_cursor',
    param: 'cursor',
  })

const unauthorized = (status: string, message: string) =>
  new ApiError(401, { type: 'authentication_error', code: 'unauthorized', message, status })

/** A key which the server treats as a restricted one without the permission to read conversations. */
export const KEY_WITHOUT_PERMISSION = 'no-convai-read'

/** Throws the 401 that fits the key; any key will do unless one is expected. */
export function authenticate(key: string | undefined, expected: string | undefined): void {
  if (!key) {
    throw unauthorized(
      'needs_authorization',
      'Neither authorization header nor xi-api-key received, please provide one.',
    )
  }
  if (key === KEY_WITHOUT_PERMISSION) {
    // Restricted keys are still answered in the shape from before the structured envelope.
    const message = 'The API key you used is missing the permission convai_read to execute this operation.'
    throw new ApiError(401, { status: 'missing_permissions', message })
  }
  if (expected !== undefined && key !== expected) throw unauthorized('invalid_api_key', 'Invalid API key')
}

/** The shapes in which an error body can arrive, from the API or from a proxy before it. */
export type ErrorShape = 'structured' | 'legacy' | 'validation' | 'string' | 'html' | 'empty'

const KINDS: Record<number, [type: string, code: string]> = {
  400: ['invalid_request', 'invalid_request'],
  401: ['authentication_error', 'unauthorized'],
  402: ['payment_required', 'quota_exceeded'],
  403: ['authorization_error', 'insufficient_permissions'],
  404: ['not_found', 'conversation_not_found'],
  409: ['conflict', 'conflict'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
  503: ['service_unavailable', 'service_unavailable'],
}

/** Content type and body of an error with this status, in the wanted shape. */
export function errorContent(
  status: number,
  shape: ErrorShape,
  requestId: string,
): [contentType: string, body: string] {
  const [type, code] = KINDS[status] ?? ['internal_error', 'internal_server_error']
  const message = `Demo error ${status}.`
  const json = (detail: unknown): [string, string] => ['application/json', JSON.stringify({ detail })]
  switch (shape) {
    case 'structured':
      return json({ type, code, message, status: code, request_id: requestId })
    case 'legacy':
      return json({ status: code, message })
    case 'validation':
      return json([{ loc: ['query', 'page_size'], msg: 'Input should be a valid integer', type: 'int_parsing' }])
    case 'string':
      return json(message)
    case 'html':
      return [
        'text/html',
        `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${message}</h1></body></html>`,
      ]
    case 'empty':
      return ['text/plain', '']
  }
}
