import type { Database } from '../database.ts'

/* Calls whose bodies could not be read, and from when on they are tried again (null: at the next question). */
const SCHEMA = `
CREATE TABLE unreadable (
  conversation INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  tries INTEGER NOT NULL,
  tried_at INTEGER NOT NULL,
  again_at INTEGER,
  fingerprint TEXT
) STRICT;
`

export const unreadable = {
  name: '4-unreadable',
  up: (db: Database): void => db.exec(SCHEMA),
}
