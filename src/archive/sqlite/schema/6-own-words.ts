import type { Database } from '../database.ts'
import { perform } from '../perform.ts'
import { indexHeadlineOf } from '../words/word-index.ts'

/*
 * The index holds words that the program has made of the texts, and SQLite stems and folds nothing any more. Calls are
 * indexed again from their bodies, in the background, as they are mapped anew (`write/remap.ts`); until then the answer
 * says that they are missing. Titles and summaries that only a list told are indexed here.
 */

const SCHEMA = `
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5(
  user, agent, tool, title, summary,
  content='', contentless_delete=1, tokenize="ascii tokenchars '='"
);
`

const HEADLINES = `
SELECT id, title, summary FROM conversations
WHERE detail_read_at IS NULL AND deleted_at IS NULL AND (title IS NOT NULL OR summary IS NOT NULL)`

export const ownWords = {
  name: '6-own-words',
  up(db: Database): void {
    db.exec(SCHEMA)
    for (const { id, title, summary } of db.all(HEADLINES)) {
      perform(indexHeadlineOf(Number(id), title as string | null, summary as string | null), db)
    }
  },
}
