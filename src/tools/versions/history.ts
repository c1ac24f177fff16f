import type { AgentBranch, AgentHistory, AgentVersion } from '../../domain/agent-history.ts'
import { formatInstant } from '../../domain/time.ts'
import { oneLine, shorten } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { orFallback } from '../or-fallback.ts'

type Context = Pick<ToolContext, 'source' | 'signal'>

/** How many agents are asked for their versions. */
export const MOST_AGENTS = 20

/** Where it cannot be read, nothing: ids are shown instead. */
export const historyOf = (agentId: string, { source, signal }: Context): Promise<AgentHistory> =>
  orFallback(source.agentHistory(agentId, signal), { branches: [], versions: [] }, { signal })

/** The branch that the others were made from; undefined: the API does not say which. */
export function mainBranch({ branches }: AgentHistory): AgentBranch | undefined {
  const roots = branches.filter(({ parentId }) => parentId === null)
  return roots.length === 1 ? roots[0] : undefined
}

/** `v2`, on another branch than the main one `Holidays v2`; null: it has no number. */
export function shortName({ number, branchId }: AgentVersion, history: AgentHistory): string | null {
  if (number === null) return null
  const branch = history.branches.find(({ id }) => id === branchId)
  const isMain = branch === undefined || branch === mainBranch(history)
  return `${isMain ? '' : `${oneLine(branch.name)} `}v${number}`
}

/** No note that is meant as a title is longer, in bytes. */
const NOTE_BYTES = 60

/** `v2 (2026-11-01): Offers two times at once`; null: the API tells nothing but its id. */
export function longName(version: AgentVersion, history: AgentHistory, zone: string): string | null {
  const { committedAt, description } = version
  const date = committedAt === null ? '' : ` (${formatInstant(committedAt, zone).slice(0, 10)})`
  const note = description === null ? '' : cut(oneLine(description))
  const name = shortName(version, history)
  if (name === null) return note === '' ? null : note + date
  return `${name}${date}${note === '' ? '' : `: ${note}`}`
}

const cut = (note: string): string => {
  const short = shorten(note, NOTE_BYTES)
  return short === note ? note : `${short.replace(/… \[.*$/s, '')}…`
}
