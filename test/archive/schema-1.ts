import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { Database } from '../../src/archive/sqlite/database.ts'
import { SCHEMA_1 } from '../../src/archive/sqlite/schema/1-initial.ts'

/** All tables of a file that the first version made. */
export const RELEASED = `
CREATE TABLE migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT;${SCHEMA_1}`

/** What the API told of the call of that file. */
export const OLD_BODY = {
  conversation_id: 'conv_old',
  agent_id: 'agent_old',
  agent_name: 'Old agent',
  status: 'done',
  environment: 'staging',
  metadata: { start_time_unix_secs: 1_790_000_000, call_duration_secs: 61, main_language: 'en' },
  analysis: { call_successful: 'success', transcript_summary: 'A refund.', call_summary_title: 'Refund' },
  transcript: [{ role: 'user', message: 'I want my 5,000 back', time_in_call_secs: 1 }],
}

/** A file with the first schema and one call, one tombstone and what belongs to them, in every table. */
export function makeSchema1(path: string, body: object = OLD_BODY): void {
  mkdirSync(dirname(path), { recursive: true })
  const db = new Database(path)
  db.exec(`PRAGMA application_id = ${0x636f6e76}; PRAGMA journal_mode = WAL; ${RELEASED}`)
  db.exec(`
    INSERT INTO migrations VALUES ('1-initial', 1790000000);
    INSERT INTO conversations (id, conversation_id, list_read_at, detail_read_at, fingerprint, detail_fingerprint,
      mapping, agent_id, agent_name, started_at, duration_secs, message_count, status, outcome, ending, title, summary,
      language, tool_names, user_id, text_only, product, finished, user_turns, ending_group)
    VALUES (1, 'conv_old', 1790000100, 1790000200, 'abc', 'abc', 1, 'agent_old', 'Old agent', 1790000000, 61, 1, 'done',
      'success', '', 'Refund', 'A refund.', 'en', '["lookup"]', 'user_old', 0, 'agents', 1, 1, 'unknown');
    INSERT INTO conversations (id, conversation_id, started_at, deleted_at)
    VALUES (2, 'conv_gone', 1789000000, 1790000300);
    INSERT INTO turns (conversation, turn_index, role, spoken, words) VALUES (1, 0, 'user', 1, 5);
    INSERT INTO tool_calls (conversation, turn_index, position, name, executed, errored, blocked)
    VALUES (1, 0, 0, 'lookup', 1, 0, 0);
    INSERT INTO criteria VALUES (1, 'solved', 'success', NULL, NULL);
    INSERT INTO collected VALUES (1, 'amount', '5000', 5000), (1, 'order', NULL, NULL);
    INSERT INTO variables VALUES (1, 'plan', '"gold"', NULL);
    INSERT INTO tags VALUES (1, 'tag_vip');
    INSERT INTO visited_agents VALUES (1, 0, 'agent_old', NULL);
    INSERT INTO guardrails VALUES (1, 0, 0, 'custom', 'No rivals');
    INSERT INTO memberships VALUES (1, 'topic_ids', 'topic_refunds', 1790000100);
    INSERT INTO covered VALUES ('', 1789000000, 1790000000, 1790000100);
    INSERT INTO walks VALUES ('', 1788000000, 1789000000, 1788500000, 1790000100);
    INSERT INTO meta VALUES ('note', 'kept');
    INSERT INTO words (rowid, user, agent, tool, title, summary) VALUES
      (1048576, '', '', '', 'Refund', 'A refund.'), (1048577, 'I want my 5000 back', '', 'lookup', '', '');
  `)
  db.run('INSERT INTO bodies (conversation, detail) VALUES (1, ?)', [brotliCompressSync(JSON.stringify(body))])
  db.close()
}
