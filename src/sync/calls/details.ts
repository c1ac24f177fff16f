import type { Archive } from '../../archive/archive.ts'
import { countBehind, idsBehind } from '../../archive/due/due.ts'
import { and, type Sql, sql } from '../../archive/engine/sql.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import { proofOfAbsence } from './proof-of-deletion.ts'
import { readDue } from './read-due.ts'

/** Calls whose detail is missing or no longer up to date. */
export const countDetailsLeft = (archive: Archive, where: Sql): number =>
  archive.countNeedingDetail(where) + countBehind(archive.db, where)

/** Whether this call is one of them. */
export const needsDetail = (archive: Archive, where: Sql, id: string): boolean =>
  countDetailsLeft(archive, and([where, sql`c.conversation_id = ${id}`])) > 0

/** Reads those details, newest first. */
export const readDetails = (where: Sql, context: SyncContext): Promise<StopReason | null> =>
  readDue(
    context,
    (archive, limit) => [...archive.idsNeedingDetail(where, limit), ...idsBehind(archive.db, where, limit)],
    proofOfAbsence(),
  )
