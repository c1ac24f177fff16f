/*
 * Tables of what belongs to a call are divided by month (`months/months.ts`); they have no rows of their own. Texts are
 * compared byte by byte, whatever the database's language is: the same order everywhere.
 */

const SCHEMA_1 = `
CREATE TABLE conversations (
  id bigint PRIMARY KEY,
  conversation_id text COLLATE "C" NOT NULL,
  list_read_at bigint, detail_read_at bigint, deleted_at bigint,
  fingerprint text COLLATE "C", detail_fingerprint text COLLATE "C", mapping bigint,
  agent_id text COLLATE "C",
  agent_name text COLLATE "C",
  branch_id text COLLATE "C",
  version_id text COLLATE "C",
  started_at double precision,
  duration_secs double precision,
  message_count double precision,
  status text COLLATE "C",
  outcome text COLLATE "C",
  score double precision,
  ending text COLLATE "C",
  title text COLLATE "C",
  summary text COLLATE "C",
  language text COLLATE "C",
  source text COLLATE "C",
  direction text COLLATE "C",
  rating double precision,
  environment text COLLATE "C",
  tool_names text COLLATE "C",
  sentiment_label text COLLATE "C",
  sentiment_score double precision,
  sentiment_frustration double precision,
  sentiment_min_user_score double precision,
  sentiment_max_user_frustration double precision,
  product text COLLATE "C",
  user_id text COLLATE "C",
  text_only boolean,
  analysed boolean,
  cost_credits double precision,
  cost_usd double precision,
  feedback text COLLATE "C",
  likes double precision,
  dislikes double precision,
  has_feedback_comment boolean,
  lost_turns bigint,
  cut bigint,
  unsearched bigint,
  finished boolean,
  connected boolean,
  judged boolean,
  user_turns bigint,
  agent_turns bigint,
  tool_turns bigint,
  tool_calls bigint,
  tool_errors bigint,
  interrupted_turns bigint,
  user_words bigint,
  agent_words bigint,
  repeated_user_turns bigint,
  repeated_agent_turns bigint,
  dead_air bigint,
  early_end boolean,
  transferred_to_number boolean,
  transferred_to_agent boolean,
  handoff_tool_used boolean,
  contained boolean,
  voicemail boolean,
  language_switched boolean,
  guardrail_turns bigint,
  felt_latency_max double precision,
  slow_turns bigint,
  felt_turns bigint,
  ending_group text COLLATE "C",
  last_tool text COLLATE "C",
  last_workflow_node text COLLATE "C",
  last_turn bigint,
  transfers bigint,
  caller text COLLATE "C",
  duration_refused boolean,
  overruled text COLLATE "C"
) PARTITION BY RANGE (id);
CREATE INDEX conversations_by_start ON conversations (started_at DESC NULLS LAST, id DESC);
CREATE INDEX conversations_by_agent ON conversations (agent_id, started_at DESC NULLS LAST);
CREATE INDEX conversations_by_user ON conversations (user_id, started_at) WHERE user_id IS NOT NULL;
CREATE INDEX conversations_overruled ON conversations (started_at) WHERE overruled IS NOT NULL;
CREATE INDEX conversations_live ON conversations (started_at) WHERE status NOT IN ('done', 'failed');
CREATE INDEX conversations_elsewhere ON conversations (environment, started_at) WHERE environment <> 'production';
CREATE INDEX conversations_lost_turns ON conversations (started_at) WHERE lost_turns IS NOT NULL;
CREATE INDEX conversations_cut ON conversations (started_at) WHERE cut IS NOT NULL;
CREATE INDEX conversations_unsearched ON conversations (started_at) WHERE unsearched IS NOT NULL;
CREATE TABLE bodies (
  conversation bigint PRIMARY KEY,
  detail bytea
) PARTITION BY RANGE (conversation);
ALTER TABLE bodies ALTER COLUMN detail SET STORAGE EXTERNAL;
CREATE TABLE turns (
  conversation bigint NOT NULL,
  turn_index bigint,
  workflow_node text COLLATE "C",
  role text COLLATE "C",
  spoken boolean,
  opening boolean,
  felt_latency double precision,
  llm_latency double precision,
  tts_latency double precision,
  asr_latency double precision,
  PRIMARY KEY (conversation, turn_index)
) PARTITION BY RANGE (conversation);
CREATE TABLE tool_calls (
  conversation bigint NOT NULL,
  turn_index bigint,
  position bigint,
  name text COLLATE "C",
  type text COLLATE "C",
  executed boolean,
  errored boolean,
  blocked boolean,
  error_type text COLLATE "C",
  result_type text COLLATE "C",
  latency_secs double precision,
  PRIMARY KEY (conversation, turn_index, position)
) PARTITION BY RANGE (conversation);
CREATE TABLE criteria (
  conversation bigint NOT NULL,
  criterion_id text COLLATE "C",
  result text COLLATE "C",
  score double precision,
  max_score double precision,
  PRIMARY KEY (conversation, criterion_id)
) PARTITION BY RANGE (conversation);
CREATE TABLE collected (
  conversation bigint NOT NULL,
  field_id text COLLATE "C",
  value text COLLATE "C",
  number double precision,
  PRIMARY KEY (conversation, field_id)
) PARTITION BY RANGE (conversation);
CREATE TABLE variables (
  conversation bigint NOT NULL,
  name text COLLATE "C",
  value text COLLATE "C",
  number double precision,
  PRIMARY KEY (conversation, name)
) PARTITION BY RANGE (conversation);
CREATE TABLE tags (
  conversation bigint NOT NULL,
  tag_id text COLLATE "C",
  PRIMARY KEY (conversation, tag_id)
) PARTITION BY RANGE (conversation);
CREATE TABLE visited_agents (
  conversation bigint NOT NULL,
  position bigint,
  agent_id text COLLATE "C",
  branch_id text COLLATE "C",
  PRIMARY KEY (conversation, position)
) PARTITION BY RANGE (conversation);
CREATE TABLE guardrails (
  conversation bigint NOT NULL,
  position bigint,
  turn_index bigint,
  type text COLLATE "C",
  name text COLLATE "C",
  PRIMARY KEY (conversation, position)
) PARTITION BY RANGE (conversation);
CREATE TABLE memberships (
  conversation bigint NOT NULL,
  filter text COLLATE "C",
  value text COLLATE "C",
  read_at bigint,
  PRIMARY KEY (conversation, filter, value)
) PARTITION BY RANGE (conversation);
CREATE TABLE unreadable (
  conversation bigint PRIMARY KEY,
  reason text NOT NULL, tries bigint NOT NULL, tried_at bigint NOT NULL, again_at bigint, fingerprint text COLLATE "C"
) PARTITION BY RANGE (conversation);
CREATE TABLE covered (
  scope text COLLATE "C" NOT NULL, from_unix bigint NOT NULL, to_unix bigint NOT NULL, read_at bigint NOT NULL,
  PRIMARY KEY (scope, from_unix)
);
CREATE TABLE walks (
  scope text COLLATE "C" NOT NULL, from_unix bigint NOT NULL, to_unix bigint NOT NULL, position bigint NOT NULL,
  started_at bigint NOT NULL, PRIMARY KEY (scope, from_unix, to_unix)
);
CREATE TABLE meta (name text COLLATE "C" PRIMARY KEY, value text);
CREATE TABLE words (
  conversation bigint NOT NULL,
  turn bigint NOT NULL,
  size bigint NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (conversation, turn)
) PARTITION BY RANGE (conversation);
CREATE INDEX words_by_word ON words USING gin (words);
CREATE TABLE word_counts (
  month bigint PRIMARY KEY, rows bigint NOT NULL, words bigint NOT NULL
);
CREATE SEQUENCE call_numbers MAXVALUE 1099511627775;
`

export const initial = { name: '1-initial', sql: SCHEMA_1 }
