import { randomUUID } from 'node:crypto'
import { escapeLiteral, type Pool, type PoolClient } from 'pg'

/* LISTEN and NOTIFY: servers tell each other that they have written. */

/** One for all archives of a database; what is told says which it is of. */
const CHANNEL = 'conversations_mcp'
/** Milliseconds until a connection that broke is tried again. Whoever waits looks now and then without news, too. */
const AGAIN_MS = 2_000

/** One connection that listens, from the first time that somebody watches. */
export class Listening {
  readonly #pool: Pool
  readonly #schema: string
  /** A server is not told of what it writes itself. */
  readonly #own: string
  readonly #listeners = new Set<() => void>()
  #client: PoolClient | undefined
  #again: NodeJS.Timeout | undefined
  #isOpening = false
  #isOver = false

  constructor(pool: Pool, schema: string) {
    this.#pool = pool
    this.#schema = schema
    this.#own = `${randomUUID()} ${schema}`
  }

  /** To be said in the transaction that writes: others hear of it when that is over, and only then. */
  get tell(): string {
    return `SELECT pg_notify('${CHANNEL}', ${escapeLiteral(this.#own)})`
  }

  /** @returns ends it */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener)
    void this.#open()
    return () => void this.#listeners.delete(listener)
  }

  /** For good. */
  close(): void {
    this.#isOver = true
    clearTimeout(this.#again)
    this.#end()
  }

  async #open(): Promise<void> {
    if (this.#client || this.#isOpening || this.#again || this.#isOver) return
    this.#isOpening = true
    try {
      const client = await this.#pool.connect()
      this.#client = client
      client.on('error', this.#lost)
      client.on('notification', this.#hear)
      await client.query(`LISTEN ${CHANNEL}`)
      // What came before it listened.
      for (const listener of this.#listeners) listener()
    } catch (error) {
      this.#lost(error as Error)
    } finally {
      this.#isOpening = false
    }
    if (this.#isOver) this.#end()
  }

  readonly #hear = ({ payload }: { payload?: string | undefined }): void => {
    if (payload === this.#own || !payload?.endsWith(` ${this.#schema}`)) return
    for (const listener of this.#listeners) listener()
  }

  readonly #lost = (error: Error): void => {
    this.#end(error)
    if (this.#isOver) return
    this.#again ??= setTimeout(() => {
      this.#again = undefined
      void this.#open()
    }, AGAIN_MS).unref()
  }

  /** The connection ends with its listening: nobody else should hear of it. */
  #end(error: Error | true = true): void {
    const client = this.#client
    this.#client = undefined
    // What it may still say on its way out concerns nobody.
    client
      ?.off('notification', this.#hear)
      .off('error', this.#lost)
      .on('error', () => {})
    client?.release(error)
  }
}
