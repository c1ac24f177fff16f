import { atOnce, type Pieces, TURNS_A_PIECE } from '../pieces.ts'
import { type Conversation, isFinished } from './conversation.ts'
import { type Course, courseOf } from './measures/course.ts'
import { deadAirOf } from './measures/dead-air.ts'
import { type EndingGroup, endingGroupOf } from './measures/endings.ts'
import { isTranscriptGone, mayBeUnheard } from './measures/heard.ts'
import { SLOW_SECS } from './measures/latency.ts'
import { overruledIn } from './measures/overruled.ts'
import { passesOf } from './measures/passes.ts'
import type { Speech } from './measures/speech.ts'
import { talkOf } from './measures/talk.ts'
import { type ToolMeasures, toolUsesOf } from './measures/tools.ts'
import { didSystemTool, usedHandoffTool } from './measures/transfers.ts'
import { pairInPieces } from './tool-uses.ts'

/* What can be counted of one call. Rates, intervals and percentiles over many calls: `statistics.ts`. */

export type { EndingGroup } from './measures/endings.ts'
export { talkNow, talkOf } from './measures/talk.ts'
export type { ToolMeasures } from './measures/tools.ts'
export { type TurnMeasures, turnMeasuresInPieces, turnMeasuresOf } from './measures/turns.ts'

/**
 * The measures of one call; null where a measure does not apply or nobody can tell, so that a rate's base is its calls
 * without null. Of a side that may have been heard (`heard.ts`), and of what a deleted transcript told, nobody can tell.
 */
export interface CallMeasures extends Course {
  /** Status `done` or `failed`: the record no longer grows. Base of the connection rate. */
  finished: boolean
  /**
   * Finished, with at least one caller turn that holds words; null where nobody knows: see `mayBeUnheard` in `heard.ts`. A
   * voicemail's greeting holds words: see `voicemail`.
   */
  connected: boolean | null
  /** The platform judged the goal: `success` or `failure`. Base of the success rate; `unknown` is not judged. */
  judged: boolean
  /** Caller turns that hold words: spoken, typed or keyed; "mhm" is one. Not: noise ("..."), files, pushed context. */
  userTurns: number | null
  /** Agent turns that hold words, or were cut off before the first. Not: tool turns. */
  agentTurns: number | null
  /** Elements of the transcript that hold tool calls or results; one that also holds words is an agent turn, too. */
  toolTurns: number | null
  /** Tool calls that ran, by what call and result say; the platform's own tools and those inside workflows included. */
  toolCalls: number | null
  /** Of these, errored or blocked. "Not found" is an answer, not an error. */
  toolErrors: number | null
  /** Agent turns that the caller cut off. Rate: of `agentTurns`. */
  interruptedTurns: number | null
  /** Words as transcribed, an estimate; of interrupted turns those that were said. Talk share: agent / (agent + user). */
  userWords: number | null
  agentWords: number | null
  /** Caller turns that say an earlier one again ("I already told you"): see `repeatedTurns` in `repetition.ts`. */
  repeatedUserTurns: number | null
  /** The same of the agent: loops. */
  repeatedAgentTurns: number | null
  /** How often the line seemed dead; null for chats. An estimate: see `deadAirOf` in `dead-air.ts`. */
  deadAir: number | null
  /** The caller hung up before the agent's second turn, or within 15 s; null if not connected, or where nobody knows. */
  earlyEnd: boolean | null
  /** The platform put the caller through to a telephone number. */
  transferredToNumber: boolean | null
  /** Another agent of the platform took over; null where a transfer may have stayed within one. See `passesOf`. */
  transferredToAgent: boolean | null
  /** Transfers to numbers and to other agents. */
  transfers: number | null
  /** HEURISTIC by the tool's name: see `usedHandoffTool` in `transfers.ts`. */
  handoffToolUsed: boolean | null
  /**
   * No transfer to a number and no handoff to a person (as far as tools tell); agent-to-agent transfers stay contained.
   * It says nothing of success: a caller who gave up is contained. null if not connected, or a voicemail answered.
   */
  contained: boolean | null
  /** The agent detected a voicemail, or the telephone network reported one. */
  voicemail: boolean | null
  /** The agent changed its language during the call. */
  languageSwitched: boolean | null
  /** Turns at which a guardrail fired. */
  guardrailTurns: number | null
  /** Longest felt latency, seconds; null where none was measured. See `feltLatencies` in `latency.ts`. */
  feltLatencyMax: number | null
  /** Agent turns with a felt latency above 2 s. Rate: of `feltTurns`. */
  slowTurns: number | null
  /** Agent turns with a felt latency, the greeting's included. 0 before about 2026: missing, not fast. */
  feltTurns: number | null
  /** See `endingGroupOf` in `endings.ts`. */
  endingGroup: EndingGroup
  /** Where a call broke off: the last tool that ran, `end_call` aside. */
  lastTool: string | null
  lastWorkflowNode: string | null
  /** Number of the last turn that holds words. */
  lastTurn: number | null
  /** The duration that lists tell of the call cannot be. */
  durationRefused: boolean
  /** Where evidence counts more than what the API says of the call, `,`-joined: see `overruledIn` in `overruled.ts`. */
  overruled: string | null
}

const EARLY_END_SECS = 15

export const measuresOf = (call: Conversation): CallMeasures => atOnce(measuresInPieces(call))

/** What it finds is remembered for `measuresOf`. */
export function* measuresInPieces(call: Conversation): Pieces<CallMeasures> {
  const measures = known.get(call) ?? (yield* measured(call))
  known.set(call, measures)
  return measures
}

/** Several reasons why somebody should look at a call ask for the same. */
const known = new WeakMap<Conversation, CallMeasures>()

function* measured(call: Conversation): Pieces<CallMeasures> {
  const { speeches, felt, repeated } = yield* talkOf(call)
  const silences = yield* deadAirOf(call, speeches, felt)
  const user = speeches.filter(({ speaker }) => speaker === 'user')
  const agent = speeches.filter(({ speaker }) => speaker === 'agent')
  const waits = [...felt.values()]
  const isLong = (yield* pairInPieces(call.turns)).length + call.turns.length > TURNS_A_PIECE
  if (isLong) yield
  const tools = toolUsesOf(call)
  if (isLong) yield

  const isUnsure = mayBeUnheard(call)
  const isUserKnown = user.length > 0 || !isUnsure
  const isAgentKnown = agent.length > 0 || !isUnsure
  const mayMissTurns = isUnsure || call.unread.lostTurns.length > 0
  const isUserHeard = user.length > 0 || (mayMissTurns ? null : false)
  const connected = isFinished(call.status) && isUserHeard
  const passes = passesOf(call, tools)
  if (isLong) yield
  const transferredToNumber = passes.toNumber.length > 0
  const handoffToolUsed = usedHandoffTool(tools)
  const voicemail = call.phone?.result === 'voicemail' || didSystemTool(tools, 'voicemail_detection')
  const endingGroup = endingGroupOf(call, transferredToNumber)
  const isBrief = withinSecs(EARLY_END_SECS, call)
  const isShort = agent.length >= 2 ? isBrief : mayMissTurns ? isBrief || null : true
  const measures: CallMeasures = {
    finished: isFinished(call.status),
    connected,
    judged: call.outcome === 'success' || call.outcome === 'failure',
    userTurns: isUserKnown ? user.length : null,
    agentTurns: isAgentKnown ? agent.length : null,
    toolTurns: count(call.turns, turn => turn.toolCalls.length + turn.toolResults.length > 0),
    toolCalls: tools.length,
    toolErrors: count(tools, tool => tool.errored || tool.blocked),
    interruptedTurns: isAgentKnown ? count(agent, ({ turn }) => turn.interrupted) : null,
    userWords: isUserKnown ? wordsIn(user) : null,
    agentWords: isAgentKnown ? wordsIn(agent) : null,
    repeatedUserTurns: isUserKnown ? count(user, ({ turn }) => repeated.has(turn.index)) : null,
    repeatedAgentTurns: isAgentKnown ? count(agent, ({ turn }) => repeated.has(turn.index)) : null,
    deadAir: silences === null ? null : silences.length,
    earlyEnd: !connected ? null : endingGroup === 'caller ended' ? isShort : false,
    transferredToNumber,
    transferredToAgent: passes.tookOver,
    transfers: passes.toNumber.length + passes.toAgent.length,
    handoffToolUsed,
    contained: connected && !voicemail ? !transferredToNumber && !handoffToolUsed : null,
    voicemail,
    languageSwitched: didSystemTool(tools, 'language_detection'),
    guardrailTurns: count(call.turns, turn => turn.guardrails.length > 0),
    feltLatencyMax: waits.length > 0 ? waits.reduce((most, secs) => Math.max(most, secs)) : null,
    slowTurns: count(waits, secs => secs > SLOW_SECS),
    feltTurns: felt.size,
    endingGroup,
    lastTool: tools.findLast(({ name }) => name !== 'end_call')?.name ?? null,
    lastWorkflowNode: call.turns.findLast(turn => turn.workflowNodeId !== null)?.workflowNodeId ?? null,
    lastTurn: speeches.at(-1)?.turn.index ?? null,
    durationRefused: call.refusedDuration !== null,
    ...courseOf(call, speeches, tools),
    overruled: overruledIn(call, passes).join(',') || null,
  }
  return isTranscriptGone(call) ? withoutTranscript(measures) : measures
}

/** What is here does not say it; what is here without a transcript may. */
const withoutTranscript = (measures: CallMeasures): CallMeasures => ({
  ...measures,
  ...{ toolTurns: null, toolCalls: null, toolErrors: null, transfers: null, deadAir: null, guardrailTurns: null },
  ...{ slowTurns: null, feltTurns: null, cutIns: null, retrievals: null, retrievalHits: null },
  ...{ transferredToNumber: null, handoffToolUsed: null, languageSwitched: null },
  transferredToAgent: measures.transferredToAgent || null,
  voicemail: measures.voicemail || null,
})

/** The same group without the measures that take long. */
export const endingOf = (call: Conversation): EndingGroup =>
  endingGroupOf(call, passesOf(call, toolUsesOf(call)).toNumber.length > 0)

/** null: nobody knows. Without a duration the call lasted until its last turn at least. */
function withinSecs(secs: number, { durationSecs, turns }: Conversation): boolean | null {
  if (durationSecs !== null) return durationSecs <= secs
  return turns.some(({ timeSecs }) => timeSecs !== null && timeSecs > secs) ? false : null
}

/** One for each tool call that ran, see `toolUsesOf` in `tools.ts`. */
export const toolMeasuresOf = (call: Conversation): ToolMeasures[] =>
  toolUsesOf(call).map(({ result: _, ...measures }) => measures)

const wordsIn = (speeches: readonly Speech[]): number => speeches.reduce((sum, { words }) => sum + words, 0)

const count = <T>(items: readonly T[], test: (item: T) => boolean): number => items.filter(test).length
