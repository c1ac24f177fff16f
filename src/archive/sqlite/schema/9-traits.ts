import type { Database } from '../database.ts'

/* What is known of a call beside its columns, as a JSON list of texts. Filled as calls are mapped again. */

export const traits = {
  name: '9-traits',
  up: (db: Database): void => db.exec('ALTER TABLE conversations ADD COLUMN traits TEXT'),
}
