import type { Database } from '../database.ts'

/* Which process is at work on what, and which waits for it: `archive/leases`. Times are Unix seconds, with fractions. */
const SCHEMA = `
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until REAL NOT NULL,
  next_holder TEXT,
  next_until REAL
) STRICT, WITHOUT ROWID;
`

export const leases = {
  name: '8-leases',
  up: (db: Database): void => db.exec(SCHEMA),
}
