import type { Database } from '../database.ts'

/* How many turns of a call could not be read; null: none. Filled as calls are mapped again. */

const SCHEMA = `
ALTER TABLE conversations ADD COLUMN lost_turns INTEGER;
CREATE INDEX conversations_lost_turns ON conversations (started_at) WHERE lost_turns IS NOT NULL;
`

export const lostTurns = {
  name: '5-lost-turns',
  up: (db: Database): void => db.exec(SCHEMA),
}
