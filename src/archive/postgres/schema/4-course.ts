/* How a call went on until its first tool, who spoke how long, and what the parts of its cost are. Filled as calls are mapped again. */
const SCHEMA_4 = `
ALTER TABLE conversations ADD COLUMN llm_credits double precision,
  ADD COLUMN platform_credits double precision,
  ADD COLUMN voice_credits double precision,
  ADD COLUMN burst_credits double precision,
  ADD COLUMN queue_secs double precision,
  ADD COLUMN ring_secs double precision,
  ADD COLUMN agent_speech_secs double precision,
  ADD COLUMN caller_speech_secs double precision,
  ADD COLUMN secs_to_tool double precision,
  ADD COLUMN longest_turn_words bigint,
  ADD COLUMN cut_ins bigint,
  ADD COLUMN turns_before_tool bigint,
  ADD COLUMN caller_turns_before_tool bigint,
  ADD COLUMN retrievals bigint,
  ADD COLUMN retrieval_hits bigint;
`

export const course = { name: '4-course', sql: SCHEMA_4 }
