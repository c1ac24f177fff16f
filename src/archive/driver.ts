import { createRequire } from 'node:module'
import { ArchiveError } from '../errors.ts'
import type { Row } from './bind.ts'

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

type Opener = (file: string, timeoutMs: number) => Connection
type Constructor<T> = new (file: string, options: { timeout: number }) => T

/** node:sqlite takes the values one by one. */
interface NodeConnection extends Omit<Connection, 'prepare'> {
  prepare(sql: string): Record<'run' | 'get' | 'all', (...values: unknown[]) => never>
}

let opener: Opener | undefined

/**
 * Node's own SQLite where it has one (22.13 and newer), else libsql.
 * @param timeoutMs how long a statement waits for other processes
 * @throws ArchiveError where there is neither; the driver's error where the file cannot be opened
 */
export function openConnection(file: string, timeoutMs: number): Connection {
  opener ??= nodeOpener() ?? libsqlOpener()
  return opener(file, timeoutMs)
}

function nodeOpener(): Opener | undefined {
  const builtin = withoutSqliteWarning(() => process.getBuiltinModule?.('node:sqlite' as never)) as
    | { DatabaseSync: Constructor<NodeConnection> }
    | undefined
  if (builtin === undefined) return undefined
  return (file, timeout) => {
    const raw = new builtin.DatabaseSync(file, { timeout })
    return {
      exec: sql => raw.exec(sql),
      close: () => raw.close(),
      prepare(sql) {
        const statement = raw.prepare(sql)
        return {
          run: values => statement.run(...values),
          get: values => statement.get(...values),
          all: values => statement.all(...values),
        }
      },
    }
  }
}

/** Always one array: a single value that is null or a blob would be taken for something else. */
function libsqlOpener(): Opener {
  const Libsql = requireLibsql()
  return (file, timeout) => new Libsql(file, { timeout })
}

function requireLibsql(): Constructor<Connection> {
  try {
    return createRequire(import.meta.url)('libsql')
  } catch (cause) {
    throw new ArchiveError(
      `The archive needs SQLite, which Node ${process.versions.node} does not have. Run conversations-mcp with Node 22.13 or newer, or install the package libsql beside it (npm i libsql). The tools that read the live API work without it.`,
      { cause },
    )
  }
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
