import { createRequire } from 'node:module'
import type { Row } from '../engine/values.ts'
import { missingDriver } from './missing-driver.ts'

/* The only importer of a driver. Both are made to look alike here; nothing outside knows which one it is. */

export interface Statement {
  run(values: unknown[]): { changes: number | bigint }
  get(values: unknown[]): Row | undefined
  all(values: unknown[]): Row[]
}

export interface Connection {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

type Constructor<T> = new (file: string, options: { timeout: number }) => T

interface Driver {
  name: string
  open(file: string, timeoutMs: number): Connection
}

/** node:sqlite takes the values one by one. */
interface NodeConnection extends Omit<Connection, 'prepare'> {
  prepare(sql: string): Record<'run' | 'get' | 'all', (...values: unknown[]) => never> & {
    setReadBigInts(enabled: boolean): void
  }
}

let chosen: Driver | undefined

/**
 * Node's own SQLite where it can search words (22.16 and later of 22, 24 and newer), else libsql.
 * @throws ArchiveError where there is neither
 */
function driver(): Driver {
  chosen ??= [nodeDriver, libsqlDriver].map(find => find()).find(found => found && canSearch(found))
  if (chosen === undefined) throw missingDriver()
  return chosen
}

/**
 * @param timeoutMs how long a statement waits for other processes
 * @throws ArchiveError where there is no driver; the driver's error where the file cannot be opened
 */
export const openConnection = (file: string, timeoutMs: number): Connection => driver().open(file, timeoutMs)

/** For people: whose SQLite this is, and which. @throws ArchiveError where there is none */
export function describeDriver(): string {
  const { name } = driver()
  return `${name}, SQLite ${ask('SELECT sqlite_version() AS answer', driver())}`
}

/** Node has SQLite from 22.13 on, but until 22.15, and in 23, without FTS5. */
const canSearch = (found: Driver): boolean =>
  ask("SELECT count(*) AS answer FROM pragma_module_list WHERE name = 'fts5'", found) === 1

function ask(sql: string, { open }: Driver): unknown {
  const connection = open(':memory:', 0)
  try {
    return connection.prepare(sql).get([])?.answer
  } finally {
    connection.close()
  }
}

function nodeDriver(): Driver | undefined {
  const builtin = withoutSqliteWarning(() => process.getBuiltinModule?.('node:sqlite' as never)) as
    | { DatabaseSync: Constructor<NodeConnection> }
    | undefined
  if (builtin === undefined) return undefined
  return {
    name: `node:sqlite of Node ${process.versions.node}`,
    open(file, timeout) {
      const raw = new builtin.DatabaseSync(file, { timeout })
      return { exec: sql => raw.exec(sql), close: () => raw.close(), prepare: sql => nodeStatement(raw, sql) }
    },
  }
}

/**
 * The row last inserted, which nobody asks for but `run` tells, may be one of FTS5's own tables: what is deleted from
 * the index of words is noted there under numbers beyond 2^53. Node 26 throws at them, when the work is already done.
 */
function nodeStatement(raw: NodeConnection, sql: string): Statement {
  const statement = raw.prepare(sql)
  let bigints = false
  const reading = (wanted: boolean) => {
    if (wanted !== bigints) statement.setReadBigInts(wanted)
    bigints = wanted
    return statement
  }
  return {
    run: values => reading(true).run(...values),
    get: values => reading(false).get(...values),
    all: values => reading(false).all(...values),
  }
}

/** Always one array: a single value that is null or a blob would be taken for something else. */
function libsqlDriver(): Driver | undefined {
  try {
    const Libsql: Constructor<Connection> = createRequire(import.meta.url)('libsql')
    return { name: 'libsql', open: (file, timeout) => likeNode(new Libsql(file, { timeout })) }
  } catch {
    return undefined
  }
}

/**
 * Of many rows it gives bytes as what cannot even be written again (`findings/libsql-bytes-of-many-rows.sh`), and to a
 * single one it adds a member (`findings/libsql-get-adds-a-member.sh`).
 */
function likeNode(raw: Connection): Connection {
  return {
    exec: sql => raw.exec(sql),
    close: () => raw.close(),
    prepare(sql) {
      const statement = raw.prepare(sql)
      return {
        run: values => statement.run(values),
        get: values => withoutMetadata(statement.get(values)),
        all: values => statement.all(values).map(bytesInRow),
      }
    },
  }
}

function withoutMetadata(row: Row | undefined): Row | undefined {
  if (row === undefined) return undefined
  const { _metadata, ...own } = row
  return own
}

function bytesInRow(row: Row): Row {
  for (const name in row) {
    const value: unknown = row[name]
    if (value instanceof ArrayBuffer) row[name] = new Uint8Array(value)
  }
  return row
}

/** Node 22 warns on standard error, at the first load, that its SQLite is experimental: that one warning is held back. */
function withoutSqliteWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning
  const filtered = (...args: unknown[]): void => {
    if (!String(args[0]).startsWith('SQLite is an experimental feature')) Reflect.apply(emitWarning, process, args)
  }
  process.emitWarning = filtered as typeof emitWarning
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
