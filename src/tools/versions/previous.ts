import type { AgentHistory, AgentVersion } from '../../domain/agent-history.ts'

/** The version before on the same branch; null: there is none, or the API does not tell it. */
export function previousOf(version: AgentVersion, { versions }: AgentHistory): AgentVersion | null {
  const began = ({ number, committedAt }: AgentVersion): number => number ?? committedAt ?? 0
  const earlier = versions.filter(one => one.branchId === version.branchId && began(one) < began(version))
  return earlier.reduce<AgentVersion | null>((best, one) => (best && began(best) >= began(one) ? best : one), null)
}

/** `previous_version`, however it is spelt. */
export const isPreviousVersion = (text: string): boolean => /^previous[ _-]?version$/i.test(text.trim())
