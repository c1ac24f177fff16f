// An authorization server with one key, and what a client of the era 2026-07-28 sends, with as little work as possible.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { performance } from 'node:perf_hooks'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { Agent } from 'undici'

/** Issues a token to whoever is named: each is a client of its own. */
export async function startIssuer(audience) {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256', use: 'sig' }]
  const server = createServer((request, response) => {
    const isKeys = request.url === '/keys'
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(isKeys ? { keys } : { issuer, jwks_uri: `${issuer}/keys` }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${server.address().port}`
  const token = name =>
    new SignJWT({ scope: 'conversations:read', client_id: name })
      .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(name)
      .setExpirationTime('1h')
      .sign(privateKey)
  return { url: issuer, token, close: () => server.close() }
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
}

/** Keeps so many connections to a server. */
export class Client {
  #agent
  #origin
  #token

  constructor(url, token, connections = 1) {
    this.#origin = new URL(url).origin
    this.#token = token
    this.#agent = new Agent({ connections, pipelining: 1 })
  }

  /** One call of a tool: how long it took (ms), the status, and the body as text. */
  async call(name, input) {
    const params = { _meta: META, name, arguments: input }
    const startedMs = performance.now()
    const { statusCode, headers, body } = await this.#agent.request({
      origin: this.#origin,
      path: '/mcp',
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': name,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    })
    const text = await body.text()
    return { ms: performance.now() - startedMs, status: statusCode, text, retryAfter: headers['retry-after'] }
  }

  /** The same, where anything but an answer is a mistake. */
  async answer(name, input) {
    const answered = await this.call(name, input)
    if (answered.status !== 200 || answered.text.includes('"isError":true') || answered.text.includes('INCOMPLETE')) {
      throw new Error(`${name}: HTTP ${answered.status}: ${answered.text.slice(0, 500)}`)
    }
    return answered
  }

  close() {
    return this.#agent.close()
  }
}
