import { hash, timingSafeEqual } from 'node:crypto'
import {
  bearerAuthChallengeResponse,
  getOAuthProtectedResourceMetadataUrl,
  OAuthError,
  OAuthErrorCode,
} from '@modelcontextprotocol/server'
import { errors } from 'jose'
import type { Log } from '../../log.ts'
import type { HttpConfig } from '../config.ts'
import type { Caller } from './caller.ts'
import { IssuerUnavailable } from './issuer-keys.ts'
import { MissingScope, SCOPE, SeesNothing, tokenVerifier } from './token-verifier.ts'

/** Says who sent a request, or answers it with a refusal. */
export type Admission = (request: Request) => Promise<Caller | Response>

/** Without any authentication, which only this computer gets. */
const LOCAL: Caller = { name: 'local', agents: null }
/** Whoever has the static token. */
const BEARER: Caller = { name: 'token', agents: null }

export function admission({ token, oauth }: Pick<HttpConfig, 'token' | 'oauth'>, log: Log): Admission {
  if (token === undefined && oauth === undefined) return async () => LOCAL
  const wanted = token === undefined ? null : digest(token)
  const verify = oauth && tokenVerifier(oauth)
  const challenge = oauth
    ? { requiredScopes: [SCOPE], resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(oauth.resource) }
    : {}
  const refuse = (code: OAuthErrorCode, words: string): Response =>
    bearerAuthChallengeResponse(new OAuthError(code, words), challenge)

  return async request => {
    const given = bearerOf(request)
    // Somebody who has not tried yet is told where tokens come from, and of no error (RFC 6750, section 3.1).
    if (given === null) return unauthenticated(challenge)
    if (wanted && timingSafeEqual(digest(given), wanted)) return BEARER
    if (!verify) return refuse(OAuthErrorCode.InvalidToken, 'The bearer token is not the one of this server.')
    try {
      return await verify(given)
    } catch (error) {
      if (error instanceof IssuerUnavailable) {
        log.error(`Nobody can sign in: the issuer ${oauth.issuer} cannot be asked: ${error.message}`)
        return unavailable()
      }
      log.info(`A token was refused: ${error instanceof Error ? error.message || error.name : error}`)
      if (error instanceof MissingScope)
        return refuse(OAuthErrorCode.InsufficientScope, `The scope ${SCOPE} is missing.`)
      if (error instanceof SeesNothing) {
        return refuse(OAuthErrorCode.InsufficientScope, 'This account may not see the calls of any agent.')
      }
      return refuse(OAuthErrorCode.InvalidToken, reason(error))
    }
  }
}

/** What helps a client without helping a forger. */
const reason = (error: unknown): string =>
  error instanceof errors.JWTExpired ? 'The token has expired.' : 'The token is not valid for this server.'

/** Equal lengths, whatever was sent. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

function bearerOf(request: Request): string | null {
  return /^Bearer ([^\s,]+)$/i.exec(request.headers.get('authorization')?.trim() ?? '')?.[1] ?? null
}

function unauthenticated({ resourceMetadataUrl }: { resourceMetadataUrl?: string }): Response {
  const where = resourceMetadataUrl ? ` scope="${SCOPE}", resource_metadata="${resourceMetadataUrl}"` : ' realm="calls"'
  const body = { error: 'unauthorized', error_description: 'Send a bearer token in the Authorization header.' }
  return Response.json(body, { status: 401, headers: { 'www-authenticate': `Bearer${where}` } })
}

function unavailable(): Response {
  const error_description = 'The authorization server cannot be reached; try again later.'
  return Response.json(
    { error: 'temporarily_unavailable', error_description },
    { status: 503, headers: { 'retry-after': '10' } },
  )
}
