/** What the books hold of an answer, beside who asked. */
export interface Booked {
  what: string
  calls: number
  agents: 'all' | readonly string[]
}

/** The tool whose answers are kept: it tells of one call, and most often the same as a minute ago. */
const TOOL = 'get_conversation'
/** As long as a record counts as new (`archive/due`). */
const KEPT_MS = 60_000
const MOST_ANSWERS = 500
/** In characters. */
const LONGEST_ANSWER = 65_536
/** In bytes. */
const LONGEST_REQUEST = 4_096

/** A request of which nothing was read yet: whether an answer may be kept that fits it. */
export const mayBeKept = ({ method, headers }: Request): boolean => {
  const length = Number(headers.get('content-length') ?? 0)
  return method === 'POST' && headers.get('mcp-name') === TOOL && length > 0 && length <= LONGEST_REQUEST
}

/** What is asked, by which everything in the answer is decided but its id; and that id. */
export interface Question {
  key: string
  id: string | number
}

/** What the protocol reads of a request beside its body. */
const READ = ['accept', 'content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id']

/** null: it is none that has one answer. @param seen what may be seen by whoever asks */
export function questionOf(body: string, headers: Headers, seen: string): Question | null {
  try {
    const { id, ...rest } = JSON.parse(body)
    if (typeof id !== 'string' && !Number.isSafeInteger(id)) return null
    return { id, key: JSON.stringify([seen, READ.map(name => headers.get(name)), rest]) }
  } catch {
    return null
  }
}

interface Kept {
  /** The answer without its end, which has the id; as bytes, since to make them takes as long as all else. */
  beginning: Buffer
  headers: Record<string, string>
  booked: Booked
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

  find({ key, id }: Question, version: string): (Pick<Kept, 'headers' | 'booked'> & { bytes: Buffer }) | null {
    const kept = this.#kept.get(key)
    if (!kept || kept.version !== version || kept.untilMs < this.#nowMs()) return null
    const { beginning, headers, booked } = kept
    const bytes = Buffer.concat([beginning, Buffer.from(endOf(id))])
    // Without a length, which Node cannot know when it writes the head, it would be sent in chunks.
    return { bytes, headers: { ...headers, 'content-length': String(bytes.length) }, booked }
  }

  /** @returns the response, which was read */
  async keep(question: Question, version: string, booked: Booked, response: Response): Promise<Response> {
    const { headers } = response
    const text = await response.text()
    const end = endOf(question.id)
    if (text.endsWith(end) && text.length <= LONGEST_ANSWER) {
      // The oldest first.
      this.#kept.delete(question.key)
      const beginning = Buffer.from(text.slice(0, -end.length))
      const untilMs = this.#nowMs() + KEPT_MS
      this.#kept.set(question.key, { beginning, headers: Object.fromEntries(headers), booked, version, untilMs })
      if (this.#kept.size > MOST_ANSWERS) this.#kept.delete(this.#kept.keys().next().value!)
    }
    return new Response(text, { headers })
  }
}

const endOf = (id: string | number): string => `,"jsonrpc":"2.0","id":${JSON.stringify(id)}}`
