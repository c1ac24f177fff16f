import { newerArchive } from '../failures.ts'
import type { Database } from './database.ts'
import { foreignDatabase } from './failures.ts'
import { initial } from './schema/1-initial.ts'
import { evidence } from './schema/2-evidence.ts'
import { environment } from './schema/3-environment.ts'
import { unreadable } from './schema/4-unreadable.ts'
import { lostTurns } from './schema/5-lost-turns.ts'
import { ownWords } from './schema/6-own-words.ts'
import { cut } from './schema/7-cut.ts'
import { leases } from './schema/8-leases.ts'
import { traits } from './schema/9-traits.ts'
import { course } from './schema/10-course.ts'
import { masked } from './schema/11-masked.ts'

/** A step from one schema to the next. Once released, neither its name nor what it does changes. */
export interface Migration {
  name: string
  /** Runs in a transaction of its own, together with the record that it ran. */
  up(db: Database): void
}

export const MIGRATIONS: readonly Migration[] = [
  initial,
  evidence,
  environment,
  unreadable,
  lostTurns,
  ownWords,
  cut,
  leases,
  traits,
  course,
  masked,
]

/** "conv" in ASCII: says in the file's header whose it is. */
const APPLICATION_ID = 0x636f6e76

/**
 * Whether this program may use the file: it is empty, or it is an archive of which every step is known.
 * @throws ArchiveError otherwise; the file is as it was
 */
export function checkOwnership(db: Database, path: string, migrations = MIGRATIONS): void {
  const isEmpty = db.get('SELECT count(*) AS tables FROM sqlite_schema')?.tables === 0
  if (isEmpty) return
  if (db.get('PRAGMA application_id')?.application_id !== APPLICATION_ID) throw foreignDatabase(path)
  const unknown = applied(db).filter(name => !migrations.some(migration => migration.name === name))
  if (unknown.length > 0) throw newerArchive(path, unknown)
}

/** Brings the schema up to date. Several processes may do so at once: each step runs once. */
export function migrate(db: Database, path: string, now: number, migrations = MIGRATIONS): void {
  const isUpToDate = applied(db).length === migrations.length
  if (isUpToDate) return
  for (const { name, up } of migrations) {
    db.transaction(() => {
      // Another process may have been here since we looked, even one of a newer version.
      checkOwnership(db, path, migrations)
      if (applied(db).includes(name)) return
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
      db.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT')
      up(db)
      db.run('INSERT INTO migrations (name, applied_at) VALUES (?, ?)', [name, now])
    })
  }
}

/** Names of the steps that the file has behind it. */
function applied(db: Database): string[] {
  const isThere = db.get("SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'migrations'")?.tables === 1
  return isThere ? db.all('SELECT name FROM migrations').map(({ name }) => String(name)) : []
}
