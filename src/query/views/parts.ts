import { asNumber, identifier, type Sql, sql } from '../../archive/engine/sql.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import type { PartTable } from '../../archive/schema/part-tables.ts'
import type { Column } from './view.ts'

/* Columns of what a call has several of, `u` in a store. */

/** Rows of a table of parts, each beside its call. */
export const partsIn = (table: string): Sql => sql`${identifier(table)} u JOIN conversations c ON c.id = u.conversation`

export const conversationId: Column<never> = {
  ...{ name: 'conversation_id', type: 'TEXT', about: 'Id of the call' },
  sql: sql`c.conversation_id`,
}

/** Makes columns of those of a table, under names for people. */
export const columnsOf =
  <P>(table: PartTable<P>) =>
  (name: string, about: string, stored = name): Column<P> => {
    const { type, of } = table.columns.find(column => column.name === stored)!
    const value = sql`u.${identifier(stored)}`
    return {
      ...{ name, about, type: type === 'BOOLEAN' ? 'INTEGER' : type },
      sql: type === 'BOOLEAN' ? asNumber(value) : value,
      of,
    }
  }

/** What only the bodies of calls tell. */
export const unpacked = <P>(
  name: string,
  type: Column<P>['type'],
  about: string,
  of: NonNullable<Column<P>['of']>,
): Column<P> => ({ name, type, about, of })

/** A text without its quotation marks, anything else as JSON. */
export function plainJson(json: Scalar): Scalar {
  if (typeof json !== 'string') return json
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'string' ? value : json
  } catch {
    return json
  }
}
