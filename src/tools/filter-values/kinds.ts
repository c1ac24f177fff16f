import type { Countable } from '../../archive/read/value-counts.ts'
import { formatInstant } from '../../domain/time.ts'
import { ArchiveError, UserInputError } from '../../errors.ts'
import type { Table } from '../../render/table.ts'
import { oneLine, plural } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import type { Label } from '../labels.ts'
import { alikeNote, tellingApart } from '../look-alikes.ts'
import type { Selection } from '../selection.ts'
import { versionNamesIn } from '../versions/names.ts'
import { agents, type Catalogue, criteria, dataFields, tags, topics } from './catalogues.ts'
import { type Counts, countCalls } from './counts.ts'
import { columnWords, groupWords, metricWords } from './words.ts'

interface Kind {
  /** Values that the API names. Others are only seen on calls. */
  catalogue?: (context: ToolContext, agent: string | undefined, selection: Selection) => Promise<Catalogue>
  /** What the archive counts calls by; null: the API counts them, or there is nothing to count. */
  counted: Countable | null
  /** Words of our own, which no call has. */
  words?: () => Promise<Table>
  /** They belong to the whole workspace, so that those of one agent cannot be asked for. */
  isOfAll?: true
}

export const KINDS = {
  agents: { catalogue: agents, counted: 'agents', isOfAll: true },
  criteria: { catalogue: criteria, counted: 'criteria' },
  data_fields: { catalogue: dataFields, counted: 'data_fields' },
  tags: { catalogue: tags, counted: 'tags', isOfAll: true },
  topics: { catalogue: topics, counted: null },
  tools: { counted: 'tools' },
  languages: { counted: 'languages' },
  endings: { counted: 'endings' },
  versions: { counted: 'versions' },
  branches: { counted: 'branches' },
  environments: { counted: 'environments' },
  sources: { counted: 'sources' },
  outcomes: { counted: 'outcomes' },
  statuses: { counted: 'statuses' },
  metrics: { words: metricWords, counted: null, isOfAll: true },
  groups: { words: groupWords, counted: null, isOfAll: true },
  columns: { words: columnWords, counted: null, isOfAll: true },
} satisfies Record<string, Kind>
export type KindName = keyof typeof KINDS

export interface Values {
  table: Table
  /** What the values are, and what their numbers count. */
  about: string
  /** Whether the selected window says anything about them. */
  isOfWindow: boolean
  read: string | undefined
  notes: string[]
}

/** Looking something up shall not wait for a whole archive; what is counted so far is said. */
const CATALOGUE_PATIENCE_MS = 5_000

/** @param agent its id, if only its values are wanted */
export async function valuesOf(
  name: KindName,
  agent: string | undefined,
  selection: Selection,
  context: ToolContext,
): Promise<Values> {
  const { catalogue, counted, isOfAll, words }: Kind = KINDS[name]
  if (isOfAll && agent !== undefined) {
    throw new UserInputError(`agent_id does not apply to ${name}, which belong to the whole workspace. Omit it.`)
  }
  if (words) {
    const table = await words()
    const tool = name === 'columns' ? 'query_conversations' : 'analyze_conversations'
    const about = `${plural(table.rows.length, name.slice(0, -1))} of ${tool}.`
    return { table, about, isOfWindow: false, read: 'Source: the definitions of this server.', notes: [] }
  }
  const count = (patience: Partial<ToolContext>) =>
    counted === null ? null : countCalls(counted, selection, { ...context, ...patience })
  if (!catalogue) {
    const counts = await count({})
    if (typeof counts === 'string') throw new UserInputError(`No ${name} to show: ${counts}`)
    return seenOnCalls(name, counts!, selection, context)
  }
  const [listed, counts] = await Promise.all([
    catalogue(context, agent, selection),
    // Names are of use without numbers.
    count({ patienceMs: CATALOGUE_PATIENCE_MS })?.catch(error => {
      if (error instanceof ArchiveError) return error.message
      throw error
    }),
  ])
  return fromCatalogue(listed, counts ?? null)
}

/** Things that come and go: since when tells which is new. */
const DATED: Partial<Record<KindName, string>> = { versions: 'version', branches: 'branch' }

const undated = (name: KindName, values: Counts['values'], label: Label): Table => ({
  columns: [name, 'calls'],
  rows: values.map(({ value, calls }) => [label(value), calls]),
})

/** What a reader would take for one value is told apart. */
const apart = (values: Counts['values']) =>
  tellingApart(
    values.map(({ value }) => value),
    value => oneLine(String(value)),
  )

/** In the order in which they began. */
async function dated(
  one: string,
  { values, archive }: Counts,
  selection: Selection,
  context: ToolContext,
): Promise<Table> {
  const { names, began } = await versionNamesIn([selection], archive, { withAgents: true }, context)
  const at = ({ value, first }: Counts['values'][number]): number => began.get(value) ?? first
  return {
    columns: [one, `${one}_id`, 'calls', 'first call', 'last call'],
    rows: [...values]
      .sort((a, b) => at(a) - at(b))
      .map(({ value, calls, first, last }) => [
        ...[names.get(value) ?? null, oneLine(value), calls],
        ...[first, last].map(at => (at > 0 ? formatInstant(at, selection.zone) : null)),
      ]),
  }
}

async function seenOnCalls(
  name: KindName,
  counts: Counts,
  selection: Selection,
  context: ToolContext,
): Promise<Values> {
  const { values, about, read, notes } = counts
  const one = DATED[name]
  const { label, isAlike } = one ? { label: null, isAlike: false } : apart(values)
  return {
    table: label === null ? await dated(one!, counts, selection, context) : undated(name, values, label),
    about: `${plural(values.length, 'value')} seen. ${about}`,
    isOfWindow: true,
    read,
    notes: [...notes, ...(isAlike ? [alikeNote()] : [])],
  }
}

/** @param counts null: the catalogue has them itself; a text: there are none, and why */
function fromCatalogue({ columns, id, rows, about, notes = [] }: Catalogue, counts: Counts | string | null): Values {
  if (counts === null) return { table: { columns, rows }, about, isOfWindow: true, read: undefined, notes }
  if (typeof counts === 'string') {
    const uncounted = { table: { columns, rows }, about, isOfWindow: false, read: undefined }
    return { ...uncounted, notes: [`Calls are not counted: ${counts}`, ...notes] }
  }
  const place = columns.indexOf(id)
  const calls = new Map(counts.values.map(({ value, calls }) => [oneLine(value), calls]))
  const { label, isAlike } = apart(counts.values)
  const counted = rows.map(row => [...row, calls.get(String(row[place])) ?? 0])
  const known = new Set(rows.map(row => row[place]))
  const gone = counts.values
    .filter(({ value }) => !known.has(oneLine(value)))
    .map(({ value, calls }) => [...columns.map(column => (column === id ? label(value) : null)), calls])
  return {
    table: {
      columns: [...columns, 'calls'],
      rows: [...counted, ...gone].sort((a, b) => Number(b.at(-1)) - Number(a.at(-1))),
    },
    about: `${about} ${counts.about}`,
    isOfWindow: true,
    read: counts.read,
    notes: [
      ...counts.notes,
      ...notes,
      ...(gone.length > 0
        ? [`${plural(gone.length, 'id')} seen on calls but not in the API's list, so without a name.`]
        : []),
      ...(gone.length > 0 && isAlike ? [alikeNote()] : []),
    ],
  }
}
