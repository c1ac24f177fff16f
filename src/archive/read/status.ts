import { greatest, sql } from '../engine/sql.ts'
import { first, type Work } from '../engine/work.ts'

export interface ArchiveStatus {
  /** Calls whose list facts or detail are here. */
  calls: number
  withDetail: number
  /** Calls that the API no longer has. */
  deleted: number
  /** Unix seconds of the first and the last start; null without calls, or where the API gave no time. */
  oldest: number | null
  newest: number | null
  /** Unix seconds at which anything was last read from the API; null: never. */
  lastReadAt: number | null
  /** That it takes, on disk with the log. */
  bytes: number
}

const LAST_READ_AT = greatest(sql`coalesce(list_read_at, 0)`, sql`coalesce(detail_read_at, 0)`)

/** All but the room that it takes. */
export function* statusOf(): Work<Omit<ArchiveStatus, 'bytes'>> {
  const row = (yield* first<Omit<ArchiveStatus, 'bytes'>>(sql`
    SELECT count(*) FILTER (WHERE deleted_at IS NULL) AS calls, count(detail_read_at) AS "withDetail",
      count(deleted_at) AS deleted,
      min(nullif(started_at, 0)) FILTER (WHERE deleted_at IS NULL) AS oldest,
      max(nullif(started_at, 0)) FILTER (WHERE deleted_at IS NULL) AS newest,
      max(${LAST_READ_AT}) AS "lastReadAt"
    FROM conversations`))!
  return { ...row, lastReadAt: row.lastReadAt || null }
}
