import { Archive } from '../archive/archive.ts'
import { restrictedStore } from '../archive/engine/restricted-store.ts'
import type { Asked, Mirror } from '../mirror/mirror.ts'

/** A mirror that holds the calls of these agents. */
export function restrictedMirror(mirror: Mirror, agents: readonly string[]): Asked {
  return {
    profile: () => mirror.profile(),
    async freshCopy(...asked) {
      const copy = await mirror.freshCopy(...asked)
      return copy && agents.includes(copy.call.agentId) ? copy : null
    },
    async ensure(request, waiting) {
      const { archive, ...rest } = await mirror.ensure({ ...request, agents }, waiting)
      return { ...rest, archive: new Archive(restrictedStore(archive.store, agents)) }
    },
  }
}
