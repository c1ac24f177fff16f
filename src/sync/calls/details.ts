import { countBehind, countNeedingDetail, idsBehind, idsNeedingDetail } from '../../archive/due/due.ts'
import { and, isIn, type Sql, sql } from '../../archive/engine/sql.ts'
import type { Work } from '../../archive/engine/work.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import type { Due } from './claimed-calls.ts'
import { proofOfAbsence } from './proof-of-deletion.ts'
import { readDue } from './read-due.ts'

/** Calls whose detail is missing or no longer up to date. */
export function* countDetailsLeft(where: Sql): Work<number> {
  return (yield* countNeedingDetail(where)) + (yield* countBehind(where))
}

/** Whether this call is one of them. */
export function* needsDetail(where: Sql, id: string): Work<boolean> {
  return (yield* countDetailsLeft(and([where, sql`c.conversation_id = ${id}`]))) > 0
}

/** Reads those details, newest first. */
export const readDetails = (where: Sql, context: SyncContext): Promise<StopReason | null> =>
  readDue(context, idsLeft(where), proofOfAbsence())

const idsLeft = (where: Sql): Due =>
  function* (limit, among) {
    const these = among ? and([where, isIn(sql`c.conversation_id`, among)]) : where
    return [...(yield* idsNeedingDetail(these, limit)), ...(yield* idsBehind(these, limit))]
  }
