import { render, type Sql } from '../engine/sql.ts'
import type { Row, Value } from '../engine/values.ts'
import { bindable } from './bind.ts'
import { SQLITE } from './dialect.ts'
import { type Connection, openConnection, type Statement } from './driver.ts'

const BUSY_TIMEOUT_MS = 5_000

/** SQLite's primary result code: 5 busy, 8 read-only, 11 corrupt, 13 full, 19 constraint …; 0: not from SQLite. */
export const sqliteCode = (error: unknown): number => extendedCode(error) & 0xff

/** The same with the details in its upper bytes. */
export function extendedCode(error: unknown): number {
  const { errcode, rawCode, cause } = (error ?? {}) as { errcode?: number; rawCode?: number; cause?: unknown }
  return errcode ?? rawCode ?? (cause === undefined ? 0 : extendedCode(cause))
}

/** One connection. Everything is synchronous and blocks the event loop: keep statements and transactions short. */
export class Database {
  readonly #connection: Connection
  readonly #explain: (error: unknown) => unknown
  readonly #statements = new Map<string, { statement: Statement; arity: number }>()
  #inTransaction = false
  #isOpen = true

  /**
   * @param explain makes an error for the reader of what the driver throws
   * @throws ArchiveError where there is no driver
   */
  constructor(file: string, explain: (error: unknown) => unknown = error => error) {
    this.#explain = explain
    this.#connection = this.#try(() => openConnection(file, BUSY_TIMEOUT_MS))
    try {
      // What is deleted is overwritten: calls leave the disk, not only the tables.
      this.exec('PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON')
    } catch (error) {
      this.#connection.close()
      throw error
    }
  }

  /** Statements without parameters. */
  exec(sql: string): void {
    this.#try(() => this.#connection.exec(sql))
  }

  /** @returns how many rows were changed. Each `?` takes one value. */
  run(sql: string | Sql, params: readonly Value[] = []): number {
    return this.#use(sql, params, (statement, values) => Number(statement.run(values).changes))
  }

  /** The first row. */
  get(sql: string | Sql, params: readonly Value[] = []): Row | undefined {
    return this.#use(sql, params, (statement, values) => statement.get(values))
  }

  /** All rows at once: ask for as many as fit into memory. */
  all(sql: string | Sql, params: readonly Value[] = []): Row[] {
    return this.#use(sql, params, (statement, values) => statement.all(values))
  }

  /**
   * Does the work as a whole or not at all, and alone among all writers. Inside another transaction it is a part of it.
   * The work must not wait for anything.
   */
  transaction<T>(work: () => T): T {
    // A transaction that begins as a reader and turns writer fails at once while another process writes.
    return this.#within('BEGIN IMMEDIATE', work)
  }

  /** Whatever is read is of one moment, also where other processes write. The work must not wait for anything. */
  snapshot<T>(work: () => T): T {
    return this.#within('BEGIN', work)
  }

  #within<T>(begin: string, work: () => T): T {
    if (this.#inTransaction) return work()
    this.exec(begin)
    this.#inTransaction = true
    try {
      const result = work()
      if (result instanceof Promise) throw new TypeError('a transaction cannot wait')
      this.exec('COMMIT')
      return result
    } catch (error) {
      this.#rollBack()
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  /** Lets readers work beside a writer, from now on. Where the file system cannot do that, all stays as it is. */
  useWriteAheadLog(): void {
    // Unlike all others this statement fails at once while another process writes, or does the same.
    const deadline = performance.now() + BUSY_TIMEOUT_MS
    for (;;) {
      try {
        this.#connection.exec('PRAGMA journal_mode = WAL')
        return
      } catch (error) {
        if (sqliteCode(error) !== 5 || performance.now() > deadline) throw this.#explain(error)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
      }
    }
  }

  /** Twice is fine. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#statements.clear()
    try {
      // libsql keeps the log's files until the process ends; so at least they are left empty.
      this.#connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // Another process works with the file; the last one to close it does this.
    }
    this.#connection.close()
  }

  #use<T>(sql: string | Sql, params: readonly Value[], work: (statement: Statement, values: unknown[]) => T): T {
    const query = typeof sql === 'string' ? { text: sql, values: params } : render(sql, SQLITE)
    const { statement, arity } = this.#prepare(query.text)
    // For a missing value libsql takes that of the call before.
    if (query.values.length !== arity) {
      throw new RangeError(`${query.values.length} values for ${arity} parameters: ${query.text}`)
    }
    const values = query.values.map(bindable)
    return this.#try(() => work(statement, values))
  }

  /** Kept by text, since libsql never frees a statement: texts must be few, so values are never part of them. */
  #prepare(sql: string): { statement: Statement; arity: number } {
    if (!this.#isOpen) throw new Error('the archive is closed')
    const known = this.#statements.get(sql)
    if (known) return known
    const prepared = { statement: this.#try(() => this.#connection.prepare(sql)), arity: sql.split('?').length - 1 }
    this.#statements.set(sql, prepared)
    return prepared
  }

  #rollBack(): void {
    try {
      this.#connection.exec('ROLLBACK')
    } catch {
      // SQLite has rolled back by itself; the first error is the one to tell.
    }
  }

  #try<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw this.#explain(error)
    }
  }
}
