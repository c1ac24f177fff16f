import type { Conversation, ConversationSummary, Page, Turn } from '../domain/conversation.ts'
import { atOnce, batches, type Pieces, TURNS_A_PIECE } from '../pieces.ts'
import { conversationBody } from './conversation-body.ts'
import { cutOf } from './cut.ts'
import { removeLongWaits } from './long-waits.ts'
import { prose, somebodyOf, toPhone } from './map-caller.ts'
import { toCost, voiceOf } from './map-charging.ts'
import { toPage } from './map-page.ts'
import { toCollected, toCriteria, toFeedback, toSentiment } from './map-results.ts'
import { toTurns } from './map-turns.ts'
import { showId } from './path.ts'
import {
  areMilliseconds,
  directionOf,
  durationOf,
  languageOf,
  ringOf,
  runsOn,
  runsPast,
  startOf,
  verdictOf,
  waitOf,
  wordOf,
} from './readings.ts'
import { refusedIn } from './refused.ts'
import { isWithheldVariable } from './remove-secrets.ts'
import {
  type ConversationBody,
  conversationsPage,
  oddConversationsPage,
  type SummaryBody,
  type TurnBody,
} from './schema.ts'
import { numberOf, read } from './tolerant.ts'
import { sizeOfTurn } from './turn-size.ts'
import { unreadInPieces } from './unread.ts'

/** @throws ShapeError where there is no list, or none of its rows has an id */
export function toSummaries(answer: unknown): Page<ConversationSummary> {
  const what = 'the list of conversations'
  const body = read(oddConversationsPage, answer, what)
  const rows = body.conversations.filter(row => row !== null)
  const unnamed = body.conversations.length - rows.length
  // It names the first field that is missing.
  if (rows.length === 0) read(conversationsPage, answer, what)
  return { ...toPage(body, rows.map(toSummary)), ...(unnamed > 0 ? { unnamed } : {}) }
}

/**
 * Also of what `getRaw` gave, and of bodies of which others kept a part only.
 * @param id stands in for a body that does not name its own
 * @throws ShapeError where the body is no conversation
 */
export const toConversation = (answer: unknown, id: string): Conversation => atOnce(toConversationInPieces(answer, id))

export function* toConversationInPieces(answer: unknown, id: string): Pieces<Conversation> {
  const body = yield* conversationBody(answer, `conversation ${showId(id)}`)
  const { metadata, analysis, conversation_initiation_client_data: client } = body
  const given = metadata?.call_duration_secs
  const isTextOnly = metadata?.text_only ?? false
  const times = timesOf(body.transcript)
  const isChat = isTextOnly || Boolean(metadata?.whatsapp ?? metadata?.sms)
  const inMilliseconds = areMilliseconds(times, durationOf(given, false), isChat)
  const turns: Turn[] = []
  for (const batch of batches(body.transcript, TURNS_A_PIECE, sizeOfTurn)) {
    if (turns.length > 0) yield
    turns.push(...toTurns(batch, turns.length, inMilliseconds))
  }
  if (turns.length > TURNS_A_PIECE) yield
  const secs = durationOf(
    given,
    turns.some(turn => turn.message !== ''),
  )
  const isRefuted = secs !== null && isRefutedBy(turns, secs, isChat)
  const durationSecs = isRefuted ? null : secs
  const status = statusOf(body.status)
  const isFinished = status === 'done' || status === 'failed'
  const hasLongWaits = isFinished && durationSecs !== null && durationSecs > 0 && removeLongWaits(turns, durationSecs)
  const unread = {
    ...(yield* unreadInPieces((answer as { transcript?: unknown }).transcript)),
    cut: cutOf(answer),
    impossible: [
      ...refusedIn(answer),
      ...(turns.some(({ timeSecs }, at) => timeSecs === null && isValue(body.transcript[at]?.time_in_call_secs))
        ? ['times of turns']
        : []),
      ...(hasLongWaits ? ['waits longer than the call'] : []),
    ],
  }
  return {
    id: body.conversation_id || id,
    agentId: body.agent_id ?? '',
    agentName: body.agent_name || null,
    branchId: body.branch_id,
    versionId: body.version_id,
    environment: environmentIn(body.environment) ?? environmentIn(client?.environment),
    status,
    userId: somebodyOf(body.user_id, metadata?.user_id, client?.user_id),
    startedAt: startOf(metadata?.start_time_unix_secs),
    durationSecs,
    refusedDuration: durationSecs === null && isFinished && isValue(given) ? shownDuration(given) : null,
    queueWaitSecs: waitOf(metadata?.queue_wait_secs),
    ringSecs: ringOf(metadata?.start_time_unix_secs, metadata?.accepted_time_unix_secs),
    outcome: verdictOf(analysis?.call_successful),
    score: analysis?.call_success_score ?? null,
    ending: metadata?.termination_reason ?? '',
    error: metadata?.error ? { code: metadata.error.code, reason: metadata.error.reason || null } : null,
    warnings: metadata?.warnings ?? [],
    title: prose(analysis?.call_summary_title),
    summary: prose(analysis?.transcript_summary),
    language: languageOf(metadata?.main_language ?? null),
    source: wordOf(metadata?.conversation_initiation_source ?? client?.source_info?.source ?? null),
    textOnly: isTextOnly,
    phone: toPhone(body),
    campaign: metadata?.batch_call?.campaign?.campaign_id || metadata?.batch_call?.batch_call_id || null,
    experiments: body.experiment_assignments.flatMap(
      ({ key, variant }) => [key, variant].filter(Boolean).join(': ') || [],
    ),
    voice: voiceOf(body, turns),
    speech: {
      agentSecs: waitOf(metadata?.charging?.tts_usage?.total_audio_output_seconds),
      callerSecs: waitOf(metadata?.charging?.asr_usage?.total_audio_input_seconds),
    },
    cost: toCost(body),
    feedback: toFeedback(body),
    analysed: isAnalysed(body),
    criteria: toCriteria(analysis?.evaluation_criteria_results, analysis?.evaluation_criteria_results_list),
    collected: toCollected(analysis?.data_collection_results, analysis?.data_collection_results_list),
    scoped: (analysis?.scoped ?? []).map(scope => ({
      agentId: scope.source_agent_id,
      outcome: verdictOf(scope.successful),
      score: scope.success_score,
    })),
    sentiment: toSentiment(analysis?.sentiment_analysis),
    visitedAgentIds: toVisited(body, turns),
    tagIds: body.tag_ids,
    variables: toVariables(client?.dynamic_variables),
    hasAudio: body.has_audio,
    deleted: {
      transcriptAt: metadata?.deletion_settings?.deleted_transcript_at_time_unix_secs ?? null,
      audioAt: metadata?.deletion_settings?.deleted_audio_at_time_unix_secs ?? null,
    },
    turns,
    unread,
  }
}

/** What turns tell of the end of a call is stronger than a number. */
function isRefutedBy(turns: readonly Turn[], secs: number, isChat: boolean): boolean {
  const times = turns.map(turn => turn.timeSecs)
  return runsPast(secs, times) || (!isChat && runsOn(secs, times))
}

const timesOf = (turns: readonly TurnBody[]) => turns.map(turn => numberOf(turn.time_in_call_secs))

/** Some turns of a call that was read without them. @param runs each with the number of its first turn @throws ShapeError */
export function* turnsOf(
  runs: readonly { first: number; turns: readonly unknown[] }[],
  { durationSecs }: Conversation,
): Pieces<Turn[]> {
  const read: { first: number; bodies: TurnBody[] }[] = []
  for (const { first, turns } of runs) {
    read.push({ first, bodies: (yield* conversationBody({ transcript: turns }, 'turns')).transcript })
  }
  // Without a duration some turns do not tell.
  const times = read.flatMap(({ bodies }) => timesOf(bodies))
  const inMilliseconds = durationSecs !== null && areMilliseconds(times, durationSecs, false)
  return read.flatMap(({ first, bodies }) => toTurns(bodies, first, inMilliseconds))
}

const toSummary = (body: SummaryBody): ConversationSummary => ({
  id: body.conversation_id,
  agentId: body.agent_id ?? '',
  agentName: body.agent_name || null,
  branchId: body.branch_id,
  versionId: body.version_id,
  environment: environmentIn(body.environment),
  startedAt: startOf(body.start_time_unix_secs),
  durationSecs: durationOf(body.call_duration_secs, (body.message_count ?? 0) > 0),
  messageCount: body.message_count ?? 0,
  status: statusOf(body.status),
  outcome: verdictOf(body.call_successful),
  score: body.call_success_score,
  ending: body.termination_reason ?? '',
  title: prose(body.call_summary_title),
  summary: prose(body.transcript_summary),
  language: languageOf(body.main_language),
  source: wordOf(body.conversation_initiation_source),
  direction: directionOf(body.direction),
  rating: body.rating,
  toolNames: body.tool_names,
  sentiment: toSentiment(body.sentiment_analysis),
  criteria: toCriteria(body.evaluation_criteria_results),
  collected: toCollected(body.data_collection_results),
  tagIds: body.tag_ids,
})

const STATUSES = ['initiated', 'in-progress', 'processing', 'done', 'failed']

/** Programs that pass bodies on write `Done` and `in_progress`, too; a status that is none of these stays as it is. */
function statusOf(status: string | null): string {
  const plain = status?.trim().toLowerCase().replaceAll('_', '-') ?? ''
  return STATUSES.includes(plain) ? plain : status || 'unknown'
}

/** However it is written; other environments are the workspace's own. */
const environmentIn = (text: string | null | undefined): string | null => {
  const name = prose(text)
  return name !== null && /^production$/i.test(name) ? 'production' : name
}

const isValue = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : (value ?? null) !== null

const shownDuration = (given: unknown): string => {
  const secs = numberOf(given)
  return secs === null ? 'not a number' : `${secs} s`
}

/** Older bodies hold an analysis of empty maps before there is one. */
function isAnalysed({ analysis }: ConversationBody): boolean {
  if (!analysis) return false
  const { call_successful: verdict, transcript_summary: summary, evaluation_criteria_results_list: list } = analysis
  return Boolean(verdict || summary || list.length + Object.keys(analysis.evaluation_criteria_results).length > 0)
}

/** Where the body does not list them: whoever spoke. */
function toVisited(body: ConversationBody, turns: readonly Turn[]): string[] {
  const listed = body.visited_agents.flatMap(agent => agent.agent_id || [])
  const heard = turns.flatMap(turn => turn.agentId || [])
  const ids = listed.length > 0 ? listed : heard.length > 0 ? heard : [body.agent_id || []].flat()
  return [...new Set(ids)]
}

/** The whole transcript comes again as a variable; secrets are meant for tool headers only. */
function toVariables(variables: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !isWithheldVariable(name)))
}
