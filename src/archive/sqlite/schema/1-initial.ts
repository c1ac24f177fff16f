import type { Database } from '../database.ts'

/** The first schema, word for word as it was released, and never changed: people have files with it. */
export const SCHEMA_1 = `
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  conversation_id TEXT NOT NULL UNIQUE,
  list_read_at INTEGER,
  detail_read_at INTEGER,
  deleted_at INTEGER,
  fingerprint TEXT,
  detail_fingerprint TEXT,
  mapping INTEGER,
  agent_id TEXT,
  agent_name TEXT,
  branch_id TEXT,
  version_id TEXT,
  started_at REAL,
  duration_secs REAL,
  message_count REAL,
  status TEXT,
  outcome TEXT,
  score REAL,
  ending TEXT,
  title TEXT,
  summary TEXT,
  language TEXT,
  source TEXT,
  direction TEXT,
  rating REAL,
  tool_names TEXT,
  sentiment_label TEXT,
  sentiment_score REAL,
  sentiment_frustration REAL,
  sentiment_min_user_score REAL,
  sentiment_max_user_frustration REAL,
  product TEXT,
  user_id TEXT,
  phone_type TEXT,
  external_number TEXT,
  text_only INTEGER,
  has_audio INTEGER,
  analysed INTEGER,
  queue_wait_secs REAL,
  error_code REAL,
  error_reason TEXT,
  cost_credits REAL,
  cost_usd REAL,
  llm_usd REAL,
  feedback TEXT,
  likes REAL,
  dislikes REAL,
  has_feedback_comment INTEGER,
  finished INTEGER,
  connected INTEGER,
  judged INTEGER,
  user_turns INTEGER,
  agent_turns INTEGER,
  tool_turns INTEGER,
  tool_calls INTEGER,
  tool_errors INTEGER,
  interrupted_turns INTEGER,
  user_words INTEGER,
  agent_words INTEGER,
  repeated_user_turns INTEGER,
  repeated_agent_turns INTEGER,
  dead_air INTEGER,
  early_end INTEGER,
  transferred_to_number INTEGER,
  transferred_to_agent INTEGER,
  handoff_tool_used INTEGER,
  contained INTEGER,
  voicemail INTEGER,
  language_switched INTEGER,
  guardrail_turns INTEGER,
  felt_latency_max REAL,
  slow_turns INTEGER,
  felt_turns INTEGER,
  ending_group TEXT,
  last_tool TEXT,
  last_workflow_node TEXT,
  last_turn INTEGER
) STRICT;
CREATE INDEX conversations_by_start ON conversations (started_at);
CREATE INDEX conversations_by_agent ON conversations (agent_id, started_at);
CREATE INDEX conversations_by_user ON conversations (user_id, started_at) WHERE user_id IS NOT NULL;
CREATE TABLE bodies (
  conversation INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  list_item BLOB,
  detail BLOB
) STRICT;
CREATE TABLE turns (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  turn_index INTEGER,
  time_secs REAL,
  workflow_node TEXT,
  role TEXT,
  spoken INTEGER,
  opening INTEGER,
  words INTEGER,
  felt_latency REAL,
  llm_latency REAL,
  tts_latency REAL,
  asr_latency REAL,
  interrupted INTEGER,
  repeated INTEGER,
  sentiment REAL,
  frustration REAL,
  PRIMARY KEY (conversation, turn_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE tool_calls (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  turn_index INTEGER,
  position INTEGER,
  name TEXT,
  type TEXT,
  executed INTEGER,
  errored INTEGER,
  blocked INTEGER,
  error_type TEXT,
  result_type TEXT,
  latency_secs REAL,
  PRIMARY KEY (conversation, turn_index, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE criteria (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  criterion_id TEXT,
  result TEXT,
  score REAL,
  max_score REAL,
  PRIMARY KEY (conversation, criterion_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE collected (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  field_id TEXT,
  value TEXT,
  number REAL,
  PRIMARY KEY (conversation, field_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE variables (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  name TEXT,
  value TEXT,
  number REAL,
  PRIMARY KEY (conversation, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE tags (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  tag_id TEXT,
  PRIMARY KEY (conversation, tag_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE visited_agents (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  position INTEGER,
  agent_id TEXT,
  branch_id TEXT,
  PRIMARY KEY (conversation, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE guardrails (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  position INTEGER,
  turn_index INTEGER,
  type TEXT,
  name TEXT,
  PRIMARY KEY (conversation, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE memberships (
  conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  filter TEXT,
  value TEXT,
  read_at INTEGER,
  PRIMARY KEY (conversation, filter, value)
) STRICT, WITHOUT ROWID;
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
  up: (db: Database): void => db.exec(SCHEMA_1),
}
