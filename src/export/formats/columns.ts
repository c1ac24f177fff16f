import type { Conversation } from '../../domain/conversation.ts'
import { UserInputError } from '../../errors.ts'
import { nearestOf } from '../../nearest.ts'
import type { Pieces } from '../../pieces.ts'
import { quote } from '../../render/quote.ts'
import { display } from '../../render/text.ts'
import { FACT_NAMES, FACTS, type Fact, type FactName, type FactReader } from './facts.ts'
import type { ExportContext } from './format.ts'
import { transcriptOf } from './transcript-text.ts'

export interface ExportColumn extends FactReader {
  name: string
  /** Instead of a fact: lines, none of which begins as a formula does. */
  lines?: (call: Conversation) => Pieces<string[]>
}

/**
 * Columns that exist once for each criterion, data field or variable of the workspace: `criterion:greeted`. Lists tell of
 * criteria and data fields only where they were asked for by their ids, so that the whole call is what can be relied on.
 */
const FAMILIES: Record<string, (id: string) => FactReader> = {
  criterion: id => ({ call: call => call.criteria.find(criterion => criterion.id === id)?.result ?? null }),
  collected: id => ({ call: call => fact(call.collected.find(field => field.id === id)?.value) }),
  variable: id => ({ call: call => fact(Object.hasOwn(call.variables, id) ? call.variables[id] : null) }),
}

/** What a table holds unless columns are chosen; `transcript` can be chosen, too. */
export const DEFAULT_COLUMNS: readonly FactName[] = FACT_NAMES.filter(name => name !== 'messages')
export const COLUMN_FAMILIES: readonly string[] = Object.keys(FAMILIES)

/**
 * The columns of these names.
 * @throws UserInputError for a name that is none, or that comes twice
 */
export function columnsOf(names: readonly string[], context: ExportContext): ExportColumn[] {
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new UserInputError(`Column ${quote(twice)} is given twice.`)
  return names.map(name => ({ name, ...readerOf(name, context) }))
}

/** Some of the columns are not in a list's rows: the calls must be read one by one. */
export const needWholeCalls = (columns: readonly ExportColumn[]): boolean => columns.some(column => !column.summary)

function readerOf(name: string, context: ExportContext): Omit<ExportColumn, 'name'> {
  if (Object.hasOwn(FACTS, name)) return FACTS[name as FactName]
  if (name === 'transcript') return { lines: call => transcriptOf(call, context) }
  const [family = '', id] = name.split(/:(.*)/s)
  if (id && Object.hasOwn(FAMILIES, family)) return FAMILIES[family]!(id)
  const known = [...FACT_NAMES, 'transcript', ...COLUMN_FAMILIES.map(prefix => `${prefix}:<id>`)]
  const near = nearestOf(name, known)
  throw new UserInputError(
    `Unknown column ${quote(name)}. ${near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Columns: ${known.join(', ')}.`}`,
  )
}

/** A value of any type as a cell: numbers and truth values stay what they are. */
const fact = (value: unknown): Fact =>
  typeof value === 'number' || typeof value === 'boolean' ? value : display(value) || null
