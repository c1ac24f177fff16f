import type { Database } from '../database.ts'

/* How a call went on until its first tool, who spoke how long, and what the parts of its cost are. Filled as calls are mapped again. */

const COLUMNS = [
  ...['llm_credits REAL', 'platform_credits REAL', 'voice_credits REAL', 'burst_credits REAL'],
  ...['queue_secs REAL', 'ring_secs REAL', 'agent_speech_secs REAL', 'caller_speech_secs REAL', 'secs_to_tool REAL'],
  ...['longest_turn_words INTEGER', 'cut_ins INTEGER', 'turns_before_tool INTEGER', 'caller_turns_before_tool INTEGER'],
  ...['retrievals INTEGER', 'retrieval_hits INTEGER'],
]

export const course = {
  name: '10-course',
  up(db: Database): void {
    for (const column of COLUMNS) db.exec(`ALTER TABLE conversations ADD COLUMN ${column}`)
  },
}
