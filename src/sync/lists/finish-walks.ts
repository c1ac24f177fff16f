import type { Archive, Walk, WalkPosition } from '../../archive/archive.ts'
import { openWalks } from '../../archive/coverage/coverage.ts'
import { isEmptied } from '../../archive/coverage/memberships.ts'
import type { Sql } from '../../archive/engine/sql.ts'
import type { Membership } from '../../archive/select/select.ts'
import type { ConversationFilter } from '../../domain/filter.ts'
import { toApiBounds } from '../../domain/time.ts'
import type { StopReason, SyncContext } from '../run/sync-context.ts'
import { boundsOf, callsIn, type Scope, type Span } from './scope.ts'

type OpenWalk = Walk & WalkPosition

const EMPTIED =
  'The API shows none of the calls that this filter had before, and no others of the time either. What is known of them was kept.'

/**
 * Makes covered what the walks of the scope came down, whoever walked: this process just now, or one that has been
 * killed since. What lies below is walked anew, from there; no cursor need be remembered.
 * @returns why a walk is not believed: it shows no call where all of its filter's were, and the list without the filter
 * shows none, too
 */
export async function closeWalks(scope: Scope, context: SyncContext): Promise<StopReason | null> {
  const { archive, upstream } = context
  for (const walk of openWalks(archive.db, scope.name)) {
    const span = { from: walk.position, to: walk.to }
    const told = scope.membership && membershipIn(scope.filter, scope.membership, span)
    if (told && isEmptied(archive.db, told.membership, told.where, walk.startedAt)) {
      const { items } = await upstream.page({ ...told.others, ...toApiBounds(boundsOf(span)) }, { pageSize: 1 })
      if (items.length === 0) {
        archive.setWalkPosition(walk, null)
        return { reason: EMPTIED, error: null }
      }
    }
    closeWalk(walk, span, scope, archive, told)
  }
  return null
}

interface Told {
  membership: Membership
  /** The filter without it, and the calls of the walk's time that it selects. */
  others: ConversationFilter
  where: Sql
}

function membershipIn(filter: ConversationFilter, membership: Membership, span: Span): Told {
  const { [membership.filter]: _, ...others } = filter
  return { membership, others, where: callsIn(others, span) }
}

/** The complete mark moves when the position ends, in one transaction. */
function closeWalk(walk: OpenWalk, span: Span, scope: Scope, archive: Archive, told: Told | undefined): void {
  archive.transaction(() => {
    if (told) archive.endMembership(told.membership, told.where, walk.startedAt)
    archive.addCovered(scope.name, { ...span, readAt: walk.startedAt })
    archive.setWalkPosition(walk, null)
  })
}
