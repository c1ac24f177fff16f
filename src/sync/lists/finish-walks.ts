import type { Walk, WalkPosition } from '../../archive/archive.ts'
import { addCovered, openWalks, setWalkPosition } from '../../archive/coverage/coverage.ts'
import { endMembership, isEmptied } from '../../archive/coverage/memberships.ts'
import type { Sql } from '../../archive/engine/sql.ts'
import type { Work } from '../../archive/engine/work.ts'
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
  for (const walk of await archive.read(openWalks(scope.name))) {
    const span = { from: walk.position, to: walk.to }
    const told = scope.membership && membershipIn(scope.filter, scope.membership, span)
    if (told && (await archive.read(isEmptied(told.membership, told.where, walk.startedAt)))) {
      const { items } = await upstream.page({ ...told.others, ...toApiBounds(boundsOf(span)) }, { pageSize: 1 })
      if (items.length === 0) {
        await archive.write(setWalkPosition(walk, null))
        return { reason: EMPTIED, error: null }
      }
    }
    await archive.write(closeWalk(walk, span, scope, told))
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

/** The complete mark moves when the position ends. */
function* closeWalk(walk: OpenWalk, span: Span, scope: Scope, told: Told | undefined): Work<void> {
  if (told) yield* endMembership(told.membership, told.where, walk.startedAt)
  yield* addCovered(scope.name, { ...span, readAt: walk.startedAt })
  yield* setWalkPosition(walk, null)
}
