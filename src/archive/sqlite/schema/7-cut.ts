import type { Database } from '../database.ts'

/*
 * How many lists and texts of a call are longer than what is read of them, and how many turns than what is searched;
 * null: none. Filled as calls are mapped again.
 */

const SCHEMA = `
ALTER TABLE conversations ADD COLUMN cut INTEGER;
ALTER TABLE conversations ADD COLUMN unsearched INTEGER;
CREATE INDEX conversations_cut ON conversations (started_at) WHERE cut IS NOT NULL;
CREATE INDEX conversations_unsearched ON conversations (started_at) WHERE unsearched IS NOT NULL;
`

export const cut = {
  name: '7-cut',
  up: (db: Database): void => db.exec(SCHEMA),
}
