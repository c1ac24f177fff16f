import { ConfigurationError, ShapeError } from '../errors.ts'
import { atOnce } from '../pieces.ts'
import { withAbort } from './abort.ts'
import { type HttpAnswer, isSuccess } from './answer.ts'
import { decodeInPieces, isAnswer, readJson } from './body.ts'
import { networkError, notJsonError, type RequestFacts, readRequestId, responseError, tooLargeError } from './errors.ts'
import { type Errand, Gate, mostOf } from './gate.ts'
import type { NetworkFailure } from './network.ts'
import { apiPath } from './path.ts'
import { isProxySet } from './pool.ts'
import { type Outcome, RequestLimit } from './request-limit.ts'
import { decideRetry, type FailedTry, type Headers, RETRY_POLICY, type RetryPolicy, sleep } from './retry.ts'
import { Exchange } from './transport.ts'

export interface HttpOptions {
  /** Address of the API, a path prefix included; a function is asked at the first request. */
  baseUrl: string | (() => Promise<string>)
  apiKey?: string | undefined
  /** Requests at a time to begin with, 4 by default; one that waits to be repeated keeps its place. */
  concurrency?: number
  /** As many as it may become while the API answers as fast as before; by default it stays below `concurrency`. */
  maxConcurrency?: number
  /** Milliseconds for one try, its body included; 30,000 by default. */
  timeoutMs?: number
  /** Milliseconds from the first try within which retries start; 30,000 by default. */
  retryBudgetMs?: number
  /** Milliseconds: the longest first wait before a retry; 500 by default. */
  retryBaseMs?: number
  /** Largest body that is read; 64 MiB by default. */
  maxBytes?: number
  /** 0 to 1, for the waits. */
  random?: () => number
  /** Unix milliseconds. */
  now?: () => number
  /** Milliseconds; ends with the signal. */
  wait?: typeof sleep
}

export interface HttpRequest {
  /** What is asked for, in the words of an error message: `conversation conv_1`. */
  what: string
  query?: URLSearchParams
  signal?: AbortSignal | undefined
  /** A question's where it is not said; how soon bulk is answered tells how many may be asked for at a time. */
  errand?: Errand
}

interface Success {
  data: Uint8Array[]
  headers: Headers
  facts: RequestFacts
}

/** What went to the API: requests, repeated ones included; those that repeat another; those that were given up. */
export interface Traffic {
  requests: number
  retries: number
  failures: number
  /** The last one that ended was given up, and not because of what it asked for. */
  isFailing: boolean
}

/** GET requests to one API: pooled, bounded in number, time and size, repeated where that can help. */
export class HttpClient {
  readonly #baseUrl: HttpOptions['baseUrl']
  readonly #keySent: boolean
  /** The key, where it is long enough to be one; what upstream repeats of it must not get into an error. */
  readonly #secret: string
  readonly #limits: { timeoutMs: number; maxBytes: number }
  readonly #policy: RetryPolicy
  readonly #random: () => number
  readonly #now: () => number
  readonly #wait: typeof sleep
  readonly #limit: RequestLimit
  readonly #gate: Gate
  readonly #exchange: Exchange
  #base: Promise<URL> | undefined
  /** Counted since the start. */
  readonly traffic: Traffic = { requests: 0, retries: 0, failures: 0, isFailing: false }

  /** Opens nothing: connections are made with the first request. */
  constructor(options: HttpOptions) {
    const { apiKey = '', concurrency = 4, timeoutMs = 30_000, maxBytes = 64 * 1024 * 1024 } = options
    const { retryBaseMs = RETRY_POLICY.baseMs, maxConcurrency = concurrency } = options
    this.#baseUrl = options.baseUrl
    this.#keySent = apiKey !== ''
    this.#secret = apiKey.length >= 8 ? apiKey : ''
    this.#limits = { timeoutMs, maxBytes }
    this.#policy = { ...RETRY_POLICY, baseMs: retryBaseMs, budgetMs: options.retryBudgetMs ?? RETRY_POLICY.budgetMs }
    this.#random = options.random ?? Math.random
    this.#now = options.now ?? Date.now
    this.#wait = options.wait ?? sleep
    this.#limit = new RequestLimit(concurrency, mostOf(maxConcurrency))
    this.#gate = new Gate(() => this.#limit.size, maxConcurrency)
    this.#exchange = new Exchange({ apiKey, connections: maxConcurrency, timeoutMs, maxBytes })
  }

  /** Requests that may be under way at a time, as it stands. */
  get concurrency(): number {
    return this.#limit.size
  }

  /**
   * The JSON body.
   * @param path segments, not yet encoded
   * @throws ConversationsError of the kind that fits, or the reason of `request.signal`
   */
  async getJson(path: readonly string[], request: HttpRequest): Promise<unknown> {
    return this.#get(path, 'application/json', request, async ({ data, headers, facts }) => {
      const { text, value } = await readJson(data)
      if (!isAnswer(value)) throw notJsonError(text, value !== undefined, headers, facts)
      return value
    })
  }

  /**
   * The body as it is, and its content type without parameters ('' where the answer has none).
   * @throws as `getJson`
   */
  async getBytes(path: readonly string[], request: HttpRequest): Promise<{ data: Uint8Array; mimeType: string }> {
    return this.#get(path, '*/*', request, ({ data, headers }) => {
      const [type = ''] = String(headers['content-type'] ?? '').split(';')
      return { data: Buffer.concat(data), mimeType: type.trim().toLowerCase() }
    })
  }

  /** Ends all connections; requests under way and later ones fail. */
  async close(): Promise<void> {
    await this.#exchange.close()
  }

  /** @param read makes the result of a body, or throws a ShapeError: where that may pass, the request is repeated */
  async #get<T>(
    segments: readonly string[],
    accept: string,
    request: HttpRequest,
    read: (success: Success) => T | Promise<T>,
  ): Promise<T> {
    const path = apiPath(segments)
    const { signal, errand = 'question' } = request
    const ask = async (): Promise<T> => {
      const base = await withAbort(this.#resolveBase(), signal)
      const query = request.query?.size ? `?${request.query}` : ''
      return this.#getRepeatedly(base, `${base.pathname.replace(/\/+$/, '')}${path}${query}`, accept, request, read)
    }
    return this.#gate.run(ask, errand, signal)
  }

  async #getRepeatedly<T>(
    base: URL,
    path: string,
    accept: string,
    { what, signal, errand }: HttpRequest,
    read: (success: Success) => T | Promise<T>,
  ): Promise<T> {
    const { timeoutMs, maxBytes } = this.#limits
    const startedMs = this.#now()
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#getOnce(base.origin, path, accept, errand === 'bulk', signal)
      const headers: Headers = typeof answer === 'string' ? {} : answer.headers
      const facts: RequestFacts = {
        what,
        host: base.host,
        keySent: this.#keySent,
        tries,
        retryAfterSecs: null,
        timeoutMs,
        proxySet: isProxySet(),
        requestId: readRequestId(headers, this.#secret),
      }
      let failure: FailedTry['failure'] = typeof answer === 'string' ? answer : answer.status
      let broken: ShapeError | null = null
      this.traffic.isFailing = typeof answer === 'string' || answer.status === 429 || answer.status >= 500
      if (typeof answer !== 'string' && isSuccess(answer.status)) {
        if (answer.body === null) throw tooLargeError(maxBytes, facts)
        try {
          return await read({ data: answer.body, headers, facts })
        } catch (error) {
          if (!(error instanceof ShapeError && error.mayPass)) throw error
          failure = 'broken_body'
          broken = error
        }
      }
      const nowMs = this.#now()
      const failed = { failure, headers, tries, elapsedMs: nowMs - startedMs, nowMs, random: this.#random() }
      const { waitMs, retryAfterSecs } = decideRetry(failed, this.#policy)
      this.traffic[waitMs === null ? 'failures' : 'retries'] += 1
      if (waitMs === null) {
        facts.retryAfterSecs = retryAfterSecs
        if (broken) throw broken
        throw typeof answer === 'string'
          ? networkError(answer, facts)
          : responseError(answer.status, this.#readError(answer.body), facts)
      }
      await this.#wait(waitMs, signal)
    }
  }

  /** One try, from which the limit learns. */
  async #getOnce(
    origin: string,
    path: string,
    accept: string,
    isBulk: boolean,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer | NetworkFailure> {
    this.traffic.requests += 1
    const sending = this.#limit.send(this.#gate.running)
    let answer: HttpAnswer | NetworkFailure = 'other'
    try {
      answer = await this.#exchange.get(origin, path, accept, signal)
      return answer
    } finally {
      const ms = isBulk && typeof answer !== 'string' ? answer.headersMs : null
      this.#limit.settle(sending, outcomeOf(answer), ms)
    }
  }

  #readError(body: Uint8Array[] | null): string {
    const text = atOnce(decodeInPieces(body ?? []))
    return this.#secret === '' ? text : text.replaceAll(this.#secret, '?')
  }

  #resolveBase(): Promise<URL> {
    this.#base ??= readBase(this.#baseUrl).catch((error: unknown) => {
      // The next request asks again.
      this.#base = undefined
      throw error
    })
    return this.#base
  }
}

function outcomeOf(answer: HttpAnswer | NetworkFailure): Outcome {
  if (typeof answer === 'string') return answer === 'timeout' ? 'refused' : 'failed'
  if (answer.status === 429 || answer.status === 503) return 'refused'
  return isSuccess(answer.status) ? 'answered' : 'failed'
}

async function readBase(baseUrl: HttpOptions['baseUrl']): Promise<URL> {
  const text = typeof baseUrl === 'string' ? baseUrl : await baseUrl()
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new ConfigurationError('ELEVENLABS_BASE_URL is not an http or https URL.')
}
