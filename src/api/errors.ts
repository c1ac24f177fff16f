import {
  AuthError,
  type ConversationsError,
  NotFoundError,
  RateLimitError,
  ShapeError,
  UpstreamError,
  UserInputError,
} from '../errors.ts'
import { type Complaint, readComplaint } from './error-body.ts'
import type { NetworkFailure } from './network.ts'
import type { Headers } from './retry.ts'

/** What our own messages may tell of a request: no key, and nothing that came from upstream. */
export interface RequestFacts {
  /** What was asked for: `conversation conv_1`. */
  what: string
  host: string
  keySent: boolean
  tries: number
  /** What the server asked for, where it did. */
  retryAfterSecs: number | null
  timeoutMs: number
  proxySet: boolean
  /** Of the answer, checked by `readRequestId`. */
  requestId: string | null
}

/** A server on this computer, such as the one of --demo, has no data residency. */
const isLoopback = (host: string): boolean => /^(127\.|localhost\b|\[::1\])/.test(host)

const HOST_HINT =
  'A workspace with data residency has its own host: set ELEVENLABS_API_RESIDENCY (us, eu, in or sg) or ELEVENLABS_BASE_URL'

/** The error for an answer that is not a success. */
export function responseError(status: number, body: string, facts: RequestFacts): ConversationsError {
  const complaint = readComplaint(body)
  const end = requestIdText(facts)
  const reading = `while reading ${facts.what}`

  if (status >= 300 && status < 400 && status !== 304) {
    return new UpstreamError(
      `${facts.host} answered with a redirect (HTTP ${status}), which is not followed; check ELEVENLABS_BASE_URL.${end}`,
    )
  }
  const isUsedUp = complaint.codes.includes('quota_exceeded') || /\bquota\b/i.test(complaint.prose)
  if (status === 402 || (isUsedUp && [401, 403, 429].includes(status))) {
    const orPlan = isUsedUp ? '' : ', or its plan does not include this'
    return new UpstreamError(
      `The workspace's quota is used up${orPlan} (HTTP ${status}). Someone with access to the account has to resolve this.${end}`,
    )
  }
  if (status === 401 || status === 403) return new AuthError(refusal(status, complaint, facts) + end)
  if (status === 404) {
    // Nothing is taken as deleted because a gateway, or a part of the API that is not there, says so.
    return complaint.fromApi && complaint.prose !== NO_SUCH_ROUTE
      ? new NotFoundError(absence(facts) + end)
      : new UpstreamError(
          `${facts.host} answers "not found" for ${facts.what}, but not as the Conversations API does; check ELEVENLABS_BASE_URL, and the id if there is one.${end}`,
        )
  }
  // Not documented for this API; by the standard (RFC 9110, 15.5.11) a 404 that lasts. A 403 says nothing of what is there.
  if (status === 410)
    return new NotFoundError(`${facts.host} answers that ${facts.what} is gone for good (HTTP 410).${end}`)
  if (status === 400 || status === 422) return new UserInputError(refusedArgument(status, complaint, facts) + end)
  if (status === 429) return new RateLimitError(patience(complaint, facts) + end, facts.retryAfterSecs)
  if (status === 408 || status >= 500) {
    return new UpstreamError(
      `${facts.host} failed (HTTP ${status}) ${reading}, ${triesText(facts)}. Try again ${whenText(facts)}.${end}`,
    )
  }
  return new UpstreamError(`${facts.host} refused the request (HTTP ${status}) ${reading}.${end}`)
}

/** The error for a request that got no whole answer. */
export function networkError(failure: NetworkFailure, facts: RequestFacts): UpstreamError {
  const { host } = facts
  const text: Record<NetworkFailure, string> = {
    refused: `${host} refuses connections; check ELEVENLABS_BASE_URL and that the service is up.`,
    dns: `The host name ${host} cannot be resolved; check ELEVENLABS_BASE_URL and the network connection.`,
    tls: `No trusted TLS connection to ${host}: its certificate is not trusted, or it does not support TLS. Behind a TLS-inspecting proxy, set NODE_EXTRA_CA_CERTS to its certificate.`,
    timeout: `${host} did not answer within ${facts.timeoutMs / 1000} s (setting --timeout) while reading ${facts.what}.`,
    reset: `The connection to ${host} broke before the answer was complete, while reading ${facts.what}.`,
    unreachable: `${host} cannot be reached: no network connection, or no route to the host.`,
    headers: `The response headers of ${host} for ${facts.what} are larger than Node accepts; check the proxy or gateway in between, or raise the limit: NODE_OPTIONS=--max-http-header-size=65536.`,
    not_http: `${host} does not answer in valid HTTP; check ELEVENLABS_BASE_URL, its port, and the proxy or gateway in between.`,
    proxy: `The proxy refused the connection to ${host}; check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.`,
    other: `The connection to ${host} failed while reading ${facts.what}.`,
  }
  const proxyHint = facts.proxySet && failure !== 'proxy' ? ' A proxy is configured (HTTPS_PROXY or HTTP_PROXY).' : ''
  return new UpstreamError(`${text[failure]}${proxyHint} Gave up ${triesText(facts)}.`)
}

/** The error for a success whose body is not JSON, or no object: it may have broken on its way, or somebody else has answered. */
export function notJsonError(body: string, isJson: boolean, headers: Headers, facts: RequestFacts): ShapeError {
  const { host, what } = facts
  const end = `, ${triesText(facts)}`
  const broken = (text: string): ShapeError => new ShapeError(`${text}${requestIdText(facts)}`, true)
  if (isJson) return broken(`The response of ${host} for ${what} is not the expected JSON object${end}.`)
  if (body.trim() === '') return broken(`${host} returned an empty response for ${what}${end}.`)
  const encoding = String(headers['content-encoding'] ?? 'identity')
  if (encoding !== 'identity') {
    const how = /^[\w ,-]{1,30}$/.test(encoding) ? encoding : 'in an unknown way'
    const hint = /\bzstd\b/.test(encoding) ? ' Node 24 reads zstd.' : ''
    return broken(
      `The response of ${host} for ${what} is compressed (${how}) and cannot be unpacked${end}; check ELEVENLABS_BASE_URL, and the gateway or proxy in between.${hint}`,
    )
  }
  if (/html/i.test(String(headers['content-type'])) || /^\s*</.test(body)) {
    return broken(
      `${host} returned a web page where JSON was expected (${what})${end}; check ELEVENLABS_BASE_URL, and whether a proxy or login page is in between.`,
    )
  }
  return broken(`The response of ${host} for ${what} is not valid JSON${end}; it may be truncated.`)
}

/** The error for a body above the limit. */
export const tooLargeError = (maxBytes: number, facts: RequestFacts): ShapeError =>
  new ShapeError(
    `The response of ${facts.host} for ${facts.what} exceeds the maximum of ${Math.floor(maxBytes / 1024)} KiB.`,
  )

function refusal(
  status: 401 | 403,
  { codes, prose, fromApi }: Complaint,
  { host, what, keySent }: RequestFacts,
): string {
  const says = (...reasons: string[]): boolean => reasons.some(reason => codes.includes(reason))
  if (!keySent) {
    return `${host} requires an API key and none is set: set ELEVENLABS_API_KEY to a key with the convai_read permission, or ELEVENLABS_API_KEY_FILE to a file that contains it.`
  }
  if (says('missing_permissions', 'insufficient_permissions') || /missing the permission/i.test(prose)) {
    return `The API key is not allowed to read conversations at ${host}: it lacks the convai_read permission, or its user has no access to ${what}. Grant it in the account's API key settings, or set another key in ELEVENLABS_API_KEY.`
  }
  if (says('feature_not_available')) {
    return `The plan of this workspace does not include reading ${what} (HTTP ${status}).`
  }
  if (says('detected_unusual_activity') || /unusual activity/i.test(prose)) {
    return `${host} refuses requests of this account because of unusual activity (HTTP ${status}), typically a free plan behind a VPN or proxy. Try without one, or have the account owner contact ElevenLabs support. The key itself may be valid.`
  }
  if (says('ip_not_allowed')) {
    return `${host} refuses the API key from this computer's network (HTTP ${status}): the key is restricted to certain IP addresses. Add this address to the allowlist in the account's API key settings, or run the server from an allowed address.`
  }
  if (!fromApi && status === 401) {
    return `${host}, or a proxy or login page in front of it, refused the request (HTTP 401), and not as the Conversations API does; check ELEVENLABS_BASE_URL and the proxy.`
  }
  if (says('needs_authorization')) {
    return `An API key was sent, but ${host} did not receive it: a proxy in between may have removed it.`
  }
  if (says('invalid_api_key') || /invalid api key/i.test(prose)) {
    return `${host} does not accept the API key in ELEVENLABS_API_KEY: it is mistyped, revoked, or belongs to another host. ${HOST_HINT}.`
  }
  if (status === 403) {
    const who = fromApi ? host : `${host}, or a firewall or proxy in front of it,`
    return `${who} denied access to ${what} (HTTP 403): the API key may lack the convai_read permission, or its user may have no access.`
  }
  return `${host} refused the API key in ELEVENLABS_API_KEY (HTTP 401) for an unknown reason: it may be mistyped, revoked, blocked or of another host. ${HOST_HINT}.`
}

/** FastAPI says just this of a route that it does not have. */
const NO_SUCH_ROUTE = 'Not Found'

function absence({ host, what }: RequestFacts): string {
  return `${isLoopback(host) ? 'The API' : host} cannot find ${what}: the id may be wrong, it may have been deleted, or it belongs to another workspace${isLoopback(host) ? '.' : ` or another host. ${HOST_HINT}.`}`
}

function refusedArgument(status: number, { codes, params }: Complaint, { host, what }: RequestFacts): string {
  if (codes.includes('invalid_cursor')) {
    return 'The cursor has expired or belongs to another selection; start over without a cursor.'
  }
  if (codes.includes('invalid_page_size')) return 'The page size (page_size) is out of range.'
  if (params.length === 0) return `${host} does not accept the arguments of the request for ${what} (HTTP ${status}).`
  const which = params.length === 1 ? 'argument' : 'arguments'
  return `${host} does not accept the value of the ${which} ${params.slice(0, 5).join(', ')} in the request for ${what} (HTTP ${status}).`
}

function patience({ codes }: Complaint, facts: RequestFacts): string {
  const many = codes.some(code => /concurrent/.test(code)) ? ' A lower --max-concurrency helps.' : ''
  const busy = codes.includes('system_busy') ? 'is too busy for' : 'rate-limited'
  return `${facts.host} ${busy} the request (HTTP 429), ${triesText(facts)}. Try again ${whenText(facts)}.${many}`
}

const triesText = ({ tries }: RequestFacts): string => `after ${tries === 1 ? 'one try' : `${tries} tries`}`

function whenText({ retryAfterSecs: secs }: RequestFacts): string {
  if (secs === null) return 'in a minute or later'
  if (secs < 1) return 'now'
  const [unit, size] = UNITS.find(([, size]) => secs >= 2 * size) ?? ['s', 1]
  const count = Math.ceil(secs / size)
  return unit === 'days' && count > MOST_DAYS ? `in more than ${MOST_DAYS} days` : `in ${count} ${unit} or later`
}

const UNITS = [
  ['days', 86_400],
  ['h', 3600],
  ['min', 60],
] as const
/** Nobody means a longer wait: a clock is wrong, or the service has closed. */
const MOST_DAYS = 30

const requestIdText = ({ requestId }: RequestFacts): string => (requestId === null ? '' : ` (request id ${requestId})`)

/** Support asks for it. A header that is no plain id, or that repeats the secret, is left out. */
export function readRequestId(headers: Headers, secret: string): string | null {
  const value = headers['request-id']
  if (typeof value !== 'string' || !/^[\w.:-]{1,80}$/.test(value)) return null
  return secret !== '' && value.includes(secret) ? null : value
}
