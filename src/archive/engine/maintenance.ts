import { bytesOnDisk } from '../place/files.ts'
import type { Database } from './database.ts'

export interface ArchiveStatus {
  /** Calls whose list facts or detail are here. */
  calls: number
  withDetail: number
  /** Calls that the API no longer has. */
  deleted: number
  /** Unix seconds of the first and the last start; null without calls, or where the API gave no time. */
  oldest: number | null
  newest: number | null
  /** Unix seconds at which anything was last read from the API; null: never. */
  lastReadAt: number | null
  /** On disk, the log included. */
  bytes: number
}

const STATUS = `
SELECT count(*) FILTER (WHERE deleted_at IS NULL) AS calls, count(detail_read_at) AS withDetail,
  count(deleted_at) AS deleted,
  min(nullif(started_at, 0)) FILTER (WHERE deleted_at IS NULL) AS oldest,
  max(nullif(started_at, 0)) FILTER (WHERE deleted_at IS NULL) AS newest,
  max(max(coalesce(list_read_at, 0), coalesce(detail_read_at, 0))) AS lastReadAt
FROM conversations`

export function statusOf(db: Database, path: string): ArchiveStatus {
  const row = db.get(STATUS) as unknown as Omit<ArchiveStatus, 'bytes'>
  return { ...row, lastReadAt: row.lastReadAt || null, bytes: bytesOnDisk(path) }
}

/** Gives the room of what was erased back to the disk, and with it the last traces of its words. Takes a while. */
export function vacuum(db: Database): void {
  db.exec("INSERT INTO words (words) VALUES ('optimize')")
  db.exec('VACUUM')
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

/** What is wrong with the file, in SQLite's words; empty: nothing. Reads all of it. */
export function integrity(db: Database): string[] {
  const problems = db.all('PRAGMA integrity_check(20)').map(row => String(row.integrity_check))
  const orphans = db.all('PRAGMA foreign_key_check').map(row => `row of ${row.table} without its conversation`)
  return [...problems.filter(problem => problem !== 'ok'), ...orphans.slice(0, 20), ...indexProblems(db)]
}

function indexProblems(db: Database): string[] {
  try {
    db.exec("INSERT INTO words (words) VALUES ('integrity-check')")
    return []
  } catch (error) {
    return [`word index: ${error instanceof Error ? error.message : String(error)}`]
  }
}
