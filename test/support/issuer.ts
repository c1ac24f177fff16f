import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import Provider from 'oidc-provider'

/** A real authorization server on a port of its own, which issues JWT access tokens to a client of this test. */
export interface Issuer {
  url: string
  /** A token by the client-credentials grant. */
  token(request?: { scope?: string; resource?: string; subject?: string }): Promise<string>
  /** New keys take the place of the old ones; what was signed with these stays out. */
  rotate(): Promise<void>
  /** Cannot be reached, until it is started again. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export async function newKey(kid: string, alg: Alg = 'RS256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' }
}

/** Of which the second makes its keys in no time. */
type Alg = 'RS256' | 'ES256'

/** @param groups what each client is a member of, in the claim `groups` */
export async function startIssuer(
  resource: string,
  groups: Record<string, string[]> = {},
  ttlSecs = 300,
  alg: Alg = 'RS256',
): Promise<Issuer> {
  let handle: ((...asked: Parameters<ReturnType<Provider['callback']>>) => void) | undefined
  const server: Server = createServer((request, response) => handle?.(request, response))
  const start = async (at = 0): Promise<void> => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
  }
  const stop = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await start()
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  let keys = 0
  const rotate = async (): Promise<void> => {
    const provider = new Provider(url, {
      clients: ['analyst', ...Object.keys(groups)].map(client_id => ({
        ...{
          client_id,
          client_secret: 'secret',
          redirect_uris: [],
          response_types: [],
          id_token_signed_response_alg: alg,
        },
        grant_types: ['client_credentials'],
      })),
      jwks: { keys: [await newKey(`key-${++keys}`, alg)] },
      scopes: ['conversations:read', 'other'],
      extraTokenClaims: (_, token) => ({ groups: groups[token.clientId ?? ''] ?? [] }),
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => resource,
          getResourceServerInfo: (_, audience) => ({
            scope: 'conversations:read other',
            audience,
            accessTokenTTL: ttlSecs,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg } },
          }),
        },
      },
    })
    handle = provider.callback()
  }
  await rotate()
  return {
    url,
    rotate,
    async token({ scope = 'conversations:read', resource: audience = resource, subject = 'analyst' } = {}) {
      const body = new URLSearchParams({ grant_type: 'client_credentials', scope, resource: audience })
      const authorization = `Basic ${Buffer.from(`${subject}:secret`).toString('base64')}`
      const answer = await fetch(`${url}/token`, { method: 'POST', body, headers: { authorization } })
      const { access_token, ...rest } = (await answer.json()) as { access_token?: string }
      if (access_token === undefined) throw new Error(`no token: ${JSON.stringify(rest)}`)
      return access_token
    },
    stop,
    start: () => start(port),
    close: stop,
  }
}
