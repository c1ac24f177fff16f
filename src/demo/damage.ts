import { setTimeout as sleep } from 'node:timers/promises'
import { errorContent } from './errors.ts'
import type { Damage, Fault } from './fault.ts'
import type { Json } from './world.ts'

/** What an answer is spoiled with. */
export interface Exchange {
  request: Request
  /** Asks the API itself, without faults. */
  ask: (request: Request) => Response | Promise<Response>
  /** Ends the connection, as a reset. */
  hangUp: () => void
  megabytes: number
}

type Spoil = (answer: Response, exchange: Exchange) => Response | Promise<Response>

/** The same answer with other content, chunked if that is a stream. */
function withBody(
  answer: Response,
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Response {
  const all = new Headers(answer.headers)
  all.delete('content-length')
  for (const [name, value] of Object.entries(headers)) all.set(name, value)
  return new Response(body, { status: answer.status, headers: all })
}

const json = (content: unknown): Spoil => {
  return answer => withBody(answer, JSON.stringify(content))
}

/** Changes a page; anything else stays as it is. */
const page = (change: (page: Json, exchange: Exchange) => Json | Promise<Json>): Spoil => {
  return async (answer, exchange) => {
    const text = await answer.text()
    const content = JSON.parse(text)
    if (!('has_more' in content)) return withBody(answer, text)
    return withBody(answer, JSON.stringify(await change(content, exchange)))
  }
}

const cursorOf = (request: Request) => new URL(request.url).searchParams.get('cursor')

/** The one list in a page: conversations, results, agents, conversation_tags or topics. */
const itemsName = (content: Json) => Object.keys(content).find(name => Array.isArray(content[name]))!

const EMPTY_PAGE = 'empty-page.'

/** Takes the marks of empty pages off the cursor, so that a walk goes on behind them. */
export function withoutEmptyPages(request: Request): Request {
  const cursor = cursorOf(request)
  if (!cursor?.startsWith(EMPTY_PAGE)) return request
  const url = new URL(request.url)
  const real = cursor.replaceAll(EMPTY_PAGE, '')
  if (real) url.searchParams.set('cursor', real)
  else url.searchParams.delete('cursor')
  return new Request(url, { method: request.method, headers: request.headers })
}

async function repeatFirstPagesLast(content: Json, { request, ask }: Exchange): Promise<Json> {
  const url = new URL(request.url)
  if (!url.searchParams.has('cursor')) return content
  url.searchParams.delete('cursor')
  const first = (await (await ask(new Request(url, { headers: request.headers }))).json()) as Json
  const name = itemsName(content)
  return { ...content, [name]: [first[name].at(-1), ...content[name]] }
}

/** Sends half of the announced bytes, lets them arrive, and hangs up. */
async function cut(answer: Response, { hangUp }: Exchange): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const halves = [bytes.subarray(0, bytes.length / 2)]
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const half = halves.pop()
      if (half) return controller.enqueue(half)
      await sleep(20)
      hangUp()
    },
  })
  return withBody(answer, stream, { 'content-length': String(bytes.length) })
}

/** Puts megabytes of padding into a JSON object, without saying beforehand how many. */
async function huge(answer: Response, { megabytes }: Exchange): Promise<Response> {
  const text = await answer.text()
  const padding = new TextEncoder().encode('x'.repeat(2 ** 16))
  let left = megabytes * 16
  const stream = new ReadableStream<Uint8Array>({
    start: controller => controller.enqueue(new TextEncoder().encode('{"padding":"')),
    pull(controller) {
      if (left-- > 0) return controller.enqueue(padding)
      controller.enqueue(new TextEncoder().encode(`",${text.slice(1)}`))
      controller.close()
    },
  })
  return withBody(answer, stream, { 'transfer-encoding': 'chunked' })
}

const DAMAGES = {
  /** The connection is reset before any byte of the answer. */
  reset: (answer, { hangUp }) => {
    hangUp()
    return answer
  },
  /** The connection is reset in the middle of the body. */
  cut,
  huge,
  /** A complete answer with half a JSON text. */
  'truncated-json': async answer => {
    const text = await answer.text()
    return withBody(answer, text.slice(0, text.length / 2))
  },
  array: json([]),
  string: json('unexpected'),
  null: json(null),
  'missing-fields': json({}),
  /** Leads back to the page asked for, for ever; the first page is as it should be. */
  'repeated-cursor': page((content, { request }) =>
    cursorOf(request) === null ? content : { ...content, has_more: true, next_cursor: cursorOf(request) },
  ),
  /** There is more, but not how to get it. */
  'null-cursor': page(content => ({ ...content, has_more: true, next_cursor: null })),
  /** Nothing here, but the next page has what this one should have had. */
  'empty-page': page((content, { request }) => ({
    ...content,
    [itemsName(content)]: [],
    has_more: true,
    next_cursor: `${EMPTY_PAGE}${cursorOf(request) ?? ''}`,
  })),
  /** Every later page begins with the last item of the first one. */
  duplicates: page(repeatFirstPagesLast),
} satisfies Record<Damage, Spoil>

/** The answer with the fault in it. */
export async function answerWith(fault: Fault, exchange: Exchange): Promise<Response> {
  if (fault.delayMs) await sleep(fault.delayMs, undefined, { ref: false })
  const answer = fault.status === undefined ? await exchange.ask(exchange.request) : replaced(fault, fault.status)
  return fault.damage ? DAMAGES[fault.damage](answer, exchange) : answer
}

function replaced({ body, shape = 'structured', headers }: Fault, status: number): Response {
  const id = 'req_demo_fault'
  const [contentType, text] =
    body === undefined
      ? errorContent(status, shape, id)
      : ['application/json', typeof body === 'string' ? body : JSON.stringify(body)]
  return new Response(text, { status, headers: { 'content-type': contentType, 'request-id': id, ...headers } })
}
