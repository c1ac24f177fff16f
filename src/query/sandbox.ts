import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { brotliDecompress } from 'node:zlib'
import { VIEWS } from './views/views.ts'
import type { Answer, Reads, Request, Result, ResultLimits, Rows, WorkerStart } from './worker/messages.ts'

/** What the build makes of `worker/worker.ts`, and of SQLite; used from there whether these sources are built or not. */
const BUILT = new URL(import.meta.url.endsWith('.ts') ? '../../dist/chunks/' : './', import.meta.url)
const WORKER = new URL('query-worker.js', BUILT)

let compiled: Promise<WebAssembly.Module> | undefined

/** Once for all queries. */
async function sqlite(): Promise<WebAssembly.Module> {
  compiled ??= readFile(new URL('sqlite3.wasm.br', BUILT))
    .then(bytes => promisify(brotliDecompress)(bytes))
    .then(bytes => WebAssembly.compile(bytes))
  return compiled
}

const MB = 2 ** 20
/** Of SQLite, and of the thread beside it. */
const MEMORY = 512 * MB
const THREAD_MB = 256

/** Why a statement came to nothing; `why` in SQLite's words. */
export class StatementFailed extends Error {
  readonly kind: 'wrong' | 'full' | 'slow'

  constructor(kind: StatementFailed['kind'], why = '') {
    super(why)
    this.kind = kind
  }
}

/** A database of its own in a thread of its own, without this process's environment, for one statement. */
export class Sandbox {
  readonly #worker: Worker
  #settle: ((answer: Answer | Error) => void) | null = null
  #broken: Error | null = null

  private constructor(module: WebAssembly.Module, now: number) {
    const views = VIEWS.map(({ name, key, columns }) => ({
      ...{ name, key },
      columns: columns.map(({ name, type }) => ({ name, type })),
    }))
    this.#worker = new Worker(WORKER, {
      workerData: { module, views, memory: MEMORY, now } satisfies WorkerStart,
      ...{ env: {}, execArgv: [], argv: [], resourceLimits: { maxOldGenerationSizeMb: THREAD_MB } },
    })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => this.#settle?.(answer))
    this.#worker.on('error', error => this.#break(error))
    this.#worker.on('exit', () => this.#break(new Error('the thread of the query ended')))
  }

  /** @param now Unix seconds: what statements take for the time */
  static async start(now: number): Promise<Sandbox> {
    const sandbox = new Sandbox(await sqlite(), now)
    await sandbox.#answer()
    return sandbox
  }

  /** What the statement reads. @throws StatementFailed */
  async prepare(sql: string): Promise<Reads> {
    return ((await this.#ask({ do: 'prepare', sql })) as { reads: Reads }).reads
  }

  /** @throws StatementFailed */
  async add(rows: Rows): Promise<void> {
    await this.#ask({ do: 'add', rows })
  }

  /** @throws StatementFailed; the thread is ended where it takes longer than `ms` */
  async run(sql: string, limits: ResultLimits, ms: number): Promise<Result> {
    const timer = setTimeout(() => this.#break(new StatementFailed('slow')), ms)
    try {
      return ((await this.#ask({ do: 'run', sql, limits })) as { result: Result }).result
    } finally {
      clearTimeout(timer)
    }
  }

  /** Twice is fine. */
  end(): void {
    this.#break(new Error('the query was ended'))
  }

  async #ask(request: Request): Promise<Answer> {
    this.#worker.postMessage(request)
    const answer = await this.#answer()
    if ('full' in answer) throw new StatementFailed('full')
    if ('error' in answer) throw new StatementFailed('wrong', answer.error)
    return answer
  }

  async #answer(): Promise<Answer> {
    if (this.#broken) throw this.#broken
    this.#worker.ref()
    const answer = await new Promise<Answer | Error>(settle => {
      this.#settle = settle
    })
    this.#settle = null
    this.#worker.unref()
    if (answer instanceof Error) throw answer
    return answer
  }

  #break(error: Error): void {
    if (this.#broken) return
    const isFull = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
    this.#broken = isFull ? new StatementFailed('full') : error
    this.#settle?.(this.#broken)
    void this.#worker.terminate()
  }
}
