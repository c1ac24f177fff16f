import type { AgentVersion } from '../../domain/agent-history.ts'
import type { ToolContext } from '../define.ts'
import { historyOf, MOST_AGENTS } from '../versions/history.ts'
import { withOld } from '../versions/names.ts'
import { previousOf } from '../versions/previous.ts'
import type { Asked, Began } from './answers.ts'
import type { Question } from './questions.ts'

/** More than these are a list, and not what changed. */
const MOST_VERSIONS = 5

type Found = Omit<Began, 'versions'> & { questions: (Question & { input: { version_id: string } })[] }

/** What to ask about the versions that began in the window, of the agents that took its calls; the newest first. */
export async function newVersions({ selection, archive }: Asked, context: ToolContext): Promise<Found> {
  const { window } = selection
  const { usedVersions } = await import('../../archive/read/used-versions.ts')
  const used = await archive.read(usedVersions(selection))
  const agentIds = [...new Set(used.map(({ agentId }) => agentId))].filter(id => id !== '').slice(0, MOST_AGENTS)
  const found = await Promise.all(
    agentIds.map(async agentId => {
      const history = await historyOf(agentId, context)
      const ids = used.flatMap(({ agentId: own, versionId }) => (own === agentId && versionId ? [versionId] : []))
      const versions = await withOld(agentId, history, ids, context)
      return versions.map(version => ({ agentId, version, isFirst: previousOf(version, history) === null }))
    }),
  )
  const all = found.flat()
  const isInside = ({ committedAt }: AgentVersion): boolean =>
    committedAt !== null &&
    committedAt >= (window?.afterUnix ?? Number.NEGATIVE_INFINITY) &&
    committedAt < (window?.beforeUnix ?? Number.POSITIVE_INFINITY)
  const inside = all.filter(({ version }) => isInside(version))
  const shown = inside.sort((a, b) => b.version.committedAt! - a.version.committedAt!).slice(0, MOST_VERSIONS)
  // What happened after the window is no part of its report.
  const end = window?.beforeUnix !== undefined && window.beforeUnix <= context.now() ? window.beforeUnix : undefined
  const before = end === undefined ? {} : { before: new Date(end * 1000).toISOString() }
  return {
    questions: shown.map(({ agentId, version: { id }, isFirst }) => ({
      tool: 'describe_agent',
      input: { agent_id: agentId, version_id: id, ...(isFirst ? {} : { compare_to: 'previous_version', ...before }) },
    })),
    more: inside.length - shown.length,
    known: all.length > 0,
  }
}
