import { callable, type Sqlite } from './wasm.ts'

const OK = 0
const NOMEM = 7
const ROW = 100
const UTF8_COPIED = -1

/** What SQLite says is wrong. */
export class SqliteError extends Error {
  /** The memory was too small. */
  readonly isFull: boolean

  constructor(code: number, message: string) {
    super(message)
    this.isFull = (code & 0xff) === NOMEM
  }
}

/** Asked of everything that a statement would do: whether it may. The codes are SQLite's. */
export type Authorizer = (action: number, first: string | null, second: string | null) => boolean

/** A database in memory. */
export class MemoryDatabase {
  readonly #sqlite: Sqlite
  readonly #db: number
  #scratch = { place: 0, size: 0 }

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
    const place = this.#allocate(4)
    const code = this.#call.sqlite3_open_v2!(this.#text(':memory:'), place, 6, 0)
    this.#db = this.#view.getUint32(place, true)
    if (code !== OK) throw new SqliteError(code, 'the database cannot be opened')
  }

  get #call(): Sqlite['call'] {
    return this.#sqlite.call
  }

  /** The memory moves when it grows. */
  get #view(): DataView {
    return new DataView(this.#sqlite.memory.buffer)
  }

  /** @param limit its number, SQLite's */
  setLimit(limit: number, most: number): void {
    this.#call.sqlite3_limit!(this.#db, limit, most)
  }

  authorize(may: Authorizer): void {
    const asked = (_: number, action: number, first: number, second: number) =>
      may(action, this.#read(first), this.#read(second)) ? 0 : 1
    this.#call.sqlite3_set_authorizer!(this.#db, callable(this.#sqlite, asked), 0)
  }

  /** @returns the statement, null where the text holds none; and what follows it */
  prepare(sql: string): { statement: number | null; rest: string } {
    const text = this.#text(sql)
    const places = this.#allocate(8)
    const code = this.#call.sqlite3_prepare_v2!(this.#db, text, -1, places, places + 4)
    const [statement, end] = [this.#view.getUint32(places, true), this.#view.getUint32(places + 4, true)]
    if (code !== OK) throw this.#error(code)
    return { statement: statement || null, rest: this.#read(end) ?? '' }
  }

  /** One statement, or several, of our own. */
  exec(sql: string): void {
    for (let rest = sql; rest.trim() !== ''; ) {
      const prepared = this.prepare(rest)
      if (prepared.statement) {
        while (this.step(prepared.statement));
        this.finalize(prepared.statement)
      }
      rest = prepared.rest
    }
  }

  /** @returns whether there is a row */
  step(statement: number): boolean {
    const code = this.#call.sqlite3_step!(statement)
    if (code === ROW) return true
    if (code !== 101) throw this.#error(code)
    return false
  }

  reset(statement: number): void {
    this.#call.sqlite3_reset!(statement)
  }

  finalize(statement: number): void {
    this.#call.sqlite3_finalize!(statement)
  }

  isReadOnly(statement: number): boolean {
    return this.#call.sqlite3_stmt_readonly!(statement) !== 0
  }

  columns(statement: number): string[] {
    const count = this.#call.sqlite3_column_count!(statement)
    return Array.from({ length: count }, (_, at) => this.#read(this.#call.sqlite3_column_name!(statement, at)) ?? '')
  }

  /** @param at from 1 on */
  bind(statement: number, at: number, value: string | number | null): void {
    const code =
      value === null
        ? this.#call.sqlite3_bind_null!(statement, at)
        : typeof value === 'string'
          ? this.#bindText(statement, at, value)
          : Number.isInteger(value) && Math.abs(value) < 2 ** 31
            ? this.#call.sqlite3_bind_int!(statement, at, value)
            : this.#call.sqlite3_bind_double!(statement, at, value)
    if (code !== OK) throw this.#error(code)
  }

  /** Bytes are told by their number, and numbers that JSON cannot say by name. */
  cell(statement: number, at: number): string | number | null {
    const call = this.#call
    switch (call.sqlite3_column_type!(statement, at)) {
      case 1: {
        const value = call.sqlite3_column_int64(statement, at)
        return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
      }
      case 2: {
        const value = call.sqlite3_column_double!(statement, at)
        return Number.isFinite(value) ? value : String(value)
      }
      case 3: {
        const place = call.sqlite3_column_text!(statement, at)
        return this.#decode(place, call.sqlite3_column_bytes!(statement, at))
      }
      case 4:
        return `[${call.sqlite3_column_bytes!(statement, at)} bytes]`
      default:
        return null
    }
  }

  #error(code: number): SqliteError {
    return new SqliteError(code, this.#read(this.#call.sqlite3_errmsg!(this.#db)) ?? `error ${code}`)
  }

  #bindText(statement: number, at: number, value: string): number {
    const room = value.length * 3
    if (room > this.#scratch.size) {
      this.#call.sqlite3_free!(this.#scratch.place)
      const size = Math.max(65_536, room)
      this.#scratch = { place: this.#allocate(size), size }
    }
    const { place } = this.#scratch
    const bytes = new Uint8Array(this.#sqlite.memory.buffer, place, room)
    const { written } = ENCODER.encodeInto(value, bytes)
    return this.#call.sqlite3_bind_text!(statement, at, place, written, UTF8_COPIED)
  }

  /** A text that ends with a NUL, as C has it; it stays, since few are made. */
  #text(value: string): number {
    const bytes = ENCODER.encode(`${value.replaceAll('\0', '\uFFFD')}\0`)
    const place = this.#allocate(bytes.length)
    new Uint8Array(this.#sqlite.memory.buffer).set(bytes, place)
    return place
  }

  #read(place: number): string | null {
    if (place === 0) return null
    const heap = new Uint8Array(this.#sqlite.memory.buffer)
    return this.#decode(place, heap.indexOf(0, place) - place)
  }

  #decode(place: number, bytes: number): string {
    return DECODER.decode(new Uint8Array(this.#sqlite.memory.buffer, place, bytes))
  }

  #allocate(bytes: number): number {
    const place = this.#call.sqlite3_malloc!(bytes)
    if (place === 0) throw new SqliteError(NOMEM, 'out of memory')
    return place
  }
}

const ENCODER = new TextEncoder()
const DECODER = new TextDecoder()
