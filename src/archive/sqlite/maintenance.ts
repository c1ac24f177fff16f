import type { Database } from './database.ts'

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
