import { formatInstant } from '../../domain/time.ts'
import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { quote } from '../../render/quote.ts'
import { oneLine, plural, shortText } from '../../render/text.ts'
import { readAt } from '../coverage.ts'
import type { ToolContext } from '../define.ts'
import { nextCall } from '../next-call.ts'
import { shortName } from '../versions/history.ts'
import { previousOf } from '../versions/previous.ts'
import type { Change } from './changes.ts'
import type { Described } from './described.ts'
import { renderDescription } from './render.ts'
import type { DescribeAnswer, DescribeInput } from './schema.ts'
import { firstRows, type Section } from './sections.ts'
import { promptLength, settingsOf } from './settings.ts'

/** Versions that are listed. */
const MOST_VERSIONS = 20

/** The answer of `describe_agent`: as many rows as the budget allows. */
export function describeAnswer(request: DescribeInput, described: Described, context: ToolContext): DescribeAnswer {
  const { agent, version, baseline, config, changes } = described
  const withPrompt = request.include?.includes('prompt') ?? false
  const sections = [
    ...(changes ? changesAsSections(changes) : []),
    ...(baseline === null ? branchesOf(described) : []),
    versionsOf(described, context.timezone),
    ...(config && baseline === null ? settingsOf(config, withPrompt) : []),
    ...(config && baseline !== null && withPrompt
      ? settingsOf(config, true).filter(({ name }) => name === 'prompt')
      : []),
  ].filter(({ rows }) => rows.length > 0)
  const numbers = numbersAnswer(described)
  const file = fileOf(described)
  const next = nextCalls(described)
  const build = (shown: number, maxText: number): DescribeAnswer => {
    const fitting = firstRows(sections, shown, maxText)
    const notes = notesOf(described)
    const cut =
      fitting.left.length > 0
        ? ` Did not fit into max_tokens ${request.max_tokens}: ${fitting.left.join(', ')}; raise it.`
        : ''
    return {
      coverage: {
        counts: countsOf(described, withPrompt) + cut,
        read: readAt(context, context.timezone),
        ...(notes.length > 0 && { notes }),
      },
      ...{ agent_id: shortText(agent.id), agent_name: shortText(agent.name) },
      ...(version && { version: shortText(version.name) }),
      ...(baseline && { compared_with: shortText(baseline.name) }),
      ...(file && { file }),
      ...(numbers && { numbers }),
      sections: fitting.sections,
      ...(next.length > 0 && { next }),
      notice: NOTICE,
    }
  }
  const count = sections.reduce((sum, { rows }) => sum + rows.length, 0)
  return fitToBudget({ count, maxTokens: request.max_tokens, build, render: renderDescription })
}

function countsOf({ agent, version, baseline, changes, config, history }: Described, withPrompt: boolean): string {
  const who = `Agent ${quote(agent.name)}${agent.archived ? ' (archived)' : ''}`
  const which = version ? `, ${quote(version.name)}` : ''
  if (baseline) {
    const differ = changes && `: ${changes.length === 0 ? 'no setting differs' : plural(changes.length, 'change')}`
    return `${who}${which} compared with ${quote(baseline.name)}${differ ?? ''}.`
  }
  const { branches, versions } = history
  const known =
    versions.length > 0
      ? `${branchCount(branches.length)}, ${plural(versions.length, 'version')} known.`
      : 'The API tells no versions of it.'
  const length = config ? promptLength(config) : 0
  const prompt = length > 0 && !withPrompt ? ` Prompt: ${plural(length, 'character')}, shown with include prompt.` : ''
  return `${who}${which}. ${known}${prompt}`
}

const branchCount = (count: number): string => (count === 1 ? '1 branch' : `${count} branches`)

function notesOf({ notes, numbers, baseline }: Described): string[] {
  if (numbers === null || baseline === null) return notes
  if (typeof numbers === 'string') return [...notes, `The numbers of both could not be read: ${numbers}`]
  return [
    ...(numbers.coverage.notes ?? []),
    ...notes,
    'Versions that took calls at different times met different callers.',
  ]
}

/** Our own file, and what stands where in it. */
function fileOf({ agent, project, version }: Described): string | undefined {
  const own = project.agents.find(({ id }) => id === agent.id)
  const branch = own?.branches.find(({ branchId }) => branchId !== null && branchId === version?.version?.branchId)
  return branch?.config ?? own?.config ?? undefined
}

const branchesOf = ({ history: { branches } }: Described): Section[] => [
  {
    name: 'branches',
    columns: ['branch', 'traffic_percent', 'description', 'branch_id'],
    rows: branches.map(({ name, traffic, description, archived, id }) => [
      archived ? `${name} (archived)` : name,
      traffic,
      description,
      id,
    ]),
  },
]

/** In the order in which they began; of a comparison the two. */
function versionsOf({ history, version, baseline }: Described, zone: string): Section {
  const known = [...history.versions, ...[baseline?.version, version?.version].flatMap(one => one ?? [])]
  const all = [...new Map(known.map(one => [one.id, one])).values()]
  const shown = baseline ? all.filter(({ id }) => id === baseline.id || id === version?.id) : all.slice(-MOST_VERSIONS)
  return {
    name: 'versions',
    columns: ['version', 'date', 'author', 'note', 'version_id'],
    rows: shown.map(one => [
      ...[shortName(one, history), one.committedAt && formatInstant(one.committedAt, zone)],
      ...[one.author, one.description, one.id],
    ]),
  }
}

/** What changed in a line each, then texts line by line. */
function changesAsSections(changes: readonly Change[]): Section[] {
  const rows = changes.map(({ setting, kind, before, after, lines, added, removed }) => {
    const [old, now] = lines
      ? [`-${plural(removed!, 'line')}`, `+${plural(added!, 'line')}`]
      : [brief(before), brief(after)]
    return [kind, setting, old, now]
  })
  return [
    { name: 'changes', columns: ['change', 'setting', 'before', 'after'], rows },
    ...changes.flatMap(({ setting, lines }): Section[] =>
      lines ? [{ name: `lines of ${setting}`, columns: ['change', 'line'], rows: lines }] : [],
    ),
  ]
}

/** What is added as a whole is told by what it is for. */
function brief(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'object') return value as string | number | boolean
  const { description, name } = value as Record<string, unknown>
  const said = [description, name].find(text => typeof text === 'string' && text !== '')
  return oneLine(String(said ?? JSON.stringify(value)).slice(0, 2000))
}

function numbersAnswer({ numbers }: Described): DescribeAnswer['numbers'] {
  if (numbers === null || typeof numbers === 'string' || !numbers.comparison) return undefined
  const { coverage, comparison, columns, rows, definitions } = numbers
  const [count] = rows
  return {
    calls: [Number(count?.[columns.indexOf('value')] ?? 0), comparison.calls],
    ...{ window: coverage.window ?? '', read: coverage.read, columns, rows },
    definitions: definitions.map(({ name, unit }) => ({ name, ...(unit !== undefined && { unit }) })),
  }
}

function nextCalls({ agent, version, baseline, history, changes }: Described): string[] {
  const agent_id = agent.id
  if (baseline && version) {
    const input = { agent_id, version_id: version.id, compare_to: [`version_id=${baseline.id}`] }
    return [nextCall('explain_conversations', input)]
  }
  if (changes !== null) return []
  const own = version?.version ?? null
  const other = history.versions.findLast(({ id }) => id !== version?.id)
  if (!other) return [nextCall('analyze_conversations', { where: [`agent_id=${agent_id}`] })]
  // The first version of a branch has none before it.
  const [version_id, compare_to] =
    own === null || previousOf(own, history)
      ? [version?.id, 'previous_version']
      : history.versions.at(-1)?.id === own.id
        ? [own.id, other.id]
        : [other.id, own.id]
  return [nextCall('describe_agent', { agent_id, ...(version_id && { version_id }), compare_to })]
}
