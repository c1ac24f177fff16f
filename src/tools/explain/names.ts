import type { ExplainedRow, Fact } from '../../explain/index.ts'
import { oneLine } from '../../render/text.ts'
import { topicsOf } from '../analyze/topics.ts'
import type { ToolContext } from '../define.ts'
import type { FromArchive } from '../from-archive.ts'
import { type Label, labelsFor } from '../labels.ts'
import { tellingApart } from '../look-alikes.ts'
import { versionNamesIn } from '../versions/names.ts'
import type { Group } from './groups.ts'

/** What the reader sees for a fact: `version = v7`. */
export type FactName = (fact: Fact) => string

/** Ids of these have names. */
const NAMED = ['agent', 'version', 'branch', 'tag', 'topic', 'criterion'] as const
const isNamed = (name: string): name is (typeof NAMED)[number] => (NAMED as readonly string[]).includes(name)
const asIs: Label = value => (typeof value === 'string' ? oneLine(value) : value)

/** Ids of these are known by names that are looked up together. */
const DATED = ['version', 'branch']

/** Names in the place of ids, as far as they can be read. */
export async function factNames(
  rows: readonly ExplainedRow[],
  groups: readonly Group[],
  archive: FromArchive['archive'],
  context: ToolContext,
): Promise<FactName> {
  const facts = rows.flatMap(({ fact, sameCalls, goesWith }) => [fact, ...sameCalls, ...goesWith])
  const dated = facts.flatMap(({ of, value }) => (DATED.includes(of.attribute.name) ? [value] : []))
  const only = (id: string | null): boolean => id !== null && dated.includes(id)
  const selections = groups.map(({ selection }) => selection)
  const known = {
    agentIds: groups.map(({ selection }) => selection.filter.agent_id),
    topics: new Map<string, string>(),
    versions:
      dated.length === 0
        ? undefined
        : (await versionNamesIn(selections, archive, { withAgents: true, only }, context)).names,
  }
  if (facts.some(({ of }) => of.attribute.name === 'topic')) {
    const found = await Promise.all(groups.map(({ selection }) => topicsOf(selection, context)))
    for (const { names } of found) for (const [id, label] of names) known.topics.set(id, label)
  }
  const labels = new Map<string, Label>()
  for (const name of new Set(facts.map(({ of }) => of.attribute.name))) {
    const values = facts.filter(({ of }) => of.attribute.name === name).map(({ of, value }) => of.key ?? value)
    const label = isNamed(name) ? await labelsFor(name, values, known, context) : asIs
    labels.set(name, tellingApart(values, label).label)
  }
  return ({ of: { attribute, key }, value }) => {
    const label = labels.get(attribute.name) ?? asIs
    if (key === null) return `${attribute.name} = ${label(value)}`
    if (attribute.name === 'criterion') return `${attribute.name} ${label(key)} = ${value}`
    const plain = plainJson(value)
    const shown = context.redactor?.value(whole(plain), key) ?? plain
    return `${attribute.name}:${oneLine(key)} = ${value === '' ? '(none)' : shown}`
  }
}

/** Of a value that was cut, no half number or address at its end: nobody would know it for one. */
const whole = (text: string): string => (text.endsWith('…') ? text.replace(/[\s\d().+-]*\S*…$/, '…') : text)

/** A text without its quotation marks; what was cut stays as it is. */
function plainJson(value: string): string {
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'string' ? read : value
  } catch {
    return `${value.replace(/^"/, '')}…`
  }
}
