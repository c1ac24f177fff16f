import type { Analysis, GroupName, GroupNote, MetricName } from '../../analysis/index.ts'
import { formatCount, plural } from '../../render/text.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import { alikeNote } from '../look-alikes.ts'
import type { FilterName } from '../params.ts'
import type { Analysed } from './analysed.ts'
import { OTHERS, shownName } from './cells.ts'
import type { Asked } from './question.ts'
import { remarkNotes } from './remarks.ts'
import type { AnalyzeInput } from './schema.ts'
import type { Shown } from './table.ts'

export const isEmpty = ({ selected, comparison }: Analysis): boolean =>
  selected.calls + (comparison?.other.calls ?? 0) === 0

/** How many calls there are, in how many rows, and which rows are not shown. */
export function countsOf(
  request: AnalyzeInput,
  { analysis, asked, other, room }: Analysed,
  { shown, keys }: { shown: number; keys: number },
): string {
  const { selected, comparison, rowsLeftOut } = analysis
  if (isEmpty(analysis)) return 'No calls match.'
  const against = comparison ? ` vs. ${formatCount(comparison.other.calls)} in ${other!.label}` : ''
  const grouped = asked.groupBy.length > 0
  const all = keys + rowsLeftOut.belowMinCount + rowsLeftOut.beyondLimit
  // Calls without a value are a row, and no group.
  const values = rowsLeftOut.hasNone ? all - 1 : all
  const names = asked.groupBy.map(shownName).join(', ')
  const none = rowsLeftOut.hasNone ? ' and (none)' : ''
  const by =
    values === 0 && rowsLeftOut.hasNone
      ? `; no call has a value of ${names}`
      : `; ${plural(values, 'group')} by ${names}${none}, ${orderOf(analysis, asked)}`
  const cut = keys - shown
  return [
    `${plural(selected.calls, 'call')}${against}${grouped ? by : ''}.`,
    rowsLeftOut.belowMinCount > 0 &&
      `${enough(analysis, keys)} with at least ${request.min_count} ${countedIn(analysis, asked)} (min_count), ${plural(rowsLeftOut.belowMinCount, 'group')} with fewer ${together(analysis, 'excluded')}.`,
    rowsLeftOut.beyondLimit > 0 &&
      (room === undefined
        ? `${plural(rowsLeftOut.beyondLimit, 'group')} beyond page_size ${asked.limit} ${together(analysis, 'not shown')}; raise it${bySize(analysis, asked)} or narrow the filters.`
        : cutGroups(rowsLeftOut.beyondLimit, request, together(analysis, 'not shown'))),
    cut > 0 && (grouped ? cutGroups(cut, request) : cutMetrics(request)),
  ]
    .filter(Boolean)
    .join(' ')
}

/** Of times that come round the first rows are not the largest, as who asks for a few of them may think. */
const bySize = ({ groups }: Analysis, { sort }: Asked): string =>
  !sort && groups.some(({ name }) => COMES_ROUND.includes(name)) ? ', sort by count for the largest,' : ''

/** How many groups have as many as `min_count` demands; that of calls without a value is none. */
function enough({ table, groups, rowsLeftOut }: Analysis, keys: number): string {
  const isNoneShown =
    rowsLeftOut.hasNone &&
    table.rows
      .at(-1)
      ?.slice(0, groups.length)
      .every(key => key === null)
  return plural(keys + rowsLeftOut.beyondLimit - (isNoneShown ? 1 : 0), 'group')
}

/** Where the groups are that have no row of their own. */
const together = ({ others }: Analysis, otherwise: string): string => (others ? `shown as ${OTHERS}` : otherwise)

const cutGroups = (cut: number, { max_tokens }: AnalyzeInput, where = ''): string =>
  `${plural(cut, 'group')} did not fit into max_tokens ${max_tokens}${where && `, ${where}`}; raise it, request fewer metrics, or use sort, min_count or filters.`

const cutMetrics = ({ max_tokens }: AnalyzeInput): string =>
  `The numbers did not fit into max_tokens ${max_tokens}; raise it or request fewer metrics.`

/** What `min_count` is of: the metric that rows are sorted by counts fewer calls, or other things. */
const countedIn = ({ comparison }: Analysis, { sort, groupBy }: Asked): string =>
  !sort || ['count', 'portion', ...groupBy].includes(sort.by)
    ? 'calls'
    : `counted by ${shownName(sort.by)}${comparison ? ' on both sides' : ''}`

function orderOf({ groups, comparison }: Analysis, { sort, metrics }: Asked): string {
  const time = groups.find(isTime)?.name
  if (!sort && time) return COMES_ROUND.includes(time) ? 'in chronological order' : 'newest first'
  const before = groups
    .slice(
      0,
      groups.findLastIndex(({ isDated }) => isDated),
    )
    .map(({ name }) => name)
  if (!sort && groups.some(({ isDated }) => isDated)) {
    return before.length > 0 ? `by ${before.join(', ')}, then in order of beginning` : 'in order of beginning'
  }
  if (!sort) return 'sorted by call count'
  const by = shownName(sort.stat ? `${sort.by}.${sort.stat}` : sort.by)
  if (groups.some(({ name }) => name === sort.by)) return `sorted by ${by}${sort.order ? ` ${sort.order}` : ''}`
  // Of calls that are no metric of the question there is no difference.
  const what = comparison && metrics.some(name => name === sort.by) ? `difference in ${by}` : by
  return `sorted by ${what}, ${sort.order === 'asc' ? 'smallest' : 'largest'} first`
}

const COMES_ROUND: readonly string[] = ['weekday', 'hour_of_day'] satisfies GroupName[]
const isTime = ({ isFilled }: GroupNote): boolean => isFilled !== undefined

/** What a reader must know before using the numbers, the most important first. */
export function notesOf(
  { analysis, asked, selection, synced, other, topics }: Analysed,
  { judged, rows, alike }: Shown,
): string[] {
  const { selected, comparison, groups, histograms } = analysis
  const drawn = histograms.length / asked.shown.size
  return [
    ...synced.notes,
    ...(other?.synced.notes ?? []).map(note => `Baseline: ${note}`),
    ...selection.notes,
    ...(other?.selection.notes ?? []).map(note => `Baseline: ${note}`),
    ...new Set(topics.flatMap(({ notes }) => notes)),
    ...missing(selected, ''),
    ...(comparison ? missing(comparison.other, ` of the baseline`) : []),
    ...(isEmpty(analysis) ? [] : groups.flatMap(note => groupNotes(note, asked))),
    ...alike.map(name => alikeNote(shownName(name))),
    ...remarkNotes(analysis.remarks),
    ...(comparison ? remarkNotes(comparison.remarks).map(note => `Baseline: ${note}`) : []),
    ...toolsAside(analysis, asked, selection),
    ...portionAside(analysis, selection),
    ...(comparison && comparison.shared > 0
      ? [`${plural(comparison.shared, 'call')} in both selections, so significance cannot be tested.`]
      : []),
    ...(judged > 1
      ? [`${judged} differences tested at the 95 % level; expect about 1 in 20 to look significant by chance.`]
      : []),
    ...(drawn > 0 && drawn < rows.length
      ? [`Histograms cover the first ${drawn === 1 ? 'group' : `${drawn} groups`} only.`]
      : []),
    ...(isEmpty(analysis) ? emptyResultHints(selection.filter) : []),
    ...(comparison?.other.calls === 0 && selected.calls > 0
      ? emptyResultHints(other!.selection.filter).map(note => `Baseline: ${note}`)
      : []),
  ]
}

const OF_TOOLS: readonly string[] = ['tool_calls', 'tool_error_rate', 'tool_latency'] satisfies MetricName[]

/** A filter by tools chooses calls, not tool calls. */
function toolsAside({ metrics }: Analysis, { groupBy }: Asked, { filter }: Analysed['selection']): string[] {
  const isByTool = filter.tool_names ?? filter.tool_names_errored ?? filter.tool_names_successful
  const own = metrics.map(({ name }) => name).filter(name => OF_TOOLS.includes(name))
  if (!isByTool || own.length === 0 || groupBy.includes('tool')) return []
  return [`${own.join(', ')} cover all tools in these calls; use group_by tool to separate them.`]
}

/** Filters that choose whose calls are looked at, rather than which of them; and those that are no metric. */
const NO_SHARE: readonly string[] = [
  'agent_id',
  'version_id',
  'branch_id',
  'environment',
  'topic_ids',
  'triggered_procedure_ids',
  'parent_conversation_id',
  'include_invalid_tool_calls',
] satisfies FilterName[]

/** Who selects the long calls and asks for their portion may have meant that of all calls. */
function portionAside({ metrics }: Analysis, { shown }: Analysed['selection']): string[] {
  const which = [...shown.keys()].find(name => !NO_SHARE.includes(name))
  if (which === undefined || metrics.every(({ name }) => name !== 'portion')) return []
  return [`portion is of the calls selected here. Share of all calls: metrics=["${which}=…"] without that filter.`]
}

function missing({ undecided, withoutDetail }: Analysis['selected'], whose: string): string[] {
  return [
    ...(undecided > 0
      ? [`${plural(undecided, 'more call')}${whose} may match; their transcripts are not synced yet.`]
      : []),
    ...(withoutDetail > 0
      ? [`${plural(withoutDetail, 'call')}${whose} in no group; their transcripts are not synced yet.`]
      : []),
  ]
}

function groupNotes({ name, overlaps, cut = [], isFilled }: GroupNote, { groupBy }: Asked): string[] {
  return [
    ...(overlaps
      ? [`A call can be in several groups by ${shownName(name)}, so rows may add up to more than the number of calls.`]
      : []),
    ...(cut.length > 0 ? [`${cut.join(' and ')} only partly covered: cut by the window, or not over yet.`] : []),
    ...(isFilled === false && groupBy.length === 1 ? [`Rows of ${shownName(name)} without calls are omitted.`] : []),
  ]
}
