import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import * as z from 'zod/v4'

/** The issuer cannot be asked: nobody can be let in, and nobody was found to be wrong. */
export class IssuerUnavailable extends Error {}

const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() })
const PATIENCE_MS = 5_000

/**
 * The keys of an issuer, found by its metadata (RFC 8414, OpenID Connect Discovery 1.0), fetched when they are needed and
 * remembered for ten minutes; a key that is not among them is looked for at once, at most every five seconds.
 * @throws IssuerUnavailable; JOSEError where no key fits
 */
export function keysOf(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined
  const remote = async (): Promise<JWTVerifyGetKey> =>
    createRemoteJWKSet(new URL(await jwksUri(issuer)), { timeoutDuration: PATIENCE_MS, cooldownDuration: 5_000 })
  return async (header, token) => {
    keys ??= remote()
    try {
      return await (await keys)(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error
      if (error instanceof IssuerUnavailable) keys = undefined
      throw error instanceof IssuerUnavailable ? error : new IssuerUnavailable('its keys cannot be read')
    }
  }
}

async function jwksUri(issuer: string): Promise<string> {
  const url = new URL(issuer)
  const path = url.pathname.replace(/\/$/, '')
  const places = [
    new URL(`/.well-known/oauth-authorization-server${path}`, url),
    new URL(`${path}/.well-known/openid-configuration`, url),
  ]
  for (const place of places) {
    const found = Metadata.safeParse(await readJson(place))
    // Metadata of somebody else would bring somebody else's keys (RFC 8414, section 3.3).
    if (found.success && found.data.issuer === issuer && isSafe(found.data.jwks_uri, url)) return found.data.jwks_uri
  }
  throw new IssuerUnavailable('its metadata cannot be read, or is that of another issuer')
}

const isSafe = (jwks: string, issuer: URL): boolean =>
  new URL(jwks).protocol === 'https:' || new URL(jwks).origin === issuer.origin

async function readJson(url: URL): Promise<unknown> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) })
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}
