import { sqliteCode } from './database.ts'
import { openConnection } from './driver.ts'

/** SQLite lets nobody change the journal's mode while somebody else has the file open. */
export function isOpenElsewhere(file: string): boolean {
  try {
    const connection = openConnection(file, 0)
    try {
      connection.exec('PRAGMA journal_mode = DELETE')
      return false
    } finally {
      connection.close()
    }
  } catch (error) {
    return sqliteCode(error) === 5
  }
}
