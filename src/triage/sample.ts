import type { Archive } from '../archive/archive.ts'
import { asNumber, type Sql, sql } from '../archive/engine/sql.ts'
import { all, type Work } from '../archive/engine/work.ts'
import { readSummary } from '../archive/read/read.ts'
import { whereOf } from '../archive/select/select.ts'
import { isStuck } from '../domain/call-state.ts'
import { isLive } from '../domain/conversation.ts'
import type { CallSelection } from '../domain/filter.ts'
import { stratifiedSample } from '../domain/statistics.ts'
import { type CallFacts, factsOf } from './facts.ts'

export interface SampleRequest extends CallSelection {
  /** Calls to draw. */
  n: number
  /** Any text: the same seed and the same calls give the same sample. */
  seed: string
  /** Unix seconds; without it no call is told as stuck. */
  now?: number
}

/** The calls of one agent with one outcome. */
export interface Stratum {
  agentId: string
  /** As the newest of them has it. */
  agentName: string | null
  outcome: string
  calls: number
  /** Those of them in the sample. */
  drawn: number
}

export interface Sample {
  /** Finished calls, among which was drawn. */
  calls: number
  /** Selected calls that are not over yet, and so are left out. */
  unfinished: number
  /** Of these, not over after more than a day. */
  stuck: number
  /** Of these, with a status that nobody knows. */
  statusUnknown: number
  /** Newest first. */
  rows: { conversationId: string; facts: CallFacts }[]
  /** The largest first. */
  strata: Stratum[]
}

/**
 * Calls drawn at random, so that a few can stand for all: in proportion from each agent and outcome, every call of them
 * with the same chance (see `stratifiedSample`). What lists tell is enough; no call need have been read in full.
 */
export const sample = (archive: Archive, request: SampleRequest): Promise<Sample> => archive.read(draw(request))

function* draw({ filter, window, n, seed, now = 0 }: SampleRequest): Work<Sample> {
  const selected = yield* selectedCalls(whereOf(filter, window))
  const calls = selected.filter(({ finished }) => finished === 1)
  const drawn = stratifiedSample(calls, stratumOf, n, seed)
  const rows: Sample['rows'] = []
  for (const { conversationId } of drawn) {
    const summary = yield* readSummary(conversationId)
    if (summary) rows.push({ conversationId, facts: factsOf(summary) })
  }
  return {
    calls: calls.length,
    unfinished: selected.length - calls.length,
    stuck: selected.filter(call => call.finished === 0 && isStuck(call, now)).length,
    statusUnknown: selected.filter(call => call.finished === 0 && !isLive(call.status)).length,
    rows,
    strata: strataOf(calls, drawn),
  }
}

interface Call {
  conversationId: string
  agentId: string
  agentName: string | null
  outcome: string
  status: string
  startedAt: number
  finished: number
}

const selectedCalls = (where: Sql): Work<Call[]> =>
  all(sql`
    SELECT c.conversation_id AS "conversationId", c.agent_id AS "agentId", c.agent_name AS "agentName", c.outcome,
      c.status, c.started_at AS "startedAt", ${asNumber(sql`c.status IN ('done', 'failed')`)} AS finished
    FROM conversations c WHERE ${where} ORDER BY c.started_at DESC NULLS LAST, c.conversation_id`)

const stratumOf = ({ agentId, outcome }: Pick<Call, 'agentId' | 'outcome'>): string => `${agentId}\n${outcome}`

function strataOf(calls: readonly Call[], drawn: readonly Call[]): Stratum[] {
  const strata = new Map<string, Stratum>()
  for (const call of calls) {
    const { agentId, agentName, outcome } = call
    const stratum = strata.get(stratumOf(call))
    if (stratum) stratum.calls++
    else strata.set(stratumOf(call), { agentId, agentName, outcome, calls: 1, drawn: 0 })
  }
  for (const call of drawn) strata.get(stratumOf(call))!.drawn++
  return [...strata.values()].sort((a, b) => b.calls - a.calls || (stratumOf(a) < stratumOf(b) ? -1 : 1))
}
