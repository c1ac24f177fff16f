import type { ExplainedRow, Explanation } from '../../explain/index.ts'
import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { formatCount, plural, shorten, shortText } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import type { FromArchive } from '../from-archive.ts'
import { turnLines } from '../turn-lines.ts'
import type { Group } from './groups.ts'
import { type FactName, factNames } from './names.ts'
import { nextCalls } from './next.ts'
import { renderExplanation } from './render.ts'
import type { ExplainAnswer, ExplainInput, FactAnswer } from './schema.ts'

/** A question with all that answers it. */
export interface Explained {
  groups: readonly [Group, Group]
  synced: readonly FromArchive[]
  explanation: Explanation
}

const METHODS = [
  "Shares are of calls where the fact is known. Differences: 95 % confidence interval (Newcombe); p: Fisher's exact test, two-sided; q: Benjamini-Hochberg over all facts tested. Order: the least difference that the interval allows, times the share of calls where the fact is known.",
  'same calls: facts of at least 90 % the same calls. goes with: facts that hardly differ any more among calls that agree in the facts of the rows.',
]

/** The answer of `explain_conversations`: as many rows as the budget allows. */
export async function explainAnswer(
  request: ExplainInput,
  explained: Explained,
  context: ToolContext,
): Promise<ExplainAnswer> {
  const { groups, explanation } = explained
  const { rows, nearest, verdict } = explanation
  const names = await factNames([...rows, ...nearest, ...verdict], groups, context)
  // What a reader needs most comes first, and is the last to go.
  const lists = rows.length > 0 ? [rows, verdict] : [nearest, verdict]
  const [facts, criteria] = lists as [ExplainedRow[], ExplainedRow[]]
  const made = new Map<string, FactAnswer>()
  const factOf = (row: ExplainedRow, maxText: number): FactAnswer => {
    const key = `${maxText} ${names(row.fact)}`
    const known = made.get(key) ?? factAnswer(row, names, maxText, !verdict.includes(row))
    made.set(key, known)
    return known
  }
  const build = (shown: number, maxText: number): ExplainAnswer => {
    const own = facts.slice(0, shown).map(row => factOf(row, maxText))
    const parts = criteria.slice(0, Math.max(0, shown - facts.length)).map(row => factOf(row, maxText))
    const next = shown === 0 ? [] : nextCalls(request, facts[0])
    return {
      coverage: coverageOf(explained, facts.length + criteria.length - shown, request),
      groups: groups.map(({ name, selection }, at) => ({
        name,
        calls: explanation.calls[at]!,
        ...(at === 1 && differing(groups)),
        ...(at === 1 &&
          selection.described.window !== groups[0].selection.described.window && {
            window: selection.described.window,
          }),
      })),
      facts: rows.length > 0 ? own : [],
      ...(rows.length === 0 && own.length > 0 && { nearest: own }),
      ...(parts.length > 0 && { evaluation: parts }),
      methods: shown === 0 ? [] : METHODS,
      ...(next.length > 0 && { next }),
      notice: NOTICE,
    }
  }
  return fitToBudget({
    count: facts.length + criteria.length,
    maxTokens: request.max_tokens,
    build,
    render: renderExplanation,
  })
}

const differing = ([first, second]: readonly [Group, Group]) =>
  second.selection.described.filters === first.selection.described.filters
    ? {}
    : { filters: second.selection.described.filters }

function factAnswer(
  { fact, q, sameCalls, goesWith, example }: ExplainedRow,
  names: FactName,
  maxText: number,
  isTested: boolean,
): FactAnswer {
  const share = (value: number): number => Number(value.toFixed(3))
  const [k, otherK] = fact.k
  const [n, otherN] = fact.n
  const name = (one: ExplainedRow['fact']): string => shorten(names(one), Math.min(maxText, NAME_BYTES))
  const some = (list: ExplainedRow['sameCalls']): string[] => [
    ...list.slice(0, MOST_NAMED).map(name),
    ...(list.length > MOST_NAMED ? [`${list.length - MOST_NAMED} more`] : []),
  ]
  const line = example?.turn == null || !example.call ? undefined : lineOf(example, fact.of.attribute.name, maxText)
  return {
    fact: name(fact),
    ...{ share: share(k / n), k, n, other_share: share(otherK / otherN), other_k: otherK, other_n: otherN },
    difference: share(fact.difference),
    low: share(fact.interval?.low ?? fact.difference),
    high: share(fact.interval?.high ?? fact.difference),
    ...(isTested && { q: Number(q.toPrecision(2)) }),
    ...(sameCalls.length > 0 && { same_calls: some(sameCalls) }),
    ...(goesWith.length > 0 && { goes_with: some(goesWith) }),
    ...(example && { conversation_id: shortText(example.conversationId) }),
    ...(example?.turn != null && { turn: example.turn }),
    ...(line && { line }),
  }
}

const NAME_BYTES = 160
const MOST_NAMED = 4
/** What tools do, and not what somebody says. */
const OF_TOOLS = [
  'tool',
  'last_tool',
  'failed_tool',
  'tool_error',
  'language_switch',
  'voicemail',
  'transferred_to_number',
  'transferred_to_agent',
]

/** An odd call does not keep the others from being shown. */
function lineOf(
  { call, turn }: NonNullable<ExplainedRow['example']>,
  attribute: string,
  maxText: number,
): string | undefined {
  try {
    return turnLines(call!, [{ turn: turn!, isTool: OF_TOOLS.includes(attribute) }], new Map(), maxText)[0]
  } catch {
    return undefined
  }
}

function coverageOf(
  { groups, synced, explanation }: Explained,
  left: number,
  { max_tokens }: ExplainInput,
): ExplainAnswer['coverage'] {
  const [first, second] = groups
  const notes = [
    ...synced[0]!.notes,
    ...synced[1]!.notes.filter(note => !synced[0]!.notes.includes(note)).map(note => `${second.name}: ${note}`),
    ...first.selection.notes,
    ...second.selection.notes.map(note => `${second.name}: ${note}`),
    ...notesOf(explanation, groups),
  ]
  return {
    counts:
      countsOf(explanation, groups) +
      (left > 0 ? ` ${plural(left, 'row')} did not fit into max_tokens ${max_tokens}.` : ''),
    ...first.selection.described,
    read: synced[0]!.read,
    ...(notes.length > 0 && { notes }),
  }
}

function countsOf({ calls, rows, tested }: Explanation, [first, second]: Explained['groups']): string {
  const [ours, others] = calls
  const sides = `${formatCount(ours)} ${first.name} vs. ${formatCount(others)} in ${second.name}`
    .replace(' in successful', ' successful')
    .replace(' in failed', ' failed')
  if (ours + others === 0) return 'No calls match.'
  if (tested === 0) return `${sides}: too few calls to compare (every fact needs 5 in either group).`
  if (rows.length === 0) return `${sides}: nothing sets them apart beyond chance (${plural(tested, 'fact')} tested).`
  return `${sides}: ${plural(rows.length, 'fact')} of ${formatCount(tested)} tested set them apart beyond chance, each with those that tell the same.`
}

function notesOf(
  { shared, unfinished, unread, chosenBy, tooWide, calls }: Explanation,
  [first, second]: Explained['groups'],
): string[] {
  const chosen = chosenBy.filter(name => name !== 'call_successful')
  const missing = unread[0] + unread[1]
  return [
    ...(shared > 0 ? [`${plural(shared, 'call')} in both groups count with ${first.name} only.`] : []),
    ...(unfinished > 0 ? [`Excluded: ${plural(unfinished, 'call')} in progress.`] : []),
    ...(missing > 0
      ? [`Of ${plural(missing, 'call')} only the list is known; facts that need the transcript leave them out.`]
      : []),
    ...(chosen.length > 0 ? [`The groups are chosen by ${chosen.join(', ')}, so these facts are not compared.`] : []),
    ...(tooWide.length > 0
      ? [`Not compared, different in nearly every call: ${plural(tooWide.length, 'field')}.`]
      : []),
    ...(calls[0] === 0
      ? emptyResultHints(first.selection.filter)
      : calls[1] === 0
        ? emptyResultHints(second.selection.filter)
        : []),
  ]
}
