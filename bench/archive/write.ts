import { identifier, joined, type Sql, sql } from '../../src/archive/engine/sql.ts'
import { change, insert, place, type Work } from '../../src/archive/engine/work.ts'
import { namesOf, valuesOf } from '../../src/archive/schema/column.ts'
import { DETAIL_COLUMNS } from '../../src/archive/schema/detail-columns.ts'
import { COLLECTED, CRITERIA, MEMBERSHIPS, TAGS, TOOL_CALLS, TURNS } from '../../src/archive/schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../../src/archive/schema/summary-columns.ts'
import { indexHeadline, indexTurns, type Words } from '../../src/archive/words/words.ts'
import { pack } from '../../src/archive/write/body.ts'
import { summaryOf } from '../../src/archive/write/list-facts.ts'
import { putParts } from '../../src/archive/write/rows.ts'
import { MAPPING } from '../../src/archive/write/write-detail.ts'
import { bodyOf } from './body.ts'
import type { DrawnCall } from './call.ts'
import { END } from './dates.ts'

const NAMES = [...namesOf([...SUMMARY_COLUMNS, ...DETAIL_COLUMNS]), 'detail_read_at', 'mapping']
const listed = (parts: readonly Sql[]): Sql => joined(parts, ', ')

/** The rows of a call as they are, without the mapping and measuring of a body, which would take ten times as long. */
export function* write(words: Words, drawn: DrawnCall): Work<void> {
  const { call, measures, turns, tools, topic } = drawn
  const facts = { product: 'agents' as const, visited: [], guardrails: [] }
  const values = [
    ...valuesOf(SUMMARY_COLUMNS, { ...summaryOf(call), messageCount: turns.length }),
    ...valuesOf(DETAIL_COLUMNS, { call, facts, measures }),
    ...[END, MAPPING],
  ]
  const id = yield* place(call.id, null, call.startedAt ?? 0)
  const changes = NAMES.map((name, at) => sql`${identifier(name)} = ${values[at]!}`)
  yield* change(sql`UPDATE conversations SET ${listed(changes)} WHERE id = ${id}`)
  yield* insert('bodies', ['conversation', 'detail'], 1, [[id, pack(bodyOf(drawn))]])
  yield* putParts(TURNS, id, turns)
  yield* putParts(TOOL_CALLS, id, tools)
  yield* putParts(CRITERIA, id, call.criteria)
  yield* putParts(COLLECTED, id, call.collected)
  yield* putParts(TAGS, id, call.tagIds)
  if (topic !== null) yield* putParts(MEMBERSHIPS, id, [{ filter: 'topic_ids', value: topic, readAt: END }])
  yield* indexTurns(
    words,
    id,
    turns.map(({ turn }) => turn),
  )
  yield* indexHeadline(words, id, call.title, call.summary)
}
