import type { CallSelection } from '../../domain/filter.ts'
import { sql } from '../engine/sql.ts'
import { all, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'

/** A version of an agent that took calls. */
export interface UsedVersion {
  agentId: string
  branchId: string | null
  versionId: string | null
  /** Start of its first call among those that were asked for; Unix seconds, 0 where none is known. */
  firstCall: number
  calls: number
}

/** The versions that took the selected calls. */
export function* usedVersions({ filter, window }: CallSelection): Work<UsedVersion[]> {
  const rows = yield* all(sql`
    SELECT c.agent_id AS agent, c.branch_id AS branch, c.version_id AS version,
      min(c.started_at) AS first, count(*) AS calls
    FROM conversations c WHERE ${whereOf(filter, window)} GROUP BY c.agent_id, c.branch_id, c.version_id`)
  const text = (value: unknown): string | null => (value === null ? null : String(value))
  return rows.map(({ agent, branch, version, first, calls }) => ({
    ...{ agentId: text(agent) ?? '', branchId: text(branch), versionId: text(version) },
    ...{ firstCall: Number(first), calls: Number(calls) },
  }))
}
