import { type GroupName, groupOf } from '../../analysis/index.ts'
import { asNumber, Sql, sql } from '../../archive/engine/sql.ts'
import type { Cell, ReadColumn, Scalar } from '../../archive/read/columns.ts'
import { asCompared } from '../../archive/select/comparison.ts'
import type { CallFilter } from '../../domain/filter.ts'
import { offsetSeconds } from '../../domain/zone-offset.ts'
import { type Bands, bandName, bandOf } from './bands.ts'

/** One thing that is known of a call, such as its version: each value of it is a fact that a call holds or not. */
export interface Attribute {
  /** As in `group_by` of an analysis, where it is there. */
  name: string
  /** What its values are, for people. */
  definition: string
  /**
   * `one`: at most one value a call. `several`: a set of values, perhaps empty. `keyed`: values by key (data fields,
   * criteria, variables), each key an attribute of its own.
   */
  form: 'one' | 'several' | 'keyed'
  source: CallColumn | Units
  /** Only the detail of a call tells: where it was not read, nothing is known. */
  needsDetail: boolean
  /** The values of a cell, or of one unit; null: not known. Of `keyed` ones, key and value. */
  read(cell: Cell, zone: string): readonly string[] | null
  /** Of `several`: of a call without any nothing is known. */
  isNeverNone?: boolean
  /** Filters that choose calls by it: groups that are chosen by it are not told apart by it. */
  filters: readonly (keyof CallFilter)[]
  /** A part of the platform's verdict, or what callers feel after it: where the verdict parts the groups, it stands apart. */
  isVerdict?: boolean
}

export type Filters = Attribute['filters']

/** A column of calls. */
export interface CallColumn extends ReadColumn {
  /** One cell for all that have the same values, so that there are few. */
  coarse?(cell: Cell): Cell
  /** Each cell is null, or one of so many numbers from 0 on. */
  few?: number
}

/** What calls have several of: rows `u` of a table. */
export interface Units {
  /** With a condition, for FROM. */
  from: readonly [table: Sql, condition: Sql]
  item: Sql
  /** Columns of `u` that say which row of a call comes first. */
  order: Sql
}

/** What stands between key and value; no id has it, and JSON writes it as it is. */
const BETWEEN = '\u007f'
const BETWEEN_TEXT = new Sql(`'${BETWEEN}'`)
/** Longest value, in characters: two texts that begin alike are hardly two values. */
const MOST_CHARACTERS = sql`80`

const LISTED = { needsDetail: false }

/** One of the groups of an analysis that put a call into one row; without a value of it, nothing is known of the call. */
export function group(name: GroupName, filters: Filters = [], options: Partial<Attribute> = {}): Attribute {
  const { column, needsDetail, clock, definition } = groupOf(name)
  const known = { name, definition, form: 'one' as const, needsDetail, filters }
  if (!clock) return { ...known, source: column, read: cell => oneOf(cell as Scalar), ...options }
  const read = (cell: Cell, zone: string) =>
    cell ? [String(clock.show(clock.bucketOf(cell as number, offsetSeconds(cell as number, zone)), zone))] : null
  return { ...known, source: quartersOf(column), read, ...options }
}

const quarters = new Map<ReadColumn, CallColumn>()

/** Clocks change at full quarters of hours only. */
function quartersOf(column: ReadColumn): CallColumn {
  const made = quarters.get(column) ?? {
    ...column,
    coarse: cell => (cell === null ? null : Math.floor((cell as number) / QUARTER) * QUARTER),
  }
  quarters.set(column, made)
  return made
}

const QUARTER = 900

const oneOf = (value: Scalar): string[] | null => (value === null || value === '' ? null : [String(value)])

/** Yes or no. */
export function flag(name: string, definition: string, condition: Sql, options: Partial<Attribute> = {}): Attribute {
  const source = { sql: asNumber(condition), isList: false, few: 2 }
  const read = (cell: Cell): string[] | null => (cell === null ? null : [cell === 1 ? 'yes' : 'no'])
  return { name, definition, form: 'one', source, needsDetail: true, filters: [], read, ...options }
}

/** A number in bands. */
export function banded(
  name: string,
  definition: string,
  value: Sql,
  bands: Bands,
  options: Partial<Attribute> = {},
): Attribute {
  const read = (cell: Cell): string[] | null => (cell === null ? null : [bandName(cell as number, bands)])
  const source = { sql: bandOf(value, bands), isList: false, few: bands.edges.length + 1 }
  return { name, definition, form: 'one', source, needsDetail: true, filters: [], read, ...options }
}

/** Each value of the units of a call. */
export function several(name: string, definition: string, source: Units, options: Partial<Attribute> = {}): Attribute {
  const read = (cell: Cell): string[] | null => oneOf(cell as Scalar)
  return { name, definition, form: 'several', source, needsDetail: true, filters: [], read, ...options }
}

/** The same of one that lists tell, too. */
export const listed = (name: GroupName, source: Units, options: Partial<Attribute> = {}): Attribute =>
  several(name, groupOf(name).definition, source, { ...LISTED, ...options })

/** Values by key: rows `u` of a table. */
export function keyed(
  name: string,
  definition: string,
  [table, key, value]: readonly [Sql, Sql, Sql],
  options: Partial<Attribute> = {},
  condition = sql`TRUE`,
): Attribute {
  const item = sql`${key} || ${BETWEEN_TEXT} || substr(coalesce(${value}, ''), 1, ${MOST_CHARACTERS})`
  const source: Units = { from: [table, condition], item, order: key }
  const read = (cell: Cell): string[] => {
    const text = String(cell)
    const at = text.indexOf(BETWEEN)
    return [text.slice(0, at), asCompared(text.slice(at + 1))]
  }
  return { name, definition, form: 'keyed', source, needsDetail: true, filters: [], read, ...options }
}
