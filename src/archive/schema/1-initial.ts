import type { Database } from '../engine/database.ts'
import { ddlOf } from './column.ts'
import { DETAIL_COLUMNS } from './detail-columns.ts'
import { createPart, PARTS } from './part-tables.ts'
import { SUMMARY_COLUMNS } from './summary-columns.ts'

/*
 * The first schema. It stays as it is: later columns stand in `added-columns.ts`, and a later migration adds each of
 * them. `test/archive/schema-1.ts` holds this schema as it was released.
 */

const SCHEMA = `
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  conversation_id TEXT NOT NULL UNIQUE,
  list_read_at INTEGER,
  detail_read_at INTEGER,
  deleted_at INTEGER,
  fingerprint TEXT,
  detail_fingerprint TEXT,
  mapping INTEGER,
  ${ddlOf(SUMMARY_COLUMNS)},
  ${ddlOf(DETAIL_COLUMNS)}
) STRICT;
CREATE INDEX conversations_by_start ON conversations (started_at);
CREATE INDEX conversations_by_agent ON conversations (agent_id, started_at);
CREATE INDEX conversations_by_user ON conversations (user_id, started_at) WHERE user_id IS NOT NULL;

CREATE TABLE bodies (
  conversation INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  list_item BLOB,
  detail BLOB
) STRICT;
${PARTS.map(createPart).join('')}
CREATE TABLE covered (
  scope TEXT NOT NULL,
  from_unix INTEGER NOT NULL,
  to_unix INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (scope, from_unix)
) STRICT, WITHOUT ROWID;

CREATE TABLE walks (
  scope TEXT NOT NULL,
  from_unix INTEGER NOT NULL,
  to_unix INTEGER NOT NULL,
  position INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  PRIMARY KEY (scope, from_unix, to_unix)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5(
  user, agent, tool, title, summary,
  content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2'
);
`

export const initial = {
  name: '1-initial',
  up: (db: Database): void => db.exec(SCHEMA),
}
