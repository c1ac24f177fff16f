import { statSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import type { Database } from '../../src/archive/database.ts'
import { removeArchive } from '../../src/archive/files.ts'
import { summaryOf } from '../../src/archive/list-facts.ts'
import { putParts } from '../../src/archive/rows.ts'
import { namesOf, valuesOf } from '../../src/archive/schema/column.ts'
import { DETAIL_COLUMNS } from '../../src/archive/schema/detail-columns.ts'
import { COLLECTED, CRITERIA, MEMBERSHIPS, TAGS, TOOL_CALLS, TURNS } from '../../src/archive/schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../../src/archive/schema/summary-columns.ts'
import { openArchive } from '../../src/archive/store.ts'
import { MAPPING } from '../../src/archive/write-detail.ts'
import { type DrawnCall, drawCall } from './call.ts'
import { drawing } from './draw.ts'

/*
 * node generate.mjs FILE [CALLS] [TURNS]: an archive of invented calls, the same ones each time. Rows are written as
 * they are; what analyses do not read is left out: bodies and the index of words, most of a real archive's size.
 */

const DAYS = 180
const DAY = 86_400
/** After the last call: 22 November 2026, noon in UTC. */
const END = Date.UTC(2026, 10, 22, 12) / 1000
const BATCH = 1000

const NAMES = ['conversation_id', ...namesOf([...SUMMARY_COLUMNS, ...DETAIL_COLUMNS]), 'detail_read_at', 'mapping']
const INSERT = `INSERT INTO conversations (${NAMES.join(', ')}) VALUES (${NAMES.map(() => '?').join(', ')}) RETURNING id`

export function generate(path: string, calls = 100_000, turns = 2_000_000): void {
  removeArchive(path)
  const archive = openArchive(path, END)
  const draw = drawing(`${calls} ${turns}`)
  // Newest first, as a walk reads them; more of them by day than by night.
  const starts = Array.from({ length: calls }, () => {
    const noon = END - Math.floor(draw.between(0, DAYS)) * DAY
    return noon + Math.round((draw.between(-1, 1) + draw.between(-1, 1)) * 5 * 3600)
  }).sort((a, b) => b - a)
  for (let first = 0; first < calls; first += BATCH) {
    archive.transaction(() => {
      for (const [offset, startedAt] of starts.slice(first, first + BATCH).entries())
        write(archive.db, drawCall(first + offset, startedAt, turns / calls, draw))
    })
  }
  archive.close()
}

function write(db: Database, { call, measures, turns, tools, topic }: DrawnCall): void {
  const facts = { product: 'agents' as const, visited: [], guardrails: [] }
  const row = db.get(INSERT, [
    call.id,
    ...valuesOf(SUMMARY_COLUMNS, { ...summaryOf(call), messageCount: turns.length }),
    ...valuesOf(DETAIL_COLUMNS, { call, facts, measures }),
    ...[END, MAPPING],
  ])
  const id = Number(row?.id)
  putParts(db, TURNS, id, turns)
  putParts(db, TOOL_CALLS, id, tools)
  putParts(db, CRITERIA, id, call.criteria)
  putParts(db, COLLECTED, id, call.collected)
  putParts(db, TAGS, id, call.tagIds)
  if (topic !== null) putParts(db, MEMBERSHIPS, id, [{ filter: 'topic_ids', value: topic, readAt: END }])
}

const [path, calls, turns] = process.argv.slice(2)
if (path !== undefined) {
  const startedMs = performance.now()
  generate(path, ...[calls, turns].filter(given => given !== undefined).map(Number))
  const secs = (performance.now() - startedMs) / 1000
  process.stdout.write(`${path}: ${Math.round(statSync(path).size / 1e6)} MB in ${secs.toFixed(1)} s\n`)
}
