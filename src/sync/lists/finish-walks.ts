import type { Archive, Walk, WalkPosition } from '../../archive/archive.ts'
import { openWalks } from '../../archive/coverage/coverage.ts'
import { callsIn, type Scope } from './scope.ts'

/**
 * Makes covered what the walks of the scope came down, whoever walked: this process just now, or one that has been
 * killed since. What lies below is walked anew, from there; no cursor need be remembered.
 */
export function closeWalks(scope: Scope, archive: Archive): void {
  for (const walk of openWalks(archive.db, scope.name)) closeWalk(walk, scope, archive)
}

/** The complete mark moves when the position ends, in one transaction. */
function closeWalk(walk: Walk & WalkPosition, scope: Scope, archive: Archive): void {
  const span = { from: walk.position, to: walk.to }
  archive.transaction(() => {
    if (scope.membership) {
      const { [scope.membership.filter]: _, ...others } = scope.filter
      archive.endMembership(scope.membership, callsIn(others, span), walk.startedAt)
    }
    archive.addCovered(scope.name, { ...span, readAt: walk.startedAt })
    archive.setWalkPosition(walk, null)
  })
}
