import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Recipe } from '../../engine/recipe.ts'
import { render, type Sql } from '../../engine/sql.ts'
import type { Tallied } from '../../tally/tally.ts'
import { SQLITE } from '../dialect.ts'
import type { Answer, Counted, More, ReaderStart, Request } from './messages.ts'

/** What the build makes of `worker.ts`; used from there whether these sources are built or not. */
const WORKER = new URL(
  'archive-reader.js',
  new URL(import.meta.url.endsWith('.ts') ? '../../../../dist/chunks/' : './', import.meta.url),
)

/** A connection of its own in a thread of its own, which answers one statement at a time. */
export class Reader {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  #settle: ((answer: Answer | Error) => void) | null = null
  #broken: Error | null = null

  private constructor(path: string) {
    this.#worker = new Worker(WORKER, {
      workerData: { path } satisfies ReaderStart,
      ...{ env: {}, execArgv: [], argv: [] },
    })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => this.#settle?.(answer))
    // What a driver throws may come over as an object that is no Error any more, and would pass for an answer.
    this.#worker.on('error', cause => this.#break(new Error('the thread that reads the archive failed', { cause })))
    this.#ended = new Promise(resolve =>
      this.#worker.once('exit', () => {
        this.#break(new Error('the thread that reads the archive ended'))
        resolve()
      }),
    )
  }

  /** @throws the driver's error where the file cannot be opened */
  static async start(path: string): Promise<Reader> {
    const reader = new Reader(path)
    try {
      await reader.#answer()
      return reader
    } catch (error) {
      await reader.close()
      throw error
    }
  }

  /** Whether it can be asked anything more. */
  get isBroken(): boolean {
    return this.#broken !== null
  }

  /** Rows, or the first one: of the moment of the first question since `end`. @throws the driver's error */
  async ask(want: 'all' | 'first', query: Sql): Promise<unknown> {
    this.#send({ want, ...render(query, SQLITE) })
    return await this.#answer()
  }

  /** What is told by the queries, counted there. Many rows come in parts, between which others get their turn here. */
  async count(queries: readonly Sql[], recipe: Recipe): Promise<Tallied> {
    this.#send({ want: 'count', asked: queries.map(query => render(query, SQLITE)), recipe })
    let { tallied, isMore } = (await this.#answer()) as Counted
    while (isMore) {
      await nextTurn()
      this.#send({ want: 'more' })
      const more = (await this.#answer()) as More
      for (const row of more.rows) tallied.rows.push(row)
      isMore = more.isMore
    }
    return tallied
  }

  end(): void {
    this.#send({ want: 'end' })
  }

  /** When it has answered. */
  async close(): Promise<void> {
    this.#worker.ref()
    this.#send({ want: 'close' })
    await this.#ended
  }

  #send(request: Request): void {
    this.#worker.postMessage(request)
  }

  async #answer(): Promise<unknown> {
    if (this.#broken) throw this.#broken
    // Only a question that somebody waits for keeps the process alive.
    this.#worker.ref()
    const answer = await new Promise<Answer | Error>(settle => {
      this.#settle = settle
    })
    this.#settle = null
    this.#worker.unref()
    if (answer instanceof Error) throw answer
    if ('failed' in answer) throw Object.assign(new Error(answer.failed), { errcode: answer.errcode })
    return answer.told
  }

  #break(error: Error): void {
    this.#broken ??= error
    this.#settle?.(this.#broken)
  }
}
