import type { Dispatcher } from 'undici'
import { ConfigurationError, ConversationsError, UpstreamError } from '../errors.ts'
import { VERSION } from '../version.ts'
import { onAbort, withAbort } from './abort.ts'
import { type NetworkFailure, networkFailure } from './network.ts'
import { createPool } from './pool.ts'
import type { Headers } from './retry.ts'

const USER_AGENT = `conversations-mcp/${VERSION}`

export interface ExchangeOptions {
  /** Empty: none is sent. */
  apiKey: string
  /** Connections kept open. */
  connections: number
  /** Milliseconds for the whole of a request, its body included. */
  timeoutMs: number
  /** Largest body that is read. */
  maxBytes: number
}

export interface HttpAnswer {
  status: number
  headers: Headers
  /** Milliseconds until they came. */
  headersMs: number
  /** In pieces as they came; null: larger than the limit, or the explanation of an error that could not be read. */
  body: Uint8Array[] | null
}

/** Error bodies are read for their code only. */
const MAX_ERROR_BYTES = 64 * 1024

/** Single requests over pooled connections, each within its time. */
export class Exchange {
  readonly #options: ExchangeOptions
  #pool: Promise<Dispatcher> | undefined
  #closed = false

  constructor(options: ExchangeOptions) {
    this.#options = options
  }

  /**
   * One GET, redirects not followed. An answer of any status is an answer; what the network does is a value too.
   * @throws the signal's reason at once when it aborts; ConversationsError where no request can work
   */
  async get(origin: string, path: string, accept: string, signal?: AbortSignal): Promise<HttpAnswer | NetworkFailure> {
    // An own controller: AbortSignal.any keeps memory on long-lived signals in Node 20.
    const end = new AbortController()
    const forget = onAbort(signal, () => end.abort(signal?.reason))
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      end.abort(new Error('late'))
    }, this.#options.timeoutMs)
    try {
      signal?.throwIfAborted()
      return await withAbort(this.#request(origin, path, accept, end.signal), end.signal)
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      if (this.#closed) throw new UpstreamError('The connection to the API is closed: the server is shutting down.')
      if (error instanceof ConversationsError) throw error
      // A mistake of ours, not of the network: it must not be repeated or explained away.
      if (error instanceof TypeError && !('code' in error)) throw error
      return isLate ? 'timeout' : networkFailure(error)
    } finally {
      clearTimeout(timer)
      forget()
    }
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    this.#closed = true
    await (await this.#pool?.catch(() => undefined))?.destroy()
  }

  async #request(origin: string, path: string, accept: string, signal: AbortSignal): Promise<HttpAnswer> {
    if (this.#closed) throw new Error('closed')
    const { connections, timeoutMs, maxBytes } = this.#options
    this.#pool ??= createPool(connections, timeoutMs)
    const pool = await this.#pool
    signal.throwIfAborted()
    const headers = this.#headers(accept)
    const startedMs = performance.now()
    const response = await pool.request({ origin, path, method: 'GET', headers, signal })
    // A body that breaks after its reader has left must not end the process.
    response.body.on('error', () => {})
    const headersMs = performance.now() - startedMs
    const answer = { status: response.statusCode, headers: response.headers, headersMs }
    if (isSuccess(answer.status)) return { ...answer, body: await readBody(response.body, maxBytes) }
    // The status counts even where its explanation is cut off.
    return { ...answer, body: await readBody(response.body, MAX_ERROR_BYTES).catch(() => null) }
  }

  #headers(accept: string): Record<string, string> {
    const { apiKey } = this.#options
    if (/[^\x21-\x7e]/.test(apiKey)) {
      throw new ConfigurationError(
        'ELEVENLABS_API_KEY contains a space, a line break or another character that no key has.',
      )
    }
    const headers = { accept, 'accept-encoding': 'identity', 'user-agent': USER_AGENT }
    return apiKey === '' ? headers : { ...headers, 'xi-api-key': apiKey }
  }
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** The whole body; null as soon as it is larger than the limit, without reading on. */
async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array[] | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return chunks
}
