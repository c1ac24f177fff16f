import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { HttpClient, type HttpOptions } from '../../src/api/http.ts'

/** Answers one request; `number` counts from 0. */
export type Answer = (response: ServerResponse, request: IncomingMessage, number: number) => void

export interface Scripted {
  url: string
  /** `host:port`, as error messages name it. */
  host: string
  requests: { path: string; headers: IncomingMessage['headers'] }[]
  /** Largest number of requests that were open at the same time. */
  peak(): number
  /** Connections accepted so far. */
  connections(): number
}

/** A real server that gives the answers in turn, the last one for ever; gone when the test ends. */
export async function serve(...answers: Answer[]): Promise<Scripted> {
  const requests: Scripted['requests'] = []
  const sockets = new Set<Socket>()
  let open = 0
  let peak = 0
  let connections = 0
  const server = createServer((request, response) => {
    const number = requests.length
    requests.push({ path: request.url ?? '', headers: request.headers })
    open += 1
    peak = Math.max(peak, open)
    response.once('close', () => {
      open -= 1
    })
    answers[Math.min(number, answers.length - 1)]!(response, request, number)
  })
  server.on('connection', socket => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `http://${host}`, host, requests, peak: () => peak, connections: () => connections }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }

export const raw =
  (body: string | Uint8Array, contentType: string, status = 200): Answer =>
  response => {
    response.writeHead(status, { 'content-type': contentType })
    response.end(body)
  }

export const after =
  (ms: number, answer: Answer): Answer =>
  (response, request, number) => {
    setTimeout(() => answer(response, request, number), ms)
  }

/** Never answers. */
export const silence: Answer = () => {}

/** Breaks the connection instead of answering. */
export const hangUp: Answer = (_response, request) => {
  request.socket.destroy()
}

/** Starts a body and leaves it unfinished; hangs up where told to. */
export const halfBody =
  (start: string, end: 'stall' | 'hang up'): Answer =>
  response => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write(start, () => {
      if (end === 'hang up') response.socket?.destroy()
    })
  }

/** What the promise rejects with; fails where it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

/** Everything an error could tell to anybody: texts, stack, causes, own properties. */
export function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = Object.getOwnPropertyNames(error).map(name => `${name}=${String(Reflect.get(error, name))}`)
  return [error.message, error.stack, JSON.stringify(error), ...own, error.cause && everythingIn(error.cause)].join(
    '\n',
  )
}

/** Short waits; everything else as in life. */
export function client(baseUrl: HttpOptions['baseUrl'], options: Partial<HttpOptions> = {}): HttpClient {
  const http = new HttpClient({ baseUrl, apiKey: 'key_1', retryBaseMs: 2, timeoutMs: 2_000, ...options })
  onTestFinished(() => http.close())
  return http
}
/** The thing that these tests ask for. */
export const get = (http: HttpClient, signal?: AbortSignal) =>
  http.getJson(['things', 'x'], { what: 'thing x', signal })
