import type { Archive } from '../../archive/archive.ts'
import { and, asNumber, isIn, type Sql, sql, truncated } from '../../archive/engine/sql.ts'
import type { Work } from '../../archive/engine/work.ts'
import { type Columns, type ReadColumn, readColumns, readRows } from '../../archive/read/columns.ts'
import { IS_COMPARED_IN_PART, IS_LIVE } from '../../archive/read/count-calls.ts'
import { whereOf } from '../../archive/select/select.ts'
import type { CallSelection } from '../../domain/filter.ts'
import { type Pieces, waitFor } from '../../pieces.ts'
import type { Units } from '../facts/attribute.ts'

/** Calls that are read in one go: that takes some tens of milliseconds. */
const A_PIECE = 2000

/** The first or the second of the two groups. */
export type Side = 0 | 1

/** The calls of both groups, and what was left out. */
export interface Members {
  /** Our own ids, ascending, and the group of each. */
  ids: Float64Array
  sides: Uint8Array
  /** Calls that both selections have: they count in the first group only. */
  shared: number
  /** Calls of either that are not over. */
  unfinished: number
  /** Calls of either in which repetition is looked for among the latest turns only. */
  comparedInPart: number
}

/** Our own id of a call. */
export const ID: ReadColumn = { sql: sql`c.id`, isList: false }
/** The API's own. */
export const NAME: ReadColumn = { sql: sql`c.conversation_id`, isList: false }
/** When it started, Unix seconds. */
export const STARTED: ReadColumn = { sql: truncated(sql`c.started_at`), isList: false }
/** Whether the call was read in full and since it ended. */
export const IS_READ: ReadColumn = { sql: asNumber(sql`c.finished IS TRUE`), isList: false }
/** 2: it is going on; 1: it is compared in part. */
const STATE: ReadColumn = {
  sql: sql`CASE WHEN ${IS_LIVE} THEN 2 ELSE coalesce(${asNumber(IS_COMPARED_IN_PART)}, 0) END`,
  isList: false,
}

/** Which calls are in which group. */
export function* membersOf(archive: Archive, first: CallSelection, second: CallSelection): Pieces<Members> {
  const [inPart, unfinished] = [new Set<number>(), new Set<number>()]
  const groups: Float64Array[] = []
  for (const { filter, window } of [first, second]) {
    const columns = yield* waitFor(archive.read(readColumns(whereOf(filter, window), [ID, STATE])))
    const [ids, states] = [columns.cells(ID), columns.cells(STATE)] as [number[], number[]]
    const own = new Float64Array(ids.length)
    let size = 0
    for (let at = 0; at < own.length; at++) {
      if (states[at] === 2) unfinished.add(ids[at]!)
      else {
        own[size++] = ids[at]!
        if (states[at] === 1) inPart.add(ids[at]!)
      }
    }
    groups.push(own.subarray(0, size).sort())
    yield
  }
  return { ...merged(groups[0]!, groups[1]!), unfinished: unfinished.size, comparedInPart: inPart.size }
}

function merged(first: Float64Array, second: Float64Array): Pick<Members, 'ids' | 'sides' | 'shared'> {
  const ids = new Float64Array(first.length + second.length)
  const sides = new Uint8Array(ids.length)
  let [size, shared, from] = [0, 0, 0]
  for (const id of second) {
    while (first[from]! < id) ids[size++] = first[from++]!
    if (first[from] === id) shared++
    else {
      sides[size] = 1
      ids[size++] = id
    }
  }
  ids.set(first.subarray(from), size)
  return { ids: ids.subarray(0, ids.length - shared), sides, shared }
}

/** Some of the calls as they are at one moment, and perhaps others that are in no group. */
export interface Slice {
  calls: Columns
  /** By what they have several of: `CALL` and `item` of each. */
  units: ReadonlyMap<Units, Columns>
}

/** The call of a unit, by our own id. */
export const CALL: ReadColumn = { sql: sql`u.conversation`, isList: false }
export const itemOf = ({ item }: Units): ReadColumn => ({ sql: item, isList: false })

/** Gives all these calls to `take`, some thousand at a time; the next are asked for before. */
export function* readInSlices(
  archive: Archive,
  { ids }: Members,
  wanted: { columns: readonly ReadColumn[]; units: readonly Units[] },
  take: (slice: Slice) => Pieces<void>,
): Pieces<void> {
  let next: Promise<Slice> | null = null
  for (let from = 0; from < ids.length; from += A_PIECE) {
    const asked = archive.read(readSlice([...ids.subarray(from, from + A_PIECE)], wanted))
    // Whoever gave up waits for none of them.
    asked.catch(() => {})
    if (next) yield* take(yield* waitFor(next))
    next = asked
    yield
  }
  if (next) yield* take(yield* waitFor(next))
}

function* readSlice(
  ids: readonly number[],
  { columns, units }: { columns: readonly ReadColumn[]; units: readonly Units[] },
): Work<Slice> {
  const where = and([among(sql`c.id`, ids), sql`c.deleted_at IS NULL`])
  const calls = yield* readColumns(where, [ID, ...columns])
  const read = new Map<Units, Columns>()
  for (const one of units) {
    const [table, condition] = one.from
    const from = sql`${table} u WHERE ${among(CALL.sql, ids)} AND ${condition}`
    read.set(one, yield* readRows(from, sql`${CALL.sql}, ${one.order}`, [CALL, itemOf(one)]))
  }
  return { calls, units: read }
}

/** Others may be among them: where nearly all are wanted between the first and the last, to leave out takes longer. */
const among = (id: Sql, ids: readonly number[]): Sql => {
  const [first, last] = [ids[0]!, ids.at(-1)!]
  return last - first < MOST_OTHERS * ids.length ? sql`${id} BETWEEN ${first} AND ${last}` : isIn(id, ids)
}

/** For one that is wanted. */
const MOST_OTHERS = 2
