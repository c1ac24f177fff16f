import { claimFile } from '../place/claim.ts'
import { Database } from './database.ts'
import { explainFailure } from './failures.ts'
import { checkOwnership, MIGRATIONS, migrate } from './migrations.ts'

/**
 * Opens the file, which is made where it is missing, and brings its schema up to date.
 * @param now Unix seconds
 * @throws ArchiveError that says what is wrong and what to do
 */
export function openDatabase(path: string, now: number, migrations = MIGRATIONS): Database {
  const explain = (error: unknown): unknown => explainFailure(error, path)
  try {
    claimFile(path)
  } catch (error) {
    throw explain(error)
  }
  const db = new Database(path, explain)
  try {
    // A file that is not ours, or not ours yet, must stay as it is, its journal included.
    checkOwnership(db, path, migrations)
    db.useWriteAheadLog()
    migrate(db, path, now, migrations)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
