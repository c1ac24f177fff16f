import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { quote } from '../../render/quote.ts'
import { bytes, formatCount, plural, shorten, shortText } from '../../render/text.ts'
import type { Sample, Stratum } from '../../triage/sample.ts'
import type { ToolContext } from '../define.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import { maskedTitles } from '../masked-titles.ts'
import { withAgentNames } from '../or-fallback.ts'
import { callFacts, covered, going, leftOut, noCalls, readCall, type TriageScope } from './calls.ts'
import type { TriageAnswer, TriageInput } from './schema.ts'
import { renderTriage } from './text.ts'

type SampleTable = NonNullable<TriageAnswer['sample']>

const USUAL_SEED = '1'
const STRATA = ['agent', 'outcome', 'calls', 'drawn']
const COLUMNS = ['id', 'started', 'duration', 'agent', 'outcome', 'title']

/** A sample of the calls with what it was drawn from, as much of it as the budget allows. */
export async function sampleAnswer(
  request: TriageInput,
  scope: TriageScope,
  context: ToolContext,
): Promise<TriageAnswer> {
  const { selection, synced, position } = scope
  const { sample } = await import('../../triage/sample.ts')
  const seed = request.seed ?? USUAL_SEED
  const found = await sample(synced.archive, {
    filter: selection.filter,
    window: selection.window,
    n: request.sample!,
    seed,
    now: context.now(),
  })
  const rows = (await sampleRows(found, selection.zone, context)).slice(position?.offset ?? 0)
  const strata = strataTable(await withAgentNames(found.strata, context), request.max_tokens)
  const build = (shown: number, maxText: number): TriageAnswer => ({
    coverage: covered(
      scope,
      counts(found, scope, { shown, left: rows.length, seed }, request),
      found.calls > 0 ? strata.notes : emptyResultHints(selection.filter),
    ),
    strata: strata.table,
    sample: {
      columns: COLUMNS,
      rows: rows
        .slice(0, shown)
        .map(row => row.map(cell => (typeof cell === 'string' ? shorten(cell, maxText) : cell))),
    },
    ...going(scope, shown, rows.length),
    ...(shown > 0 ? readCall(String(rows[0]![0]), null) : {}),
    notice: NOTICE,
  })
  return fitToBudget({ count: rows.length, maxTokens: request.max_tokens, build, render: renderTriage })
}

async function sampleRows({ rows }: Sample, zone: string, context: ToolContext): Promise<SampleTable['rows']> {
  const facts = rows.map(({ conversationId: id, facts }) => ({ id, ...facts }))
  const all = await withAgentNames(await maskedTitles(facts, context), context)
  return rows.map(({ conversationId }, at) => {
    const {
      started = null,
      duration_secs = null,
      agent,
      outcome,
      title = null,
    } = callFacts(all[at]!, zone, Number.POSITIVE_INFINITY)
    return [shortText(conversationId), started, duration_secs, agent, outcome, title]
  })
}

/** The largest ones, in at most a quarter of the answer: the rest of it belongs to the calls. */
function strataTable(strata: readonly Stratum[], maxTokens: number): { table: SampleTable; notes: string[] } {
  const rows = strata.map(({ agentName, agentId, outcome, calls, drawn }) => [
    shortText(agentName ?? agentId),
    shortText(outcome),
    calls,
    drawn,
  ])
  let room = maxTokens
  const kept = rows.filter(row => {
    room -= bytes(JSON.stringify(row))
    return room >= 0
  })
  const rest = strata.slice(kept.length)
  const calls = rest.reduce((sum, one) => sum + one.calls, 0)
  const notes =
    rest.length > 0 ? [`Not shown: ${formatCount(rest.length)} smaller strata with ${plural(calls, 'call')}.`] : []
  return { table: { columns: STRATA, rows: kept }, notes }
}

interface Shown {
  shown: number
  /** Drawn calls from the place of this answer on. */
  left: number
  seed: string
}

function counts(found: Sample, scope: TriageScope, { shown, left, seed }: Shown, request: TriageInput): string {
  const start = scope.position?.offset ?? 0
  const out = leftOut(found)
  if (found.calls === 0) return `${noCalls(scope, found.unfinished)}${out}`
  if (left === 0) return `No more calls: the sample is complete.${out}`
  const drawn = `${plural(found.rows.length, 'call')} sampled at random from ${formatCount(found.calls)}, stratified by agent and outcome (seed ${quote(seed)}: the same calls each time, until calls are added)`
  const from = start > 0 ? ` Shown: ${formatCount(start + 1)} to ${formatCount(start + shown)}.` : ''
  const cut =
    shown < left
      ? ` ${plural(left - shown, 'call')} did not fit into max_tokens ${request.max_tokens}. Continue with next_cursor.`
      : ''
  return `${drawn}; newest first.${from}${cut}${out}`
}
