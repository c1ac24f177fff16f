import type { ConversationSummary } from '../domain/conversation.ts'
import { formatInstant } from '../domain/time.ts'
import { ConversationsError, UserInputError } from '../errors.ts'
import type { Table } from '../render/table.ts'
import { fact, oneLine, plural } from '../render/text.ts'
import type { ToolContext } from './define.ts'
import { resolveAgent } from './names.ts'

export interface Values {
  table: Table
  /** A sentence on what the values are, given how many there are. */
  counts(total: number): string
  notes?: string[]
}

type Observe = (call: ConversationSummary) => (string | null)[]

/** Kinds that the API has a catalogue of, and kinds that can only be seen on calls. */
export const KINDS = {
  agents: 'catalogue',
  criteria: 'catalogue',
  data_fields: 'catalogue',
  tags: 'catalogue',
  tools: call => call.toolNames,
  languages: call => [call.language],
  endings: call => [call.ending],
  versions: call => [call.versionId],
  sources: call => [call.source],
  outcomes: call => [call.outcome],
  statuses: call => [call.status],
} satisfies Record<string, 'catalogue' | Observe>
export type Kind = keyof typeof KINDS

export async function valuesOf(kind: Kind, agentName: string | undefined, context: ToolContext): Promise<Values> {
  const observe: 'catalogue' | Observe = KINDS[kind]
  if (observe !== 'catalogue') return observed(kind, observe, agentName, context)
  if ((kind === 'agents' || kind === 'tags') && agentName !== undefined) {
    throw new UserInputError(`agent_id does not apply to ${kind}, which belong to the whole workspace. Leave it out.`)
  }
  if (kind === 'agents') return agents(context)
  if (kind === 'tags') return tags(context)
  return definitions(kind as 'criteria' | 'data_fields', agentName, context)
}

async function agents({ source, signal }: ToolContext): Promise<Values> {
  const all = await source.agents(signal)
  return {
    table: {
      columns: ['agent', 'agent_id', 'archived', 'tags'],
      rows: all.map(({ name, id, archived, tags }) => [
        oneLine(name),
        id,
        archived,
        tags.map(oneLine).join(', ') || null,
      ]),
    },
    counts: total => `${plural(total, 'agent')} in this workspace, archived ones included.`,
  }
}

async function tags({ source, signal }: ToolContext): Promise<Values> {
  const all = await source.tags(signal)
  return {
    table: {
      columns: ['tag', 'tag_id', 'description'],
      rows: all.map(({ title, id, description }) => [fact(title), fact(id), description && oneLine(description)]),
    },
    counts: total => `${plural(total, 'tag')} in this workspace.`,
  }
}

/** How many agents' definitions are read at most, one request each. */
const MOST_AGENTS = 50

async function definitions(
  kind: 'criteria' | 'data_fields',
  agentName: string | undefined,
  context: ToolContext,
): Promise<Values> {
  const { source, signal } = context
  const known = await source.agents(signal)
  const chosen = agentName === undefined ? known.slice(0, MOST_AGENTS) : [resolveAgent('agent_id', agentName, known)]
  const unread: string[] = []
  const read = await Promise.all(
    chosen.map(agent =>
      source.agentDefinitions(agent.id, signal).catch(error => {
        // One agent that this key may not read must not hide the others; alone, it is the answer.
        if (chosen.length === 1 || !(error instanceof ConversationsError)) throw error
        unread.push(fact(agent.name))
        return { criteria: [], dataFields: [] }
      }),
    ),
  )
  const rows = new Map<string, { cells: (string | null)[]; agents: string[] }>()
  for (const [at, { criteria, dataFields }] of read.entries()) {
    const found =
      kind === 'criteria'
        ? criteria.map(({ id, name, description }) => [fact(id), fact(name), description && oneLine(description)])
        : dataFields.map(({ id, type, description }) => [fact(id), type, description && oneLine(description)])
    for (const cells of found) {
      const key = JSON.stringify(cells)
      const row = rows.get(key) ?? { cells, agents: [] }
      row.agents.push(fact(chosen[at]!.name))
      rows.set(key, row)
    }
  }
  return {
    table: {
      columns:
        kind === 'criteria'
          ? ['criterion_id', 'name', 'goal', 'agents']
          : ['field_id', 'type', 'description', 'agents'],
      rows: [...rows.values()].map(({ cells, agents }) => [...cells, agents.sort().join(', ')]),
    },
    counts: total =>
      `${plural(total, kind === 'criteria' ? 'criterion' : 'data field').replace('criterions', 'criteria')} of ${plural(chosen.length, 'agent')}, as defined today.`,
    notes: [
      ...(agentName === undefined && known.length > MOST_AGENTS
        ? [`Only ${MOST_AGENTS} of ${known.length} agents were read: give agent_id for others.`]
        : []),
      ...(unread.length > 0 ? [`Could not be read: ${unread.sort().join(', ')}.`] : []),
      'Older calls may still carry ids that are no longer defined.',
    ],
  }
}

async function observed(
  kind: Kind,
  observe: Observe,
  agentName: string | undefined,
  context: ToolContext,
): Promise<Values> {
  const { source, signal, timezone } = context
  const agent = agentName === undefined ? undefined : resolveAgent('agent_id', agentName, await source.agents(signal))
  const page = await source.list(agent ? { agent_id: agent.id } : {}, { pageSize: 100 }, signal)
  const calls = new Map<string, number>()
  for (const call of page.items) {
    for (const value of new Set(observe(call))) if (value) calls.set(value, (calls.get(value) ?? 0) + 1)
  }
  const oldest = page.items.at(-1)
  const since = oldest && oldest.startedAt > 0 ? ` (since ${formatInstant(oldest.startedAt, timezone)})` : ''
  const whose = agent ? ` of ${fact(agent.name)}` : ''
  return {
    table: {
      columns: [kind, 'calls'],
      rows: [...calls]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .map(([value, count]) => [oneLine(value), count]),
    },
    counts: total =>
      `${plural(total, 'value')} seen in the newest ${plural(page.items.length, 'call')}${whose}${since}${page.hasMore ? '; older calls may have others' : ', which are all there are'}.`,
  }
}
