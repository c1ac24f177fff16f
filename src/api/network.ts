/** How a request failed before there was a whole answer. */
export type NetworkFailure =
  | 'refused'
  | 'dns'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'unreachable'
  | 'proxy'
  | 'headers'
  | 'not_http'
  | 'other'

const BY_CODE: Record<string, NetworkFailure> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  UND_ERR_PRX_TLS: 'proxy',
  ERR_PROXY_HUNG_UP: 'proxy',
  EPROTO: 'tls',
  UND_ERR_HEADERS_OVERFLOW: 'headers',
  HPE_HEADER_OVERFLOW: 'headers',
}

/** Certificates are refused with codes of OpenSSL's own naming. */
const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/

/** Sorts what undici and Node throw; codes are stable, texts are not shown to anybody. */
export function networkFailure(error: unknown): NetworkFailure {
  if (!(error instanceof Error)) return 'other'
  // undici reports a refused CONNECT as an abort, and only its text tells.
  if (/^Proxy (response|Authentication)/.test(error.message)) return 'proxy'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === '' && error.cause !== undefined) return networkFailure(error.cause)
  return BY_CODE[code] ?? (TLS_CODE.test(code) ? 'tls' : code.startsWith('HPE_') ? 'not_http' : 'other')
}
