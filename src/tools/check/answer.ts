import { NOTICE } from '../../render/fence.ts'
import { plural, shortText } from '../../render/text.ts'
import { rounded } from '../analyze/numbers.ts'
import type { ToolContext } from '../define.ts'
import { labelsFor } from '../labels.ts'
import type { Checked } from './checked.ts'
import { findingsOf, type GroupFinding } from './findings.ts'
import type { Verdict } from './judge.ts'
import { type CheckAnswer, type CheckInput, type Finding, VERDICTS } from './schema.ts'

/** The answer of `check`: what failed first, then what nobody knows. */
export async function checkAnswer(request: CheckInput, checked: Checked, context: ToolContext): Promise<CheckAnswer> {
  const { selection, synced, asked, analysis } = checked.periods[0]!.analysed
  const found = findingsOf(checked, request)
  const names = await groupNames(found, checked, context)
  const findings = VERDICTS.flatMap(verdict => found.filter(one => one.verdict === verdict)).map(
    (one): Finding => ({ ...findingAnswer(one), group: names(one.group) }),
  )
  const notes = notesOf(request, checked)
  return {
    verdict: verdictOf(found, analysis.rowsLeftOut.beyondLimit),
    coverage: {
      counts: `${plural(analysis.selected.calls, 'call')}; ${countsOf(found)}.`,
      ...selection.described,
      read: synced.read,
      ...(notes.length > 0 && { notes }),
    },
    group_by: [...asked.groupBy],
    findings,
    definitions: analysis.metrics.map(({ name, unit, definition }) => ({ name, unit, definition })),
    notice: NOTICE,
  }
}

/** Groups that were not checked are not known to be well. */
function verdictOf(found: readonly GroupFinding[], unchecked: number): Verdict {
  const has = (verdict: Verdict): boolean => found.some(one => one.verdict === verdict)
  if (has('failed')) return 'failed'
  return found.length === 0 || unchecked > 0 || has('unknown') ? 'unknown' : 'ok'
}

function countsOf(found: readonly GroupFinding[]): string {
  if (found.length === 0) return 'nothing to check'
  const counted = VERDICTS.map(verdict => [verdict, found.filter(one => one.verdict === verdict).length] as const)
  const shown = counted.filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`)
  return `${plural(found.length, 'check')}: ${shown.join(', ')}`
}

function findingAnswer({ verdict, condition, unit, probe, expected, why }: GroupFinding): Omit<Finding, 'group'> {
  const { value, interval, reason, k, n, calls } = probe
  const shown = (number: number): number => rounded(number, unit)
  return {
    ...{ verdict, condition, unit, value: value === null ? null : shown(value), n },
    ...(k !== null && { k }),
    ...(interval && { low: shown(interval.low), high: shown(interval.high) }),
    ...(value !== null && reason !== null && { note: reason }),
    ...(expected && {
      expected_low: shown(expected.low),
      expected_high: shown(expected.high),
      weeks: expected.weeks,
    }),
    ...(why !== undefined && { why }),
    // Of what is well nobody has to hear an example.
    conversation_ids: verdict === 'failed' ? calls.map(shortText) : [],
  }
}

function notesOf({ min_count }: CheckInput, { periods, weeks }: Checked): string[] {
  const { selection, synced, analysis } = periods[0]!.analysed
  const { belowMinCount, beyondLimit } = analysis.rowsLeftOut
  const others = [...periods.slice(1), ...weeks].filter(({ isComplete }) => !isComplete)
  return [
    ...synced.notes,
    ...selection.notes,
    ...others.map(({ analysed }) => `${analysed.selection.described.window}: ${analysed.synced.notes[0]}`),
    ...(belowMinCount > 0 ? [`${plural(belowMinCount, 'group')} with fewer than ${min_count} calls not checked.`] : []),
    ...(beyondLimit > 0 ? [`${plural(beyondLimit, 'further group')} not checked; narrow the filters.`] : []),
  ]
}

async function groupNames(found: readonly GroupFinding[], { periods }: Checked, context: ToolContext) {
  const { asked, selection, topics } = periods[0]!.analysed
  const topicNames = new Map(topics.flatMap(({ names }) => [...names]))
  const known = { agentIds: [selection.filter.agent_id], topics: topicNames }
  const labels = await Promise.all(
    asked.groupBy.map((name, at) => {
      const values = found.map(({ group }) => group[at]!)
      return labelsFor(name, values, known, context)
    }),
  )
  return (group: GroupFinding['group']): Finding['group'] => group.map((value, at) => labels[at]!(value))
}
