import type { Archive } from '../../archive/archive.ts'
import { and, asNumber, isIn, type Sql, sql } from '../../archive/engine/sql.ts'
import { type Columns, type ReadColumn, readColumns } from '../../archive/read/columns.ts'
import { IS_LIVE } from '../../archive/read/count-calls.ts'
import { whereOf } from '../../archive/select/select.ts'
import type { CallSelection } from '../../domain/filter.ts'
import { batches, type Pieces, waitFor } from '../../pieces.ts'

/** Calls that are read in one go: that takes some tens of milliseconds. */
const A_PIECE = 2000

/** The first or the second of the two groups. */
export type Side = 0 | 1

/** Our own ids of the calls of both groups, and what was left out. */
export interface Members {
  ids: readonly [first: number[], second: number[]]
  /** Calls that both selections have: they count in the first group only. */
  shared: number
  /** Calls of either that are not over. */
  unfinished: number
}

/** Our own id of a call. */
export const ID: ReadColumn = { sql: sql`c.id`, isList: false }
/** The API's own. */
export const NAME: ReadColumn = { sql: sql`c.conversation_id`, isList: false }
/** When it started, Unix seconds. */
export const STARTED: ReadColumn = { sql: sql`c.started_at`, isList: false }

/** Which calls are in which group. */
export function* membersOf(archive: Archive, first: CallSelection, second: CallSelection): Pieces<Members> {
  const [a, b] = [whereOf(first.filter, first.window), whereOf(second.filter, second.window)]
  const read = (where: Sql, columns: readonly ReadColumn[]): Pieces<Columns> =>
    waitFor(archive.read(readColumns(where, columns)))
  const isOver = sql`NOT ${IS_LIVE}`
  const ours = (yield* read(and([a, isOver]), [ID])).cells(ID) as number[]
  const others = (yield* read(and([b, isOver]), [ID])).cells(ID) as number[]
  const known = new Set(ours)
  const own = others.filter(id => !known.has(id))
  yield
  const { size } = yield* read(and([sql`(${a}) OR (${b})`, IS_LIVE]), [])
  return { ids: [ours, own], shared: others.length - own.length, unfinished: size }
}

/** Whether the call was read in full and since it ended. */
export const IS_READ: ReadColumn = { sql: asNumber(sql`c.finished IS TRUE`), isList: false }

/** Gives the columns of all these calls to `take`, some thousand calls at a time, each call as it is at one moment. */
export function* readInSlices(
  archive: Archive,
  ids: readonly number[],
  columns: readonly ReadColumn[],
  take: (slice: Columns) => Pieces<void>,
): Pieces<void> {
  for (const some of batches(ids, A_PIECE)) {
    const where = and([isIn(sql`c.id`, some as number[]), sql`c.deleted_at IS NULL`])
    yield* take(yield* waitFor(archive.read(readColumns(where, columns))))
    yield
  }
}
