import type { Analysis, GroupName, LeftOut, Value } from '../../analysis/index.ts'
import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { shorten } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { type FromArchive, readBeside } from '../from-archive.ts'
import { labelsFor } from '../labels.ts'
import type { Analysed } from './analysed.ts'
import { isOwnField } from './cells.ts'
import { countsOf, isEmpty, notesOf } from './coverage.ts'
import { methodsOf } from './methods.ts'
import type { Asked, Engine } from './question.ts'
import { renderAnalysis } from './render.ts'
import type { AnalyzeAnswer, AnalyzeInput } from './schema.ts'
import { type Shown, shownTable } from './table.ts'

/** Groups whose values are our own words, numbers or times; all others may be what strangers wrote. */
const OUR_OWN: readonly GroupName[] = [
  ...(['hour', 'day', 'week', 'month', 'weekday', 'hour_of_day', 'ending', 'rating', 'text_only'] as const),
  ...(['interrupted', 'tool_failed'] as const),
]

/** The answer of `analyze_conversations`: as many rows as the budget allows, and what their numbers are. */
export async function analyzeAnswer(
  request: AnalyzeInput,
  analysed: Analysed,
  engine: Engine,
  context: ToolContext,
): Promise<AnalyzeAnswer> {
  const { asked, analysis, selection, synced, other } = analysed
  const known = {
    agentIds: [selection, ...(other ? [other.selection] : [])].map(({ filter }) => filter.agent_id),
    topics: new Map(analysed.topics.flatMap(({ names }) => [...names])),
    versions: analysed.versions?.names,
  }
  const labels = await Promise.all(
    asked.groupBy.map((name, at) => {
      const values = analysis.table.rows.map(row => row[at]!)
      return labelsFor(name, values, known, context)
    }),
  )
  const table = shownTable(analysis, asked, labels, selection.zone)
  const groups = asked.groupBy.length
  const keys = isEmpty(analysis) ? 0 : table.rows.length / table.rowsPerKey
  const methods = methodsOf(asked, analysis, engine)
  const partial = analysis.groups.flatMap(({ cut = [] }) => cut.map(String))
  const isSaid = asked.groupBy.some(name => !OUR_OWN.includes(name)) || asked.metrics.some(isOwnField)
  const build = (shown: number, maxText: number): AnalyzeAnswer => {
    const notes = notesOf(analysed, table)
    const coverage = {
      counts: countsOf(request, analysed, { shown, keys }),
      ...selection.described,
      read: synced.read,
      ...(notes.length > 0 && { notes }),
    }
    const compared = other && { comparison: comparisonOf(analysis, synced, other) }
    // Without a row there is nothing to explain.
    if (shown === 0) return { coverage, columns: [], rows: [], definitions: [], ...compared }
    const rows = table.rows.slice(0, shown * table.rowsPerKey)
    const histogram = histogramsOf(analysis, table, shown, asked)
    return {
      coverage,
      ...compared,
      columns: table.columns,
      rows: [
        ...rows.map(row => [...row.slice(0, groups).map(cell => cut(cell, maxText)), ...row.slice(groups)]),
        ...(table.others ? [table.others] : []),
      ],
      ...(table.total.length > 0 && { total: table.total }),
      ...(partial.length > 0 && { partial }),
      ...(histogram.length > 0 && { histogram }),
      definitions: definitionsOf(analysis).map(one => ({ ...one, definition: shorten(one.definition, maxText) })),
      ...(methods.length > 0 && { methods }),
      ...(isSaid && { notice: NOTICE }),
    }
  }
  return fitToBudget({ count: keys, maxTokens: request.max_tokens, build, render: renderAnalysis })
}

const cut = (cell: Value, maxText: number): Value => (typeof cell === 'string' ? shorten(cell, maxText) : cell)

function definitionsOf({ groups, metrics }: Analysis): AnalyzeAnswer['definitions'] {
  return [
    ...groups.map(({ name, definition }) => ({ name, definition })),
    ...metrics.map(({ name, unit, definition, leftOut, otherLeftOut = [] }) => ({
      ...{ name, unit, definition },
      ...(leftOut.length > 0 && { left_out: leftOut.map(reasoned) }),
      ...(otherLeftOut.length > 0 && { other_left_out: otherLeftOut.map(reasoned) }),
    })),
  ]
}

const reasoned = ({ count, of, reason }: LeftOut) => ({ count, of, reason })

/** Of the rows that are shown; bins as from, to, count. */
function histogramsOf({ histograms }: Analysis, { rows }: Shown, shown: number, asked: Asked) {
  const rowsOfEach = histograms.length / asked.shown.size
  return histograms.flatMap(({ metric, bins }, place) => {
    const row = place % rowsOfEach
    if (row >= shown) return []
    const key = rows[row]!.slice(0, asked.groupBy.length)
    return [{ metric, row: key, bins: bins.map(({ from, to, count }) => [from, to, count]) }]
  })
}

function comparisonOf(
  { comparison }: Analysis,
  synced: FromArchive,
  other: NonNullable<Analysed['other']>,
): AnalyzeAnswer['comparison'] {
  const { shared, other: selected } = comparison!
  const read = readBeside(synced, other.synced)
  return {
    with: other.label,
    calls: selected.calls,
    ...other.selection.described,
    ...(read !== '' && { read }),
    shared,
  }
}
