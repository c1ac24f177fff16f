import { describe, expect, it, test } from 'vitest'
import { readComplaint } from '../../src/api/error-body.ts'
import { networkError, type RequestFacts, readRequestId, responseError } from '../../src/api/errors.ts'
import { HttpClient } from '../../src/api/http.ts'
import { type NetworkFailure, networkFailure } from '../../src/api/network.ts'
import {
  AuthError,
  ConfigurationError,
  NotFoundError,
  RateLimitError,
  UpstreamError,
  UserInputError,
} from '../../src/errors.ts'
import { everythingIn, failureOf, hangUp, json, raw, serve } from './scripted.ts'

const facts: RequestFacts = {
  what: 'conversation conv_1',
  host: 'api.example',
  keySent: true,
  tries: 1,
  retryAfterSecs: null,
  timeoutMs: 30_000,
  proxySet: false,
  requestId: null,
}
const errorOf = (status: number, body: unknown, over: Partial<RequestFacts> = {}) =>
  responseError(status, typeof body === 'string' ? body : JSON.stringify(body), { ...facts, ...over })

const envelope = (code: string, more: object = {}) => ({
  detail: { type: 'x_error', code, message: 'UPSTREAM WORDS', request_id: 'r', ...more },
})

describe('a refused key', () => {
  const NO_KEY = 'requires an API key and none is set'
  const BAD_KEY = 'does not accept the API key'
  const NO_PERMISSION = 'lacks the convai_read permission'

  it.each([
    ['no key', 401, envelope('unauthorized', { status: 'needs_authorization' }), false, NO_KEY],
    ['no key, no words', 401, '', false, NO_KEY],
    [
      'a key that got lost',
      401,
      envelope('unauthorized', { status: 'needs_authorization' }),
      true,
      'did not receive it',
    ],
    ['a bad key', 401, envelope('unauthorized', { status: 'invalid_api_key' }), true, BAD_KEY],
    ['a bad key, older', 401, { detail: { status: 'invalid_api_key', message: 'UPSTREAM WORDS' } }, true, BAD_KEY],
    ['a bad key, in prose', 401, { detail: 'Invalid API key' }, true, BAD_KEY],
    [
      'unusual activity',
      401,
      { detail: { status: 'detected_unusual_activity' } },
      true,
      'of unusual activity (HTTP 401)',
    ],
    ['a foreign address', 401, envelope('x', { status: 'ip_not_allowed' }), true, 'restricted to certain IP addresses'],
    [
      'an unknown cause',
      401,
      envelope('unauthorized'),
      true,
      'refused the API key in ELEVENLABS_API_KEY (HTTP 401) for an unknown reason',
    ],
    ['an unknown cause, in prose', 401, { detail: 'UPSTREAM WORDS' }, true, 'for an unknown reason'],
    ['refused on the way, 401', 401, '<html>UPSTREAM WORDS</html>', true, 'a proxy or login page in front of it'],
    [
      'no permission, older',
      401,
      { detail: { status: 'missing_permissions', message: 'UPSTREAM WORDS' } },
      true,
      NO_PERMISSION,
    ],
    ['no permission', 403, envelope('insufficient_permissions'), true, NO_PERMISSION],
    ['no permission, in prose', 401, { detail: 'You are missing the permission convai_read' }, true, NO_PERMISSION],
    ['not in the plan', 403, envelope('feature_not_available'), true, 'plan of this workspace'],
    ['a bad key, 403', 403, envelope('unauthorized', { status: 'invalid_api_key' }), true, BAD_KEY],
    [
      'a bad key, in a list',
      401,
      { detail: [{ status: 'invalid_api_key', message: 'UPSTREAM WORDS' }] },
      true,
      BAD_KEY,
    ],
    [
      'a bad key, in the prose of a list',
      401,
      { detail: [{ loc: [], msg: 'Invalid API key', type: 'x' }] },
      true,
      BAD_KEY,
    ],
    ['no permission, in a list', 401, { detail: [{}, { code: 'missing_permissions' }] }, true, NO_PERMISSION],
    ['no permission, a code alone', 403, { detail: 'insufficient_permissions' }, true, NO_PERMISSION],
    ['not in the plan, in a list of texts', 403, { detail: ['feature_not_available'] }, true, 'plan of this workspace'],
    ['a foreign address, in a list', 403, { detail: [{ status: 'ip_not_allowed' }] }, true, 'certain IP addresses'],
    [
      'unusual activity, in prose',
      401,
      { detail: { message: 'Unusual activity detected.' } },
      true,
      'of unusual activity',
    ],
    ['refused', 403, envelope('forbidden'), true, 'denied access to conversation conv_1'],
    ['refused on the way', 403, '<html>UPSTREAM WORDS</html>', true, 'a firewall or proxy in front of it'],
  ])('%s', (_, status, body, keySent, text) => {
    const error = errorOf(status, body, { keySent })
    expect(error).toBeInstanceOf(AuthError)
    expect(error.message).toContain(text)
    expect(error.message).not.toMatch(/UPSTREAM WORDS/)
  })

  it('may belong to another host', () => {
    const { message } = errorOf(401, envelope('unauthorized', { status: 'invalid_api_key' }))
    for (const part of ['api.example', 'ELEVENLABS_API_RESIDENCY', 'ELEVENLABS_BASE_URL', 'ELEVENLABS_API_KEY']) {
      expect(message).toContain(part)
    }
  })
})

describe.each([401, 403, 429])('a quota that is used up, told by HTTP %d, is no wrong key', status => {
  test.each([
    { status: 'quota_exceeded', message: 'UPSTREAM WORDS' },
    [{ code: 'quota_exceeded' }],
    'This request exceeds your quota limit.',
  ])('%j', detail => {
    const error = errorOf(status, { detail })
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error.message).toContain(`quota is used up (HTTP ${status})`)
  })
})

describe('other answers', () => {
  it.each([
    [302, '', UpstreamError, 'redirect'],
    [400, envelope('invalid_cursor', { param: 'cursor' }), UserInputError, 'start over without a cursor'],
    [400, envelope('invalid_page_size'), UserInputError, 'page_size'],
    [400, envelope('bad', { param: 'agent_id' }), UserInputError, 'argument agent_id'],
    [400, '<html>', UserInputError, 'does not accept the arguments'],
    [402, envelope('quota'), UpstreamError, 'quota'],
    [404, envelope('conversation_not_found'), NotFoundError, 'cannot find conversation conv_1'],
    [404, { detail: { status: 'conversation_history_not_found' } }, NotFoundError, 'another workspace'],
    [404, { detail: 'Not Found' }, UpstreamError, 'but not as the Conversations API does'],
    [404, '<html>', UpstreamError, 'check ELEVENLABS_BASE_URL'],
    [410, { detail: 'Gone' }, NotFoundError, 'conversation conv_1 is gone for good (HTTP 410)'],
    [409, envelope('conflict'), UpstreamError, 'refused the request (HTTP 409)'],
    [408, '', UpstreamError, 'HTTP 408'],
    [500, '', UpstreamError, 'failed (HTTP 500)'],
    [503, '<html>UPSTREAM WORDS', UpstreamError, 'in a minute or later'],
  ])('%i %j', (status, body, type, text) => {
    const error = errorOf(status, body)
    expect(error).toBeInstanceOf(type)
    expect(error.message).toContain(text)
    expect(error.message).not.toMatch(/UPSTREAM WORDS/)
  })

  it('422 names the arguments and nothing else of the explanation', () => {
    const entry = (...loc: unknown[]) => ({ loc, msg: 'UPSTREAM WORDS', type: 't' })
    const error = errorOf(422, {
      detail: [
        entry('query', 'page_size'),
        entry('query', 'tool_names', 3),
        entry('query', 'evil"; <b>'),
        entry(),
        7,
        null,
      ],
    })
    expect(error).toBeInstanceOf(UserInputError)
    expect(error.message).toBe(
      'api.example does not accept the value of the arguments page_size, tool_names in the request for conversation conv_1 (HTTP 422).',
    )
  })

  it.each<[number, string]>([
    [0.5, 'now'],
    [3600, 'in 60 min or later'],
    [7201, 'in 3 h or later'],
    [172_801, 'in 3 days or later'],
    [99_999_999, 'in more than 30 days'],
  ])('a wait of %d s is said as people do', (retryAfterSecs, when) => {
    expect(errorOf(503, '', { retryAfterSecs }).message).toContain(`Try again ${when}.`)
  })

  it('429 says how long to wait', () => {
    const error = errorOf(429, envelope('concurrent_limit_exceeded'), {
      retryAfterSecs: 90,
      tries: 4,
    }) as RateLimitError
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error.retryAfterSecs).toBe(90)
    expect(error.message).toBe(
      'api.example rate-limited the request (HTTP 429), after 4 tries. Try again in 90 s or later. A lower --max-concurrency helps.',
    )
    expect((errorOf(429, '') as RateLimitError).retryAfterSecs).toBeNull()
    expect(errorOf(429, { detail: [{ code: 'system_busy' }] }).message).toContain(
      'is too busy for the request (HTTP 429)',
    )
  })

  it('carry the request id, if it is one', () => {
    expect(readRequestId({ 'request-id': 'req_1:a.b-c' }, 'key')).toBe('req_1:a.b-c')
    for (const value of ['two words', 'x'.repeat(81), '<b>', '', ['a', 'b'], undefined, 'my_key_1']) {
      expect(readRequestId({ 'request-id': value }, 'key')).toBeNull()
    }
    expect(errorOf(500, '', { requestId: 'req_1' }).message).toMatch(/ \(request id req_1\)$/)
  })
})

describe('readComplaint', () => {
  it.each(['', 'null', '[]', '7', '"text"', '{}', '{"detail":null}', '{"detail":7}', '<html>', '{"detail"'])(
    'makes nothing of %s',
    body => {
      expect(readComplaint(body)).toEqual({ fromApi: false, codes: [], params: [], prose: '' })
    },
  )
})

describe('network failures', () => {
  it('are told apart by code', () => {
    const coded = (code: string) => Object.assign(new Error('x'), { code })
    const expected: Record<string, NetworkFailure> = {
      ECONNREFUSED: 'refused',
      ENOTFOUND: 'dns',
      EAI_AGAIN: 'dns',
      UND_ERR_CONNECT_TIMEOUT: 'timeout',
      UND_ERR_SOCKET: 'reset',
      CERT_HAS_EXPIRED: 'tls',
      DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
      ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
      ERR_SSL_WRONG_VERSION_NUMBER: 'tls',
      EHOSTUNREACH: 'unreachable',
      HPE_INVALID_CONSTANT: 'not_http',
      UND_ERR_HEADERS_OVERFLOW: 'headers',
    }
    for (const [code, failure] of Object.entries(expected)) expect(networkFailure(coded(code)), code).toBe(failure)
    expect(networkFailure(new Error('outer', { cause: coded('ENOTFOUND') }))).toBe('dns')
    expect(networkFailure('text')).toBe('other')
  })

  it('name the host, and each what to look at', () => {
    const failures = ['refused', 'dns', 'tls', 'timeout', 'reset', 'unreachable', 'proxy', 'other'] as const
    const messages = failures.map(failure => networkError(failure, facts).message)
    for (const message of messages) expect(message).toContain('api.example')
    expect(new Set(messages).size).toBe(failures.length)
    expect(networkError('refused', { ...facts, proxySet: true }).message).toContain('A proxy is configured')
  })
})

describe('the key', () => {
  const KEY = 'sk_SECRET_0123456789'

  it('is in no error, whatever goes wrong', async () => {
    // An upstream that repeats the key wherever it can.
    const echo = { 'request-id': KEY, 'retry-after': KEY }
    const answers = [
      ...[301, 400, 401, 402, 403, 404, 409, 418, 429, 500].map(status =>
        json({ detail: { code: KEY, status: KEY, message: KEY, param: KEY } }, status, echo),
      ),
      json({ detail: [{ loc: ['query', KEY], msg: KEY }] }, 422),
      json({ detail: KEY }, 401),
      raw(`<html>${KEY}`, 'text/html'),
      raw(`{"a": "${KEY}`, 'application/json'),
      hangUp,
    ]
    for (const answer of answers) {
      const server = await serve(answer)
      const http = new HttpClient({ baseUrl: server.url, apiKey: KEY, retryBaseMs: 1 })
      const error = await failureOf(http.getJson(['x'], { what: 'thing x' }))
      expect(error).toBeInstanceOf(Error)
      expect(everythingIn(error)).not.toContain(KEY)
      await http.close()
    }
  })

  it('that cannot be a header is a setting to mend, and is not shown', async () => {
    for (const key of [`${KEY}\n`, `${KEY} x`, `${KEY}\u00e9`]) {
      const http = new HttpClient({ baseUrl: 'http://127.0.0.1:1', apiKey: key })
      const error = await failureOf(http.getJson(['x'], { what: 'x' }))
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(everythingIn(error)).not.toContain(KEY)
    }
  })
})
