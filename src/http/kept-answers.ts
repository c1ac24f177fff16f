import type { IncomingMessage, ServerResponse } from 'node:http'

/** What the books hold of an answer, beside who asked. */
export interface Booked {
  what: string
  calls: number
  agents: 'all' | readonly string[]
}

/** The tool whose answers are kept: it tells of one call, and most often the same as a minute ago. */
const KEPT = 'get_conversation'
/** What takes its time: who asks the same meanwhile is told the same. */
const SHARED = ['analyze_conversations', 'explain_conversations', 'query_conversations', 'triage_conversations']
/** As long as a record counts as new (`archive/due`). */
const KEPT_MS = 60_000
const MOST_ANSWERS = 500
/** In bytes. */
const LONGEST_ANSWER = 65_536
const LONGEST_REQUEST = 4_096

/** A request of which nothing was read yet: whether what it is told may be told to others, and how long. */
export function repeated({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): 'kept' | 'shared' | null {
  const length = Number(headers['content-length'] ?? 0)
  const name = String(headers['mcp-name'])
  if (method !== 'POST' || length <= 0 || length > LONGEST_REQUEST) return null
  return name === KEPT ? 'kept' : SHARED.includes(name) ? 'shared' : null
}

/** What is asked, by which everything in the answer is decided but its id; and that id. */
export interface Question {
  key: string
  id: string | number
}

/** What the protocol reads of a request beside its body. */
const READ = ['accept', 'content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id']

/**
 * null: it is none that has one answer. Equal are requests of the same letters, but for the id: to compare what they mean
 * would take longer than to find the answer.
 * @param rawHeaders names and values in turn, as they were sent
 * @param seen what may be seen by whoever asks
 */
export function questionOf(body: string, rawHeaders: readonly string[], seen: string): Question | null {
  try {
    const { id } = JSON.parse(body)
    if (typeof id !== 'string' && !Number.isSafeInteger(id)) return null
    // Where it stands twice, one may be an argument.
    const [before, after, ...more] = body.split(`"id":${JSON.stringify(id)}`)
    if (after === undefined || more.length > 0) return null
    const read = rawHeaders.filter((_, at) => READ.includes(rawHeaders[at - (at % 2)]!.toLowerCase()))
    return { id, key: [seen, ...read, before, after].join('\n') }
  } catch {
    return null
  }
}

/** An answer as it left, for whoever else asks the same. */
export interface Told {
  /** Without its end, which has the id; as bytes, since to make them takes as long as all else. */
  beginning: Buffer
  headers: Record<string, string>
  booked: Booked
}

/** @returns the response, which was read; and what others may be told: null where it does not end as expected */
export async function readTold({ id }: Question, booked: Booked, response: Response) {
  const { headers } = response
  const text = await response.text()
  const end = endOf(id)
  const beginning = text.endsWith(end) ? Buffer.from(text.slice(0, -end.length)) : null
  const told: Told | null = beginning && { beginning, headers: Object.fromEntries(headers), booked }
  return { response: new Response(text, { headers }), told }
}

/** Writes the same answer under the id of another question. */
export function tell(outgoing: ServerResponse, { id }: Question, { beginning, headers }: Told): void {
  const end = endOf(id)
  // Without a length, which Node cannot know when it writes the head, it would be sent in chunks.
  const length = String(beginning.length + Buffer.byteLength(end))
  outgoing.writeHead(200, { ...headers, 'content-length': length })
  outgoing.write(beginning)
  outgoing.end(end)
}

interface Kept {
  told: Told
  version: string
  untilMs: number
}

/**
 * Answers as they left, for whoever asks the same while the archive they come from is as it was: to make one again takes
 * twenty times as long, and would tell the same under another mark.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, Kept>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  find({ key }: Question, version: string): Told | null {
    const kept = this.#kept.get(key)
    return !kept || kept.version !== version || kept.untilMs < this.#nowMs() ? null : kept.told
  }

  keep({ key }: Question, version: string, told: Told): void {
    if (told.beginning.length > LONGEST_ANSWER) return
    // The oldest first.
    this.#kept.delete(key)
    this.#kept.set(key, { told, version, untilMs: this.#nowMs() + KEPT_MS })
    if (this.#kept.size > MOST_ANSWERS) this.#kept.delete(this.#kept.keys().next().value!)
  }
}

/** Equal questions that are asked at the same time: one is answered, and its answer is that of the others, too. */
export class AnswersUnderWay {
  readonly #answers = new Map<string, Promise<Told | null>>()

  /** What somebody will be told who asks the same, null where that is theirs alone; undefined: nobody does. */
  find({ key }: Question, version: string): Promise<Told | null> | undefined {
    return this.#answers.get(`${version} ${key}`)
  }

  /** @param answering never rejects */
  add(question: Question, version: string, answering: Promise<Told | null>): void {
    const key = `${version} ${question.key}`
    this.#answers.set(key, answering)
    void answering.then(() => {
      if (this.#answers.get(key) === answering) this.#answers.delete(key)
    })
  }
}

const endOf = (id: string | number): string => `,"jsonrpc":"2.0","id":${JSON.stringify(id)}}`
