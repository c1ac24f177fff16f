import { type JWTPayload, jwtVerify } from 'jose'
import type { OAuthConfig } from '../config.ts'
import { agentsFor } from './access-map.ts'
import type { Caller } from './caller.ts'
import { keysOf } from './issuer-keys.ts'

/** What a token must grant. */
export const SCOPE = 'conversations:read'

/** Signatures that only the issuer can make: a shared secret, or none, is no signature. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
/** Seconds by which clocks may differ. */
const SKEW = 30

export class MissingScope extends Error {}
/** The token is good, and maps to no agent. */
export class SeesNothing extends Error {}

/**
 * Verifies access tokens that are JWTs of one issuer for one audience (RFC 9068, RFC 8725). A token that was revoked is
 * good until it expires: it is not asked about.
 * @throws JOSEError for a token that is not good; MissingScope; SeesNothing; IssuerUnavailable
 */
export function tokenVerifier({ issuer, audience, access }: OAuthConfig): (token: string) => Promise<Caller> {
  const keys = keysOf(issuer)
  return async token => {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: SKEW,
      requiredClaims: ['exp', 'sub'],
    })
    if (!scopesOf(payload).includes(SCOPE)) throw new MissingScope()
    const agents = access ? agentsFor(access, payload) : null
    if (agents?.length === 0) throw new SeesNothing()
    return { name: nameOf(payload), agents }
  }
}

/** One text with blanks (RFC 9068), or a list, as some servers write it. */
const scopesOf = ({ scope, scp }: JWTPayload): string[] =>
  [scope ?? scp ?? []].flat().flatMap(one => (typeof one === 'string' ? one.split(' ') : []))

/** The same person may use several clients, one of which may be out of hand. */
const nameOf = ({ sub, client_id, azp }: JWTPayload): string =>
  [sub, client_id ?? azp].filter(one => typeof one === 'string').join(' via ')
