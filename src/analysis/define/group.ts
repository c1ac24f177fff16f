import { itemsOf, jsonList, type Sql, sql, truncated } from '../../archive/engine/sql.ts'
import type { ReadColumn, Scalar } from '../../archive/read/columns.ts'
import { TRAIT_SIGN } from '../../archive/schema/detail-columns.ts'
import type { TraitKind } from '../../domain/measures/traits.ts'
import type { Source } from './metric.ts'

/** What calls are grouped by. */
export interface Group {
  title: string
  /** What a row holds. */
  definition: string
  /** Only the detail of a call tells: calls whose detail is not here are in no row. */
  needsDetail: boolean
  /** Values begin at a time of their own, in the order of which they are shown. */
  isDated?: boolean
  /** There may be as many rows as calls. */
  isWide?: boolean
  column: ReadColumn
  /** Set where a call may be in several rows: what brings it there, and the value of such a unit `u`. */
  source?: Source
  item?: Sql
  /** Time only: what the column's seconds become. */
  clock?: Clock
  /** One value for all that count as the same. */
  unify?: (value: Scalar) => Scalar
  /** What is shown for a value of the column. */
  show?: (value: Scalar) => Scalar | boolean
}

/** A way to read a clock. Buckets are numbers in the order of time. */
export interface Clock {
  /** @param offset seconds by which the clock of the zone is ahead at that moment */
  bucketOf(unix: number, offset: number): number
  show(bucket: number, zone: string): string | number
  /** The bucket that follows. */
  next?(bucket: number, zone: string): number
  /** Every bucket, of a clock that comes round again: it has no `next`. */
  all?: readonly number[]
}

type Options = Partial<Pick<Group, 'needsDetail' | 'isWide' | 'isDated' | 'unify' | 'show'>>

/** One value a call. */
export const one = (title: string, definition: string, value: Sql, options: Options = {}): Group => {
  return { title, definition, needsDetail: false, column: { sql: value, isList: false }, ...options }
}

/** As many values as the call has such things. */
export const several = (title: string, definition: string, source: Source, item: Sql, options: Options = {}): Group => {
  const column = { sql: jsonList(item, source.from, source.order), isList: true }
  return { title, definition, needsDetail: true, column, source, item, ...options }
}

/** Rows `u` of the call's traits of a kind, and the value of one; see `traitsOf`. */
function traits(kind: TraitKind, units: string): { source: Source; value: Sql } {
  const start = kind + TRAIT_SIGN
  const from = sql`${itemsOf(sql`c.traits`, 'u')} WHERE substr(u.value, 1, ${start.length}) = ${start}`
  return {
    source: { units, from, order: sql`u.value`, isInColumn: true },
    value: sql`substr(u.value, ${start.length + 1})`,
  }
}

/** A trait that a call has once at most. */
export function trait(kind: TraitKind, title: string, definition: string, options: Options = {}): Group {
  const { source, value } = traits(kind, title)
  return one(title, definition, sql`(SELECT ${value} FROM ${source.from} LIMIT 1)`, { needsDetail: true, ...options })
}

/** A trait that a call may have several times. */
export function severalTraits(kind: TraitKind, title: string, definition: string): Group {
  const { source, value } = traits(kind, `${title}s`)
  return several(title, definition, source, value)
}

/** Unix seconds; 0 where the API did not say. */
export const START: ReadColumn = { sql: truncated(sql`c.started_at`), isList: false }

/** When the call started. */
export const time = (title: string, definition: string, clock: Clock): Group => {
  return { title, definition, needsDetail: false, column: START, clock }
}
