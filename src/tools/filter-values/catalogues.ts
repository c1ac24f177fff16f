import { ConversationsError } from '../../errors.ts'
import { quoteSome } from '../../render/quote.ts'
import { oneLine, plural, shortText } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { resolveAgent } from '../names.ts'
import type { Selection } from '../selection.ts'

type Cell = string | number | boolean | null

/** Values that the API names, whether or not a call has them. */
export interface Catalogue {
  /** The first one holds what to show of the value, the one called `id` what filters take. */
  columns: string[]
  id: string
  rows: Cell[][]
  /** A sentence on what these are. */
  about: string
  notes?: string[]
}

export async function agents({ source, signal }: ToolContext): Promise<Catalogue> {
  const all = await source.agents(signal)
  return {
    columns: ['agent', 'agent_id', 'archived', 'tags'],
    id: 'agent_id',
    rows: all.map(({ name, id, archived, tags }) => [
      oneLine(name),
      id,
      archived,
      tags.map(oneLine).join(', ') || null,
    ]),
    about: `${plural(all.length, 'agent')} in this workspace, including archived ones.`,
  }
}

export async function tags({ source, signal }: ToolContext): Promise<Catalogue> {
  const all = await source.tags(signal)
  return {
    columns: ['tag', 'tag_id', 'description'],
    id: 'tag_id',
    rows: all.map(({ title, id, description }) => [
      shortText(title),
      shortText(id),
      description && oneLine(description),
    ]),
    about: `${plural(all.length, 'tag')} in this workspace.`,
  }
}

export async function criteria(context: ToolContext, agent?: string): Promise<Catalogue> {
  const { found, notes, agents } = await ofAgents(context, agent, async id => {
    const { criteria } = await context.source.agentDefinitions(id, context.signal)
    return criteria.map(({ id, name, description }) => [
      shortText(id),
      shortText(name),
      description && oneLine(description),
    ])
  })
  const count = `${plural(found.length, 'criterion').replace('criterions', 'criteria')}`
  const columns = ['criterion_id', 'name', 'goal', 'agents']
  return { columns, id: 'criterion_id', rows: found, about: `${count} of ${agents}, as defined today.`, notes }
}

export async function dataFields(context: ToolContext, agent?: string): Promise<Catalogue> {
  const { found, notes, agents } = await ofAgents(context, agent, async id => {
    const { dataFields } = await context.source.agentDefinitions(id, context.signal)
    return dataFields.map(({ id, type, description }) => [shortText(id), type, description && oneLine(description)])
  })
  const columns = ['field_id', 'type', 'description', 'agents']
  const about = `${plural(found.length, 'data field')} of ${agents}, as defined today.`
  return { columns, id: 'field_id', rows: found, about, notes }
}

/** The API itself counts their calls, by whole days in UTC. */
export async function topics(
  context: ToolContext,
  agent: string | undefined,
  { window }: Selection,
): Promise<Catalogue> {
  const { afterUnix: from, beforeUnix: to = context.now() } = window ?? {}
  const span = from === undefined ? undefined : { from, to }
  const { found, notes, agents } = await ofAgents(context, agent, async id => {
    const topics = await context.source.topics(id, span, context.signal)
    return topics.map(({ id, label, description, calls, successRate, sentiment, frustration }) => [
      shortText(label),
      shortText(id),
      description && oneLine(description),
      calls,
      ...[successRate, sentiment, frustration].map(value => value && Number(value.toFixed(3))),
    ])
  })
  const columns = ['topic', 'topic_id', 'description', 'calls', 'success_rate', 'sentiment', 'frustration', 'agent']
  const rows = found.sort((a, b) => Number(b[3] ?? 0) - Number(a[3] ?? 0))
  const about = `${plural(found.length, 'topic')} of ${agents}, as detected by the API; calls, success rate (of criteria) and averages of sentiment and frustration: as counted by the API, by UTC day.`
  return { columns, id: 'topic_id', rows, about, notes }
}

/** How many agents are read at most, one request each. */
const MOST_AGENTS_OF_CATALOGUE = 50

/** What agents have, each thing once, with the names of the agents that have it in the last column. */
async function ofAgents(
  { source, signal }: ToolContext,
  name: string | undefined,
  read: (agentId: string) => Promise<Cell[][]>,
): Promise<{ found: Cell[][]; agents: string; notes: string[] }> {
  const known = await source.agents(signal)
  const chosen = name === undefined ? known.slice(0, MOST_AGENTS_OF_CATALOGUE) : [resolveAgent('agent_id', name, known)]
  const unread: string[] = []
  const lists = await Promise.all(
    chosen.map(agent =>
      read(agent.id).catch(error => {
        // One agent that this key may not read must not hide the others; alone, it is the answer.
        if (signal.aborted || chosen.length === 1 || !(error instanceof ConversationsError)) throw error
        unread.push(agent.name)
        return []
      }),
    ),
  )
  const rows = new Map<string, { cells: Cell[]; agents: string[] }>()
  for (const [at, list] of lists.entries()) {
    for (const cells of list) {
      const key = JSON.stringify(cells)
      const row = rows.get(key) ?? { cells, agents: [] }
      row.agents.push(shortText(chosen[at]!.name))
      rows.set(key, row)
    }
  }
  const notes = [
    ...(name === undefined && known.length > MOST_AGENTS_OF_CATALOGUE
      ? [`Only ${MOST_AGENTS_OF_CATALOGUE} of ${known.length} agents were read; set agent_id for others.`]
      : []),
    ...(unread.length > 0 ? [`Could not be read: ${quoteSome(unread.sort())}.`] : []),
  ]
  const found = [...rows.values()].map(({ cells, agents }) => [...cells, agents.sort().join(', ')])
  return { found, agents: plural(chosen.length, 'agent'), notes }
}
