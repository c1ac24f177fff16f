import type { Fence } from '../../render/fence.ts'
import { tsv } from '../../render/table.ts'
import { plural } from '../../render/text.ts'
import { coverageLines } from '../coverage.ts'
import {
  type Cell,
  comparedColumns,
  type Definition,
  describedColumns,
  isGroup,
  NONE,
  shownName,
  type TableRow,
  type TextColumn,
} from './cells.ts'
import { shownRange } from './numbers.ts'
import type { AnalyzeAnswer } from './schema.ts'

/** The text half: what it covers, the table, all groups together, and what the numbers are. */
export function renderAnalysis(answer: AnalyzeAnswer, fence: Fence): string {
  const { coverage, comparison, histogram = [], definitions, methods = [], notice } = answer
  const [counts, about, ...notes] = coverageLines(coverage)
  const columns = (comparison ? comparedColumns : describedColumns)(answer)
  const body = [table(answer, columns), ...histogram.map(histogramLine)].filter(Boolean).join('\n')
  return [
    ...[counts, about, comparison && comparisonLine(comparison), ...notes],
    body && (notice ? fence(body) : body),
    totalLines(answer, columns),
    definitions.length > 0 && 'Definitions:',
    ...definitionLines(definitions),
    ...methods,
  ]
    .filter(Boolean)
    .join('\n')
}

function comparisonLine(comparison: NonNullable<AnalyzeAnswer['comparison']>): string {
  const { with: label, calls, window, filters, read } = comparison
  const about = `Baseline: ${label}, ${plural(calls, 'call')}. Window: ${window}. Filters: ${filters}.`
  return read ? `${about} ${read}` : about
}

/** A line for each row; numbers of all calls alone are easier to read as a line for each metric. */
function table({ rows, definitions, comparison }: AnalyzeAnswer, columns: readonly TextColumn[]): string {
  if (rows.length === 0) return ''
  return comparison || definitions.some(isGroup) ? lines(columns, rows) : metricLines(columns, rows[0]!).join('\n')
}

/** Tab-separated lines. */
export const lines = (columns: readonly TextColumn[], rows: readonly TableRow[]): string =>
  tsv({ columns: columns.map(({ name }) => name), rows: rows.map(row => columns.map(({ cell }) => cell(row))) })

/** `duration: n 40, avg 61, p50 58`. */
function metricLines(columns: readonly TextColumn[], row: TableRow): string[] {
  const metrics = [...new Set(columns.flatMap(({ metric }) => metric ?? []))]
  const part = ({ name, metric, cell }: TextColumn): Cell =>
    name === metric ? cell(row) : `${name.slice(metric!.length + 1)} ${cell(row)}`
  return metrics.map(metric => {
    const own = columns.filter(column => column.metric === metric)
    const isEmpty = own.length > 1 && own.every(({ name, cell }) => cell(row) === (name === `${metric}.n` ? '0' : '-'))
    return `${shownName(metric)}: ${isEmpty ? 'no values (n 0)' : own.map(part).join(', ')}`
  })
}

function totalLines({ total = [], comparison }: AnalyzeAnswer, columns: readonly TextColumn[]): string {
  if (total.length === 0) return ''
  // All calls are all calls.
  const own = columns.filter(({ metric }) => metric !== undefined && metric !== 'portion')
  if (own.length === 0) return ''
  const shown = comparison ? `\n${lines(own, total)}` : ` ${metricLines(own, total[0]!).join('; ')}`
  return `All groups:${shown}`
}

function histogramLine({ metric, row, bins }: NonNullable<AnalyzeAnswer['histogram']>[number]): string {
  const key = row.map(cell => cell ?? NONE).join(', ')
  const shown = bins.map(([from = null, to = null, count]) => `${shownRange(from, to, '')}: ${count}`)
  return `histogram of ${metric}${key && ` for ${key}`}: ${shown.join(', ') || 'no values'}`
}

/** `duration (s): Length of finished calls. Excluded: 3 calls (in progress).` What several share is said once. */
function definitionLines(definitions: readonly Definition[]): string[] {
  const lines = new Map<string, Map<string, string[]>>()
  for (const { name, unit, definition, ...excluded } of definitions) {
    const shownUnit = unit && !['share', 'calls', name, name.replaceAll('_', ' ')].includes(unit) ? ` (${unit})` : ''
    const alike = lines.get(definition) ?? new Map<string, string[]>()
    const rest = definitionText({ definition: '', ...excluded })
    lines.set(definition, alike.set(rest, [...(alike.get(rest) ?? []), shownName(name) + shownUnit]))
  }
  return [...lines].flatMap(([definition, alike]) =>
    [...alike].map(([rest, names], at) =>
      [`${names.join(', ')}:`, at === 0 ? definition : 'as above.', rest].filter(Boolean).join(' '),
    ),
  )
}

/** What is counted, and what is left out. */
export const definitionText = ({ definition, left_out, other_left_out }: Omit<Definition, 'name'>): string =>
  [definition, notCounted('Excluded', left_out), notCounted('Baseline', other_left_out)].filter(Boolean).join(' ')

function notCounted(what: string, list: Definition['left_out'] = []): string {
  const parts = list.map(({ count, of, reason }) => `${plural(count, of.replace(/s$/, ''))} (${reason})`)
  return parts.length > 0 ? `${what}: ${parts.join(', ')}.` : ''
}
