import type { Database } from '../database.ts'
import { perform } from '../perform.ts'
import { indexHeadlineOf } from '../words/word-index.ts'

/*
 * Where a call ran. Calls that are here already get it from their bodies, when these are mapped again (`remap.ts`); that
 * brings their words under the newer folding, too. Titles that only a list told are indexed again here.
 */

const SCHEMA = `
ALTER TABLE conversations ADD COLUMN environment TEXT;
CREATE INDEX conversations_elsewhere ON conversations (environment, started_at) WHERE environment <> 'production';
`

/** What has letters beyond ASCII; the folding leaves others as they were. */
const HEADLINES = `
SELECT id, title, summary FROM conversations
WHERE detail_read_at IS NULL AND deleted_at IS NULL AND (title GLOB '*[^ -~]*' OR summary GLOB '*[^ -~]*')`

export const environment = {
  name: '3-environment',
  up(db: Database): void {
    db.exec(SCHEMA)
    for (const { id, title, summary } of db.all(HEADLINES)) {
      perform(indexHeadlineOf(Number(id), title as string | null, summary as string | null), db)
    }
  },
}
