import { type Sql, sql } from '../../engine/sql.ts'
import type { Order } from '../../words/find.ts'

/** What is looked for, as the index takes it. */
export interface Plan {
  /** A MATCH expression. */
  match: string
  /** See `hasPrefix`. */
  hasPrefix: boolean
  /** A condition on `conversations c`. */
  where: Sql
  order: Order
  limit: number
  offset: number
}

/** Where nothing is ranked. */
export const unranked = (order: Order): Order => (order === 'best' ? 'newest' : order)

/** @param start where nobody knows it, NULL or 0: then it comes last */
export const byStart = (order: Order, start: Sql): Sql =>
  order === 'oldest' ? sql`nullif(${start}, 0) ASC NULLS LAST` : sql`${start} DESC`
