import type { Archive } from '../../src/archive/archive.ts'
import type { Database } from '../../src/archive/sqlite/database.ts'
import { SqliteStore } from '../../src/archive/sqlite/store.ts'

/** The SQLite file behind an archive, for what tests look at or break there. */
export function databaseOf({ store }: Archive): Database {
  if (store instanceof SqliteStore) return store.db
  throw new TypeError('not an archive in a file')
}
