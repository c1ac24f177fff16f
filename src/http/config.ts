import { isIPv6 } from 'node:net'
import { ConfigurationError } from '../errors.ts'
import { invalid, readerOf } from '../read-settings.ts'
import { type AccessMap, readAccessMap } from './access/access-map.ts'
import { HTTP_SETTINGS, type HttpSettingName, type RawHttpSettings } from './settings.ts'

export interface HttpConfig {
  port: number
  /** Address to listen on. */
  host: string
  /** As clients see the server, without a path. */
  origin: string
  /** Names that a request may be addressed to and, from a browser, come from; without ports. */
  hostNames: string[]
  token: string | undefined
  oauth: OAuthConfig | undefined
  /** undefined: there is no webhook. */
  postCallSecret: string | undefined
  metrics: boolean
  requestsPerMinute: number
  /** Of one client. */
  requestsAtOnce: number
}

export interface OAuthConfig {
  issuer: string
  audience: string
  /** The protected resource, as its metadata names it. */
  resource: URL
  /** undefined: whoever is let in sees all calls. */
  access: AccessMap | undefined
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']
const LEAST_TOKEN = 16

/**
 * Flags over environment over defaults, checked.
 * @throws ConfigurationError that says what to set
 */
export function readHttpConfig(flags: RawHttpSettings, env: NodeJS.ProcessEnv): HttpConfig {
  const { raw, whole, secret } = readerOf<HttpSettingName>(HTTP_SETTINGS, flags, env)
  const port = whole('port', 0, 65_535)
  const host = raw('host')!
  const token = secret('token', 'tokenFile')
  const issuer = raw('issuer')
  const isOpen = token === undefined && issuer === undefined
  if (token !== undefined && (token.length < LEAST_TOKEN || /[^\x21-\x7e]/.test(token))) {
    throw new ConfigurationError(
      `The bearer token (CONVERSATIONS_MCP_HTTP_TOKEN or its file) needs at least ${LEAST_TOKEN} characters and no spaces; make one with: openssl rand -hex 32`,
    )
  }
  if (isOpen && !LOOPBACK.includes(host)) {
    throw new ConfigurationError(
      `--host ${host.slice(0, 60)} would serve calls to a network without authentication. Set CONVERSATIONS_MCP_HTTP_TOKEN (or _TOKEN_FILE), or --issuer, or listen on 127.0.0.1.`,
    )
  }
  const given = raw('url')
  const url = given === undefined ? new URL(`http://${isIPv6(host) ? `[${host}]` : host}:${port}`) : publicUrl(given)
  if (given === undefined && !LOOPBACK.includes(host)) {
    throw new ConfigurationError('Set --url to the address that clients use, such as https://calls.example.com.')
  }
  if (isOpen && !LOOPBACK.includes(url.hostname.replace(/^\[|\]$/g, ''))) {
    throw new ConfigurationError(
      '--url says that other computers reach this server, which would serve calls without authentication. Set CONVERSATIONS_MCP_HTTP_TOKEN (or _TOKEN_FILE) to a token that is not empty, or --issuer.',
    )
  }
  const resource = new URL('/mcp', url)
  const accessFile = raw('accessFile')
  if (accessFile !== undefined && issuer === undefined) {
    throw new ConfigurationError('--access-file maps claims of tokens: it requires --issuer.')
  }
  return {
    port,
    host,
    origin: url.origin,
    hostNames: [
      url.hostname,
      ...(raw('allowedHosts') ?? '').split(',').flatMap(name => name.trim() || []),
      ...(LOOPBACK.includes(host) ? ['localhost', '127.0.0.1', '[::1]'] : []),
    ],
    token,
    oauth:
      issuer === undefined
        ? undefined
        : {
            issuer: checkedIssuer(issuer),
            audience: raw('audience') ?? resource.href,
            resource,
            access: accessFile === undefined ? undefined : readAccessMap(accessFile),
          },
    postCallSecret: secret('postCallSecret', 'postCallSecretFile'),
    metrics: raw('metrics') === 'on',
    requestsPerMinute: whole('rateLimit', 1, 1_000_000),
    requestsAtOnce: whole('parallelLimit', 1, 10_000),
  }
}

function publicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username) {
    return url
  }
  throw invalid(HTTP_SETTINGS.url, text, 'an http or https URL without a path, such as https://calls.example.com')
}

/** Keys that are fetched over an unencrypted line could be anybody's. */
function checkedIssuer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  if (url && !url.search && !url.hash && !url.username && (url.protocol === 'https:' || isLocal)) return text
  throw invalid(HTTP_SETTINGS.issuer, text, 'an https URL without query, as the authorization server names itself')
}
