import { inTurns } from '../../pieces.ts'
import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { formatCount, oneLine, plural, shorten, shortText } from '../../render/text.ts'
import type { Reason, Triage, TriageRow } from '../../triage/triage.ts'
import type { ToolContext } from '../define.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import { repetitionNote } from '../odd-calls.ts'
import { orFallback, withAgentNames } from '../or-fallback.ts'
import { turnLines, type WantedTurn } from '../turn-lines.ts'
import { callFacts, covered, going, leftOut, noCalls, readCall, type TriageScope } from './calls.ts'
import type { TriageAnswer, TriageInput } from './schema.ts'
import { renderTriage } from './text.ts'

/** As many calls as a person looks at in one go. */
const USUAL_PAGE = 10

/** Longest detail of a reason, in bytes. */
const DETAIL_BYTES = 1000

/** A reason is shown for each of these bytes that a text may have. */
const BYTES_A_REASON = 100

interface RankedRow extends TriageRow {
  /** Of the agents that took part, by id. */
  agentNames: ReadonlyMap<string, string>
}

/** The calls with the highest scores, as many of the page as the budget allows. */
export async function rankedAnswer(
  request: TriageInput,
  scope: TriageScope,
  context: ToolContext,
): Promise<TriageAnswer> {
  const { selection, synced, position } = scope
  const [{ triageInPieces }, { SIGNALS }, { countComparedInPart }, { whereOf }] = await Promise.all([
    import('../../triage/triage.ts'),
    import('../../triage/signals.ts'),
    import('../../archive/read/count-calls.ts'),
    import('../../archive/select/select.ts'),
  ])
  const page = { limit: request.page_size ?? USUAL_PAGE, offset: position?.offset ?? 0 }
  const found = await inTurns(
    triageInPieces(synced.archive, {
      filter: selection.filter,
      window: selection.window,
      ...page,
      now: context.now(),
    }),
    context.signal,
  )
  const comparedInPart = await synced.archive.read(countComparedInPart(whereOf(selection.filter, selection.window)))
  const rows = await withCalls(found.rows, context)
  const signals = Object.fromEntries(
    SIGNALS.filter(({ kind }) => found.bySignal[kind]! > 0).map(({ kind, title }) => [title, found.bySignal[kind]!]),
  )
  const left = Math.max(0, found.flagged - page.offset)
  // The search for what fits asks for the same rows again and again.
  const made = new Map<number, CallRow[]>()
  const callRows = (maxText: number): CallRow[] => {
    const known = made.get(maxText) ?? rows.map(row => callRow(row, selection.zone, maxText))
    made.set(maxText, known)
    return known
  }
  const build = (shown: number, maxText: number): TriageAnswer => {
    const notes = [
      ...movingRanks(scope, context),
      ...repetitionNote(comparedInPart),
      ...(found.scored + found.unfinished + found.unread > 0 ? [] : emptyResultHints(selection.filter)),
    ]
    const [first] = rows
    return {
      coverage: covered(scope, counts(found, scope, { shown, read: rows.length }, request), notes),
      signals,
      calls: callRows(maxText).slice(0, shown),
      ...going(scope, shown, left),
      ...(first && shown > 0
        ? readCall(first.conversationId, first.reasons.find(({ turn }) => turn !== null)?.turn ?? null)
        : {}),
      notice: NOTICE,
    }
  }
  return fitToBudget({ count: rows.length, maxTokens: request.max_tokens, build, render: renderTriage })
}

async function withCalls(rows: readonly TriageRow[], context: ToolContext): Promise<RankedRow[]> {
  const facts = await withAgentNames(
    rows.map(row => row.facts),
    context,
  )
  const hasTransfers = rows.some(({ call }) => call.visitedAgentIds.length > 1)
  const agents = hasTransfers ? await orFallback(context.source.agents(context.signal), [], context) : []
  const agentNames = new Map(agents.map(({ id, name }) => [id, name]))
  return rows.map((row, at) => ({ ...row, facts: facts[at]!, agentNames }))
}

type CallRow = NonNullable<TriageAnswer['calls']>[number]

function callRow(row: RankedRow, zone: string, maxText: number): CallRow {
  // A call may have many reasons: in a small answer the weightiest stand for all.
  const reasons = row.reasons.slice(0, Math.ceil(maxText / BYTES_A_REASON))
  return {
    conversation_id: shortText(row.conversationId),
    score: row.score,
    ...callFacts(row.facts, zone, maxText),
    reasons: [
      ...reasons.map(({ weight, title, detail, turns }) => ({
        points: weight,
        reason: title,
        detail: shorten(oneLine(detail), Math.min(DETAIL_BYTES, maxText)),
        turns,
      })),
      ...others(row.reasons.slice(reasons.length)),
    ],
    lines: linesOf(row, reasons, maxText),
  }
}

/** Signals that tools make; the others are in what somebody said. */
const BY_TOOLS = ['tool_error', 'transfer_loop', 'handoff']

/** Of several turns that prove a reason it is the first named; a repetition is proven by two. */
const provingTurns = (reasons: readonly Reason[]): WantedTurn[] =>
  reasons.flatMap(({ kind, turns }) =>
    turns.slice(0, kind === 'caller_repeats' ? 2 : 1).map(turn => ({ turn, isTool: BY_TOOLS.includes(kind) })),
  )

/** An odd call does not keep the others from being shown. */
function linesOf({ call, agentNames }: RankedRow, reasons: readonly Reason[], maxText: number): string {
  try {
    return turnLines(call, provingTurns(reasons), agentNames, maxText).join('\n')
  } catch {
    return ''
  }
}

/** The other reasons as one, so that the points still add up. */
function others(reasons: readonly Reason[]): CallRow['reasons'] {
  if (reasons.length === 0) return []
  const points = reasons.reduce((sum, { weight }) => sum + weight, 0)
  return [{ points, reason: plural(reasons.length, 'more reason'), detail: '', turns: [] }]
}

interface Shown {
  shown: number
  /** Calls that there were to show on this page. */
  read: number
}

function counts(found: Triage, scope: TriageScope, { shown, read }: Shown, request: TriageInput): string {
  const { scored, flagged, unfinished } = found
  const start = scope.position?.offset ?? 0
  const left = leftOut(found)
  if (scored === 0) return `${noCalls(scope, unfinished)}${left}`
  const all = `${plural(scored, 'call')} scored`
  if (flagged === 0) return `No call stands out: ${all}, none with any signal.${left}`
  if (start >= flagged) return `No more calls: ${all}, ${formatCount(flagged)} with signals.${left}`
  const range =
    start > 0 ? `ranks ${formatCount(start + 1)} to ${formatCount(start + shown)}` : `the first ${formatCount(shown)}`
  const which = shown === flagged ? 'all' : range
  const tooSmall = shown === 0 ? '; raise it' : ''
  const cut = shown < read ? ` (more did not fit into max_tokens ${request.max_tokens}${tooSmall})` : ''
  const more = start + shown < flagged ? ' Continue with next_cursor.' : ''
  return `${all}, ${formatCount(flagged)} with signals; shown: ${which}, highest score first${cut}.${more} A score is the sum of the points of its reasons, at most 100.${left}`
}

/** While the window goes on, a place in the ranking is one for now only. */
function movingRanks({ position, selection }: TriageScope, { now }: ToolContext): string[] {
  const end = selection.window?.beforeUnix ?? Number.POSITIVE_INFINITY
  return position && end > now() ? ['Calls added since the previous page may have shifted ranks.'] : []
}
