import type { Analysis, GroupName, GroupNote, MetricName } from '../../analysis/index.ts'
import { number, plural } from '../../render/text.ts'
import { freeValueHints } from '../free-values.ts'
import type { Analysed } from './analysed.ts'
import { shownName } from './cells.ts'
import type { Asked } from './question.ts'
import { remarkNotes } from './remarks.ts'
import type { AnalyzeInput } from './schema.ts'
import type { Shown } from './table.ts'

export const isEmpty = ({ selected, comparison }: Analysis): boolean =>
  selected.calls + (comparison?.other.calls ?? 0) === 0

/** How many calls there are, in how many rows, and which rows are not shown. */
export function countsOf(
  request: AnalyzeInput,
  { analysis, asked, other }: Analysed,
  { shown, keys }: { shown: number; keys: number },
): string {
  const { selected, comparison, rowsLeftOut } = analysis
  if (isEmpty(analysis)) return 'No call matches.'
  const against = comparison ? ` against ${number(comparison.other.calls)} of ${other!.label}` : ''
  const grouped = asked.groupBy.length > 0
  const all = keys + rowsLeftOut.belowMinCount + rowsLeftOut.beyondLimit
  const by = grouped
    ? `, ${plural(all, 'group')} by ${asked.groupBy.map(shownName).join(', ')}, ${orderOf(analysis, asked)}`
    : ''
  const cut = keys - shown
  return [
    `${plural(selected.calls, 'call')}${against}${by}.`,
    rowsLeftOut.belowMinCount > 0 &&
      `${plural(rowsLeftOut.belowMinCount, 'group')} of fewer than ${request.min_count} calls left out (min_count).`,
    rowsLeftOut.beyondLimit > 0 &&
      `${plural(rowsLeftOut.beyondLimit, 'group')} beyond limit ${asked.limit} not shown: raise it, or narrow the filters.`,
    cut > 0 && (grouped ? cutGroups(cut, request) : cutMetrics(request)),
  ]
    .filter(Boolean)
    .join(' ')
}

const cutGroups = (cut: number, { max_tokens }: AnalyzeInput): string =>
  `${plural(cut, 'group')} did not fit into max_tokens ${max_tokens}: raise it, ask for fewer metrics, or use sort, min_count or filters.`

const cutMetrics = ({ max_tokens }: AnalyzeInput): string =>
  `The numbers did not fit into max_tokens ${max_tokens}: raise it, or ask for fewer metrics.`

function orderOf({ groups, comparison }: Analysis, { sort }: Asked): string {
  const time = groups.find(isTime)?.name
  if (!sort && time) return COMES_ROUND.includes(time) ? 'in order of time' : 'newest first'
  if (!sort) return 'most calls first'
  const by = shownName(sort.stat ? `${sort.by}.${sort.stat}` : sort.by)
  if (groups.some(({ name }) => name === sort.by)) return `sorted by ${by}${sort.order ? ` ${sort.order}` : ''}`
  const what = comparison && sort.by !== 'count' ? `the difference of ${by}` : by
  return `sorted by ${what}, ${sort.order === 'asc' ? 'smallest' : 'largest'} first`
}

const COMES_ROUND: readonly string[] = ['weekday', 'hour_of_day'] satisfies GroupName[]
const isTime = ({ isFilled }: GroupNote): boolean => isFilled !== undefined

/** What a reader must know before using the numbers, the most important first. */
export function notesOf(
  { analysis, asked, selection, mirrored, other, topics }: Analysed,
  { judged, rows }: Shown,
): string[] {
  const { selected, comparison, groups, histograms } = analysis
  const drawn = histograms.length / asked.shown.size
  return [
    ...mirrored.notes,
    ...(other?.mirrored.notes ?? []).map(note => `Of ${other!.label}: ${note}`),
    ...selection.notes,
    ...(other?.selection.notes ?? []).map(note => `Of ${other!.label}: ${note}`),
    ...new Set(topics.flatMap(({ notes }) => notes)),
    ...missing(selected, ''),
    ...(comparison ? missing(comparison.other, ` of ${other!.label}`) : []),
    ...(isEmpty(analysis) ? [] : groups.flatMap(note => groupNotes(note, asked))),
    ...remarkNotes(analysis.remarks),
    ...(comparison ? remarkNotes(comparison.remarks).map(note => `Of ${other!.label}: ${note}`) : []),
    ...toolsAside(analysis, asked, selection),
    ...(comparison && comparison.shared > 0
      ? [`${plural(comparison.shared, 'call')} in both selections: then nothing can be said about chance.`]
      : []),
    ...(judged > 1
      ? [`${judged} differences were judged: by chance alone one of twenty looks like more than chance.`]
      : []),
    ...(drawn > 0 && drawn < rows.length ? [`Histograms are those of the first ${drawn} groups.`] : []),
    ...(isEmpty(analysis) ? freeValueHints(selection.filter) : []),
  ]
}

const OF_TOOLS: readonly string[] = ['tool_calls', 'tool_error_rate', 'tool_latency'] satisfies MetricName[]

/** A filter by tools chooses calls, not tool calls. */
function toolsAside({ metrics }: Analysis, { groupBy }: Asked, { filter }: Analysed['selection']): string[] {
  const isByTool = filter.tool_names ?? filter.tool_names_errored ?? filter.tool_names_successful
  const own = metrics.map(({ name }) => name).filter(name => OF_TOOLS.includes(name))
  if (!isByTool || own.length === 0 || groupBy.includes('tool')) return []
  return [`${own.join(', ')}: of all tools in these calls; group_by tool tells them apart.`]
}

function missing({ undecided, withoutDetail }: Analysis['selected'], whose: string): string[] {
  return [
    ...(undecided > 0 ? [`${plural(undecided, 'more call')}${whose} may match: what tells is not read yet.`] : []),
    ...(withoutDetail > 0 ? [`${plural(withoutDetail, 'call')}${whose} in no group: what tells is not read yet.`] : []),
  ]
}

function groupNotes({ name, overlaps, cut = [], isFilled }: GroupNote, { groupBy }: Asked): string[] {
  return [
    ...(overlaps
      ? [`A call may be in several groups by ${shownName(name)}: rows add up to more than there are calls.`]
      : []),
    ...(cut.length > 0
      ? [`Only a part of ${cut.join(' and ')} is counted: the window cuts it, or it is not over.`]
      : []),
    ...(isFilled === false && groupBy.length === 1 ? [`Where there was no call, ${shownName(name)} has no row.`] : []),
  ]
}
