import type { Archive } from '../../src/archive/archive.ts'
import type { Database } from '../../src/archive/sqlite/database.ts'

/** A question, asked of our engine and in plain SQL. Both give what their answers must agree in. */
export interface Question {
  name: string
  /** What it may take, in ms: p95. A second where missing. */
  maxMs?: number
  ours(archive: Archive): unknown
  plain(db: Database): unknown
}
