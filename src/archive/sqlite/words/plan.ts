import type { Sql } from '../../engine/sql.ts'
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
