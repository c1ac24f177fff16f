import type { Row, Value } from '../engine/values.ts'

/** BOOLEAN is our word for 0 and 1; SQLite's strict tables know the others. */
export type ColumnType = 'TEXT' | 'REAL' | 'INTEGER' | 'BOOLEAN'

/** A column and where it comes from. What is written and read is made from a list of these. */
export interface Column<T> {
  name: string
  type: ColumnType
  of(thing: T): Value
}

/** A column that holds one member as it is, and can be read back. */
export interface MemberColumn<T> extends Column<T> {
  member: keyof T & string
}

/** The members that a column can hold as they are. */
type PlainKey<T> = { [K in keyof T]-?: T[K] extends Value ? K : never }[keyof T] & string

/** One column for each plain member, none forgotten: `startedAt` becomes `<prefix>started_at`. */
export const membersOf = <T extends object>(
  types: Record<PlainKey<T>, ColumnType>,
  prefix = '',
): readonly MemberColumn<T>[] =>
  (Object.entries(types) as [PlainKey<T>, ColumnType][]).map(([member, type]) => ({
    name: prefix + member.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
    type,
    member,
    of: thing => thing[member] as Value,
  }))

/** The members as they were written. */
export const readMembers = <T>(columns: readonly MemberColumn<T>[], row: Row): Record<string, unknown> =>
  Object.fromEntries(
    columns.map(({ name, type, member }) => [
      member,
      type === 'BOOLEAN' && row[name] !== null ? row[name] === 1 : row[name],
    ]),
  )

export const namesOf = (columns: readonly { name: string }[]): string[] => columns.map(({ name }) => name)

export const valuesOf = <T>(columns: readonly Column<T>[], thing: T): Value[] => columns.map(({ of }) => of(thing))
