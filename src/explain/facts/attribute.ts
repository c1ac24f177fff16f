import { type GroupName, groupOf } from '../../analysis/index.ts'
import { asNumber, jsonList, Sql, sql } from '../../archive/engine/sql.ts'
import type { Cell, ReadColumn, Scalar } from '../../archive/read/columns.ts'
import { asCompared } from '../../archive/select/comparison.ts'
import type { CallFilter } from '../../domain/filter.ts'
import { offsetSeconds } from '../../domain/zone-offset.ts'
import { type Bands, bandOf } from './bands.ts'

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
  column: ReadColumn
  /** Only the detail of a call tells: where it was not read, nothing is known. */
  needsDetail: boolean
  /** The values of a cell; null: not known. Of `keyed` ones, keys and values in turns. */
  read(cell: Cell, zone: string): readonly string[] | null
  /** Filters that choose calls by it: groups that are chosen by it are not told apart by it. */
  filters: readonly (keyof CallFilter)[]
  /** A part of the platform's verdict, or what callers feel after it: where the verdict parts the groups, it stands apart. */
  isVerdict?: boolean
}

export type Filters = Attribute['filters']

/** What stands between key and value; no id has it. */
const BETWEEN = '\u001f'
const BETWEEN_TEXT = new Sql(`'${BETWEEN}'`)
/** Longest value, in characters: two texts that begin alike are hardly two values. */
const MOST_CHARACTERS = sql`80`

/** One of the groups of an analysis; a call without a value of it is one of which nothing is known. */
export function group(name: GroupName, filters: Filters = [], options: Partial<Attribute> = {}): Attribute {
  const { column, needsDetail, clock, source, definition } = groupOf(name)
  const known = { name, definition, column, needsDetail, filters }
  if (source) return { ...known, form: 'several', read: cell => distinct(cell as Scalar[]), ...options }
  const read = clock
    ? (cell: Cell, zone: string) =>
        cell ? [String(clock.show(clock.bucketOf(cell as number, offsetSeconds(cell as number, zone)), zone))] : null
    : (cell: Cell) => (cell === null || cell === '' ? null : [String(cell)])
  return { ...known, form: 'one', read, ...options }
}

/** Each once; without those that are none. */
export function distinct(values: readonly Scalar[]): string[] {
  const found: string[] = []
  for (const value of values) {
    if (value === null || value === '') continue
    const text = String(value)
    if (!found.includes(text)) found.push(text)
  }
  return found
}

/** Yes or no. */
export function flag(name: string, definition: string, condition: Sql, options: Partial<Attribute> = {}): Attribute {
  const column = { sql: asNumber(condition), isList: false }
  const read = (cell: Cell): string[] | null => (cell === null ? null : [cell === 1 ? 'yes' : 'no'])
  return { name, definition, form: 'one', column, needsDetail: true, filters: [], read, ...options }
}

/** A number in bands. */
export function banded(
  name: string,
  definition: string,
  value: Sql,
  bands: Bands,
  options: Partial<Attribute> = {},
): Attribute {
  const read = (cell: Cell): string[] | null => (cell === null ? null : [bandOf(Number(cell), bands)])
  const column = { sql: value, isList: false }
  return { name, definition, form: 'one', column, needsDetail: true, filters: [], read, ...options }
}

/** A fact that a call has several of: rows `u` of a table. */
export function several(
  name: string,
  definition: string,
  item: Sql,
  [from, order]: readonly [Sql, Sql],
  filters: Filters = [],
): Attribute {
  const column = { sql: jsonList(item, from, order), isList: true }
  return {
    name,
    definition,
    form: 'several',
    column,
    needsDetail: true,
    filters,
    read: cell => distinct(cell as Scalar[]),
  }
}

/** Values by key: rows `u` of a table. */
export function keyed(
  name: string,
  definition: string,
  [table, key, value]: readonly [Sql, Sql, Sql],
  options: Partial<Attribute> = {},
): Attribute {
  const item = sql`${key} || ${BETWEEN_TEXT} || substr(coalesce(${value}, ''), 1, ${MOST_CHARACTERS})`
  const column = { sql: jsonList(item, sql`${table} u WHERE u.conversation = c.id`, key), isList: true }
  const read = (cell: Cell): string[] =>
    (cell as string[]).flatMap(text => {
      const at = text.indexOf(BETWEEN)
      return [text.slice(0, at), asCompared(text.slice(at + 1))]
    })
  return { name, definition, form: 'keyed', column, needsDetail: true, filters: [], read, ...options }
}
