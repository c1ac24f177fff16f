import { types } from 'pg'
import type { ColumnType } from '../schema/column.ts'
import { DETAIL_COLUMNS } from '../schema/detail-columns.ts'
import { MEMBERSHIPS, PARTS } from '../schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../schema/summary-columns.ts'

/** As PostgreSQL calls them. */
export const TYPES: Record<ColumnType, string> = {
  TEXT: 'text',
  REAL: 'double precision',
  INTEGER: 'bigint',
  BOOLEAN: 'boolean',
}

const OTHERS: Record<string, Record<string, string>> = {
  bodies: { conversation: 'bigint', detail: 'bytea', masked: 'text' },
  covered: { scope: 'text', from_unix: 'bigint', to_unix: 'bigint', read_at: 'bigint' },
  walks: { scope: 'text', from_unix: 'bigint', to_unix: 'bigint', position: 'bigint', started_at: 'bigint' },
  meta: { name: 'text', value: 'text' },
  words: { conversation: 'bigint', turn: 'bigint', size: 'bigint', words: 'tsvector' },
  unreadable: {
    ...{ conversation: 'bigint', reason: 'text', tries: 'bigint', tried_at: 'bigint', again_at: 'bigint' },
    fingerprint: 'text',
  },
}

const parts = Object.fromEntries(
  [...PARTS, MEMBERSHIPS].map(({ name, columns }) => [
    name,
    {
      conversation: 'bigint',
      ...Object.fromEntries(columns.map(({ name, type }: { name: string; type: ColumnType }) => [name, TYPES[type]])),
    } as Record<string, string>,
  ]),
)

const columnsOf = (table: string): Record<string, string> => (OTHERS[table] ?? parts[table])!

export const typeOf = (table: string, column: string): string => columnsOf(table)[column]!
export const namesOf = (table: string): string[] => Object.keys(columnsOf(table))

/** For the first migration; its text is kept there. */
export const CALL_COLUMNS = [...SUMMARY_COLUMNS, ...DETAIL_COLUMNS]

const [BOOL, BYTEA, INT8, JSON_TEXT, NUMERIC] = [16, 17, 20, 114, 1700]

/** Rows as the archive knows them: numbers, conditions as 1 and 0, JSON as text. */
export const ROW_TYPES = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === BOOL) return (text: string) => (text === 't' ? 1 : 0)
    if (oid === INT8 || oid === NUMERIC) return Number
    if (oid === JSON_TEXT) return (text: string) => text
    return types.getTypeParser(oid === BYTEA ? BYTEA : oid, format as 'text')
  }) as typeof types.getTypeParser,
}
