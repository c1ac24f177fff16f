import type { Database } from '../database.ts'

/*
 * What evidence says of a call, and durations and starts of lists that cannot be. Columns are filled as calls are mapped
 * again; what only lists told is corrected here, by the rules of `api/readings.ts`.
 */

const SCHEMA = `
ALTER TABLE conversations ADD COLUMN transfers INTEGER;
ALTER TABLE conversations ADD COLUMN caller TEXT;
ALTER TABLE conversations ADD COLUMN duration_refused INTEGER;
ALTER TABLE conversations ADD COLUMN overruled TEXT;

CREATE INDEX conversations_overruled ON conversations (started_at) WHERE overruled IS NOT NULL;
CREATE INDEX conversations_live ON conversations (started_at) WHERE status NOT IN ('done', 'failed');

UPDATE conversations SET duration_secs = NULL
WHERE duration_secs < 0 OR duration_secs > 86400 OR (duration_secs = 0 AND message_count > 0);

UPDATE conversations SET started_at = CASE
  WHEN started_at >= 946684800e9 AND started_at < 4102444800e9 THEN CAST(started_at / 1e9 AS INTEGER)
  WHEN started_at >= 946684800e6 AND started_at < 4102444800e6 THEN CAST(started_at / 1e6 AS INTEGER)
  WHEN started_at >= 946684800e3 AND started_at < 4102444800e3 THEN CAST(started_at / 1e3 AS INTEGER)
  WHEN started_at >= 946684800 AND started_at < 4102444800 THEN CAST(started_at AS INTEGER)
  ELSE 0 END
WHERE started_at IS NOT NULL AND started_at <> 0;
`

export const evidence = {
  name: '2-evidence',
  up: (db: Database): void => db.exec(SCHEMA),
}
