import type { Readable, Writable } from 'node:stream'
import { type JSONRPCMessage, ProtocolErrorCode, type RequestId, type Transport } from '@modelcontextprotocol/server'
import { envelopeInWords, reworded } from '../protocol-words.ts'
import { framesOf } from './frames.ts'
import { type Line, Lines } from './lines.ts'

/**
 * Messages, one a line. In place of the library's own: a line that is too long, that is no JSON or no message of the
 * protocol is answered where it has an id, and the answers under way can be waited for.
 */
export class Wire implements Transport {
  onmessage?: (message: JSONRPCMessage) => void
  onerror?: (error: Error) => void
  onclose?: () => void
  readonly #input: Readable
  readonly #output: Writable
  readonly #lines = new Lines()
  /** Requests, with the `_meta` of each. */
  readonly #unanswered = new Map<RequestId, unknown>()
  readonly #waiting: (() => void)[] = []
  #isClosed = false

  constructor(input: Readable, output: Writable) {
    this.#input = input
    this.#output = output
  }

  async start(): Promise<void> {
    this.#input.on('data', (chunk: Buffer) => this.#read(this.#lines.push(chunk)))
    this.#input.on('error', error => this.onerror?.(error))
    this.#input.once('end', () => this.#read(this.#lines.end()))
  }

  send(message: JSONRPCMessage): Promise<void> {
    const isAnswer = !('method' in message)
    return this.#write(JSON.stringify(this.#inWords(reworded(message)))).finally(() => {
      if (isAnswer && message.id !== undefined) this.#settle(message.id)
    })
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#input.pause()
    this.onclose?.()
  }

  /** Comes when every request has its answer, or after so many milliseconds. */
  allAnswered(ms: number): Promise<void> {
    if (this.#unanswered.size === 0) return Promise.resolve()
    return new Promise(resolve => {
      this.#waiting.push(resolve)
      setTimeout(resolve, ms).unref()
    })
  }

  #read(lines: Iterable<Line>): void {
    for (const line of lines) {
      for (const frame of this.#isClosed ? [] : framesOf(line)) {
        if ('message' in frame) this.#deliver(frame.message)
        else if ('refusal' in frame) void this.#write(frame.refusal).catch(() => undefined)
        else this.onerror?.(new Error(frame.complaint))
      }
    }
  }

  #deliver(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message) {
      // Two answers under one id would tell nobody which is which; the library would leave one of them out.
      if (this.#unanswered.has(message.id)) {
        this.#refuseTaken(message.id)
        return
      }
      // A subscription is answered when it ends, not before.
      if (message.method !== 'subscriptions/listen') this.#unanswered.set(message.id, message.params?._meta)
    } else if ('method' in message && message.method === 'notifications/cancelled') {
      // What is cancelled is not answered.
      this.#settle(message.params?.requestId as RequestId)
    }
    this.onmessage?.(message)
  }

  /** The library does not say which member of the envelope is wrong. */
  #inWords(message: JSONRPCMessage): JSONRPCMessage {
    if (!('error' in message) || !message.error.message.startsWith('Invalid _meta envelope')) return message
    const words = envelopeInWords(this.#unanswered.get(message.id as RequestId))
    return words === '' ? message : { ...message, error: { ...message.error, message: `Invalid request: ${words}.` } }
  }

  #refuseTaken(id: RequestId): void {
    const error = {
      code: ProtocolErrorCode.InvalidRequest,
      message: 'Invalid request: another request with this id is not answered yet.',
    }
    void this.#write(JSON.stringify({ jsonrpc: '2.0', id, error })).catch(() => undefined)
  }

  #settle(id: RequestId): void {
    if (!this.#unanswered.delete(id) || this.#unanswered.size > 0) return
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #write(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#output.write(`${line}\n`, error => (error ? reject(error) : resolve()))
    })
  }
}
