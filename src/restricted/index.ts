import type { ConversationSource } from '../api/source.ts'
import type { Asked, Mirror } from '../mirror/mirror.ts'
import { countedReading, type Touched } from './counted.ts'
import { restrictedMirror } from './mirror.ts'
import { restrictedSource } from './source.ts'

export type { Touched } from './counted.ts'

/**
 * What a tool reads by for a guest, who may see the calls of some agents only (null: of all). Whatever reads calls reads
 * them by one of both, so that a new tool needs no rule of its own. A call belongs to the agent that it began with.
 */
export function readingOf(
  { agents, touched }: { agents: readonly string[] | null; touched: Touched },
  { source, mirror }: { source: ConversationSource; mirror(): Promise<Mirror> },
): { source: ConversationSource; mirror(): Promise<Asked> } {
  if (agents === null) return countedReading({ source, mirror }, touched)
  const restricted = {
    source: restrictedSource(source, agents),
    mirror: async () => restrictedMirror(await mirror(), agents),
  }
  return countedReading(restricted, touched)
}
