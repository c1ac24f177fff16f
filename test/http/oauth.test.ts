import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type HttpConfig, readHttpConfig } from '../../src/http/config.ts'
import type { HttpServer } from '../../src/http/serve.ts'
import { type Issuer, newKey, startIssuer } from '../support/issuer.ts'
import { PATIENT } from '../support/patient.ts'
import { smallWorld } from '../support/small-world.ts'
import { connectHttp, connectHttpV1, post, serve } from '../support/team.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

const URL_OF_SERVER = 'https://calls.example.com'
const RESOURCE = `${URL_OF_SERVER}/mcp`
const METADATA = `${URL_OF_SERVER}/.well-known/oauth-protected-resource/mcp`

let world: TestWorld
let issuer: Issuer
let server: HttpServer
const logged: string[] = []

const config = (flags: Record<string, string> = {}): HttpConfig => {
  const made = readHttpConfig({ port: '0', url: URL_OF_SERVER, issuer: issuer.url, ...flags }, {})
  return { ...made, hostNames: [...made.hostNames, '127.0.0.1'] }
}

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(line => Boolean(logged.push(String(line))))
  world = await startWorld(smallWorld())
  issuer = await startIssuer(RESOURCE, { support: ['support'], leads: ['leads'], guest: ['nobody'] })
  server = await serve(world.app, config())
})
afterAll(async () => {
  await server.close()
  await issuer.close()
  await world.close()
  vi.restoreAllMocks()
})

async function ask(token: string | undefined, url = server.url) {
  const answer = await post(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
  await answer.text()
  return { status: answer.status, challenge: answer.headers.get('www-authenticate') ?? '' }
}

/** A token signed by us, in all else like one of the issuer. */
async function forged(key: Parameters<SignJWT['sign']>[0], header: object = {}, claims: object = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const payload = { scope: 'conversations:read', client_id: 'analyst', sub: 'analyst', iat: now, exp: now + 300 }
  return await new SignJWT({ iss: issuer.url, aud: RESOURCE, ...payload, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'at+jwt', ...header })
    .sign(key)
}

describe('with an issuer', () => {
  test('clients of both eras come in with its token, and the books name them', async () => {
    const token = await issuer.token()
    for (const connect of [connectHttp, connectHttpV1]) {
      const client = await connect(server.url, token)
      logged.length = 0
      expect((await client.call('list_conversations', { page_size: 1 })).isError).toBe(false)
      const line = await vi.waitUntil(() => logged.find(line => line.includes('audit')), PATIENT)
      expect(JSON.parse(line).client).toBe('analyst via analyst')
      await client.close()
    }
  })

  test('whoever sends nothing is told where tokens come from', async () => {
    expect(await ask(undefined)).toEqual({
      status: 401,
      challenge: `Bearer scope="conversations:read", resource_metadata="${METADATA}"`,
    })
    for (const path of ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource']) {
      const answer = await fetch(`${server.url}${path}`)
      expect(await answer.json()).toMatchObject({
        resource: RESOURCE,
        authorization_servers: [issuer.url],
        scopes_supported: ['conversations:read'],
      })
    }
  })

  test('a token without the scope is told which one is missing', async () => {
    expect(await ask(await issuer.token({ scope: 'other' }))).toEqual({
      status: 403,
      challenge: expect.stringMatching(
        /^Bearer error="insufficient_scope".* scope="conversations:read", resource_metadata=/,
      ),
    })
  })

  test('no token goes upstream', async () => {
    const token = await issuer.token()
    await ask(token)
    const sent = world.api.requests.map(({ headers, query }) => JSON.stringify([headers, query]))
    expect(sent.filter(text => text.includes(token) || text.includes('authorization'))).toEqual([])
  })
})

describe('no one comes in', () => {
  const REFUSED = { status: 401, challenge: expect.stringMatching(/^Bearer error="invalid_token"/) }

  test('with a token for another audience', async () => {
    expect(await ask(await issuer.token({ resource: 'https://other.example.com/mcp' }))).toEqual(REFUSED)
  })

  test('with a token of another issuer', async () => {
    const other = await startIssuer(RESOURCE, {}, 300, 'ES256')
    expect(await ask(await other.token())).toEqual(REFUSED)
    await other.close()
  })

  test('with an expired token', async () => {
    const brief = await startIssuer(RESOURCE, {}, 300, 'ES256')
    const own = await serve(world.app, { ...config(), oauth: { ...config().oauth!, issuer: brief.url } })
    const token = await brief.token()
    const began = Date.now()
    const statusAt = async (secs: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now: began + secs * 1000 })
      return (await ask(token, own.url)).status
    }
    // Clocks may differ by half a minute, in both directions.
    expect([await statusAt(-20), await statusAt(0), await statusAt(320), await statusAt(340)]).toEqual([
      200, 200, 200, 401,
    ])
    expect(await ask(token, own.url)).toEqual({ ...REFUSED, challenge: expect.stringContaining('has expired') })
    vi.useRealTimers()
    await own.close()
    await brief.close()
  })

  test('with a token that the issuer did not sign', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    expect(await ask(await forged(privateKey))).toEqual(REFUSED)
    expect(await ask(await forged(privateKey, { kid: 'unknown' }))).toEqual(REFUSED)
    const jwk = await newKey('key-1')
    const carried = await forged(privateKey, { jwk: { kty: jwk.kty, n: jwk.n, e: jwk.e } })
    expect(await ask(carried)).toEqual(REFUSED)
    // The public key, which everybody has, as if it were a shared secret.
    const secret = new TextEncoder().encode(await exportSPKI(publicKey))
    expect(await ask(await forged(secret, { alg: 'HS256' }))).toEqual(REFUSED)
    const unsigned = new UnsecuredJWT({ scope: 'conversations:read', sub: 'analyst' })
      .setIssuer(issuer.url)
      .setAudience(RESOURCE)
      .setExpirationTime('5m')
      .encode()
    expect(await ask(unsigned)).toEqual(REFUSED)
  })

  test('with the public key of the issuer used as a secret, or a token that was changed', async () => {
    const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: [Parameters<typeof importJWK>[0]] }
    const publicKey = await importJWK({ ...keys[0], ext: true }, 'RS256')
    const shared = new TextEncoder().encode(await exportSPKI(publicKey as Parameters<typeof exportSPKI>[0]))
    expect(await ask(await forged(shared, { alg: 'HS256' }))).toEqual(REFUSED)
    const [head, body, signature] = (await issuer.token({ scope: 'other' })).split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'conversations:read' })).toString('base64url')
    expect(await ask(`${head}.${changed}.${signature}`)).toEqual(REFUSED)
    expect(await ask(`${head}.${body}.`)).toEqual(REFUSED)
  })

  test('with something that is no token', async () => {
    for (const token of ['x', 'a.b.c', 'null', '..', 'x'.repeat(10_000)]) expect((await ask(token)).status).toBe(401)
  })
})

describe('the keys of the issuer', () => {
  test('may change: the new ones count, and the old ones no longer', async () => {
    const own = await startIssuer(RESOURCE, {}, 300, 'ES256')
    const served = await serve(world.app, { ...config(), oauth: { ...config().oauth!, issuer: own.url } })
    const before = await own.token()
    expect((await ask(before, served.url)).status).toBe(200)
    await own.rotate()
    // Keys that nobody knows are looked for at most every five seconds.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6_000 })
    expect((await ask(await own.token(), served.url)).status).toBe(200)
    expect((await ask(before, served.url)).status).toBe(401)
    vi.useRealTimers()
    await served.close()
    await own.close()
  })

  test('may be out of reach: nobody comes in, nobody is called wrong, and the log says why', async () => {
    const own = await startIssuer(RESOURCE, {}, 300, 'ES256')
    const token = await own.token()
    await own.close()
    const served = await serve(world.app, { ...config(), oauth: { ...config().oauth!, issuer: own.url } })
    logged.length = 0
    const answer = await post(served.url, { headers: { authorization: `Bearer ${token}` } })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
    expect(logged.join('')).toContain('Nobody can sign in: the issuer')
    await served.close()
  })

  test('are remembered for ten minutes, then nobody comes in until they can be had again', async () => {
    const own = await startIssuer(RESOURCE, {}, 3600, 'ES256')
    const served = await serve(world.app, { ...config(), oauth: { ...config().oauth!, issuer: own.url } })
    const token = await own.token()
    const statusAfter = async (minutes: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now: began + minutes * 60_000 })
      return (await ask(token, served.url)).status
    }
    const began = Date.now()
    expect(await statusAfter(0)).toBe(200)
    await own.stop()
    expect([await statusAfter(9), await statusAfter(11), await statusAfter(12)]).toEqual([200, 503, 503])
    await own.start()
    expect(await statusAfter(13)).toBe(200)
    vi.useRealTimers()
    await served.close()
    await own.close()
  })

  test('are not those of metadata that names another issuer', async () => {
    const token = await issuer.token()
    const liar = await startIssuer(RESOURCE, {}, 300, 'ES256')
    const served = await serve(world.app, { ...config(), oauth: { ...config().oauth!, issuer: `${liar.url}/x` } })
    expect((await ask(token, served.url)).status).toBe(503)
    await served.close()
    await liar.close()
  })
})

describe('a map of claims', () => {
  const file = (content: unknown): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'conversations-mcp-access-')), 'access.json')
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  const map = { claim: 'groups', agents: { support: ['agent_billing'], leads: ['*'] } }

  test('says whose calls a token may see', async () => {
    const own = await serve(world.app, config({ accessFile: file(map) }))
    const agentsSeen = async (subject: string) => {
      const client = await connectHttp(own.url, await issuer.token({ subject }))
      const { structured } = await client.call('list_filter_values', { kind: 'agents' })
      await client.close()
      return structured.rows.length
    }
    expect(await agentsSeen('support')).toBe(1)
    expect(await agentsSeen('leads')).toBeGreaterThan(1)
    expect(await ask(await issuer.token({ subject: 'guest' }), own.url)).toEqual({
      status: 403,
      challenge: expect.stringContaining('insufficient_scope'),
    })
    expect((await ask(await issuer.token(), own.url)).status).toBe(403)
    await own.close()
  })

  test.each([
    ['no JSON', '{', 'is no JSON'],
    ['no claim', { agents: {} }, 'is wrong at claim'],
    ['agents that are no list', { claim: 'groups', agents: { a: 'agent_1' } }, 'is wrong at agents.a'],
    ['a word too much', { ...map, claims: 'x' }, 'is wrong at its top'],
  ])('with %s is refused at the start', (_, content, words) => {
    expect(() => config({ accessFile: file(content) })).toThrow(words)
  })
})
