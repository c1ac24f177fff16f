import type { Database } from '../../src/archive/engine/database.ts'
import { namesOf, valuesOf } from '../../src/archive/schema/column.ts'
import { DETAIL_COLUMNS } from '../../src/archive/schema/detail-columns.ts'
import { COLLECTED, CRITERIA, MEMBERSHIPS, TAGS, TOOL_CALLS, TURNS } from '../../src/archive/schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../../src/archive/schema/summary-columns.ts'
import { indexHeadline, indexTurns } from '../../src/archive/words/word-index.ts'
import { pack } from '../../src/archive/write/body.ts'
import { summaryOf } from '../../src/archive/write/list-facts.ts'
import { putParts } from '../../src/archive/write/rows.ts'
import { MAPPING } from '../../src/archive/write/write-detail.ts'
import { bodyOf } from './body.ts'
import type { DrawnCall } from './call.ts'
import { END } from './dates.ts'

const NAMES = ['conversation_id', ...namesOf([...SUMMARY_COLUMNS, ...DETAIL_COLUMNS]), 'detail_read_at', 'mapping']
const INSERT = `INSERT INTO conversations (${NAMES.join(', ')}) VALUES (${NAMES.map(() => '?').join(', ')}) RETURNING id`

/** The rows of a call as they are, without the mapping and measuring of a body, which would take ten times as long. */
export function write(db: Database, drawn: DrawnCall): void {
  const { call, measures, turns, tools, topic } = drawn
  const facts = { product: 'agents' as const, visited: [], guardrails: [] }
  const row = db.get(INSERT, [
    call.id,
    ...valuesOf(SUMMARY_COLUMNS, { ...summaryOf(call), messageCount: turns.length }),
    ...valuesOf(DETAIL_COLUMNS, { call, facts, measures }),
    ...[END, MAPPING],
  ])
  const id = Number(row?.id)
  db.run('INSERT INTO bodies (conversation, detail) VALUES (?, ?)', [id, pack(bodyOf(drawn))])
  putParts(db, TURNS, id, turns)
  putParts(db, TOOL_CALLS, id, tools)
  putParts(db, CRITERIA, id, call.criteria)
  putParts(db, COLLECTED, id, call.collected)
  putParts(db, TAGS, id, call.tagIds)
  if (topic !== null) putParts(db, MEMBERSHIPS, id, [{ filter: 'topic_ids', value: topic, readAt: END }])
  indexTurns(
    db,
    id,
    turns.map(({ turn }) => turn),
  )
  indexHeadline(db, id, call.title, call.summary)
}
