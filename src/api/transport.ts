import type { Dispatcher } from 'undici'
import { ConfigurationError, ConversationsError, UpstreamError } from '../errors.ts'
import { VERSION } from '../version.ts'
import { onAbort, withAbort } from './abort.ts'
import { answerTo, type HttpAnswer } from './answer.ts'
import { type NetworkFailure, networkFailure } from './network.ts'
import { createPool } from './pool.ts'
import { unpacked } from './unpacked.ts'

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
    const answer = await answerTo(
      pool,
      { origin, path, method: 'GET', headers: this.#headers(accept) },
      maxBytes,
      signal,
    )
    return unpacked(answer, maxBytes)
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
