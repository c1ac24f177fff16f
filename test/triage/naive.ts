import type { Json } from '../search/filled.ts'

/* The formula of the triage once more, over the raw body and by other means: nothing of src is used here. */

/** Points by kind of signal, without zeros. */
export function naivePoints(body: Json): Record<string, number> {
  const { metadata, analysis, status } = body
  const transcript: Json[] = body.transcript
  const wordsIn = (text: string | null): string[] =>
    (text ?? '').toLowerCase().match(/[\p{L}\p{N}]+(?:['’.,][\p{L}\p{N}]+)*/gu) ?? []
  const spoken = (role: string) =>
    transcript.filter(turn => turn.role === role && wordsIn((turn.message ?? '').replace(/\[.*?\]/g, '')).length > 0)
  const [callers, agents] = [spoken('user'), spoken('agent')]

  const criteria: Json[] = Object.values(analysis?.evaluation_criteria_results ?? {})
  const results: Json[] = transcript.flatMap(turn => turn.tool_results)
  const types: string[] = results.filter(({ is_error }) => !is_error).map(({ result }) => result?.result_type ?? '')
  const count = (pattern: RegExp) => types.filter(type => pattern.test(type)).length
  const toNumber = count(/^transfer_to_number_.*success$/)
  const toPerson = results.some(({ tool_name, is_error }) => /human/.test(tool_name) && !is_error)

  const ending: string = metadata.termination_reason ?? ''
  const isBroken =
    Boolean(metadata.error) ||
    status === 'failed' ||
    /quota|took too long|Missing required|generation failed/.test(ending)
  const isLost = !isBroken && toNumber === 0 && /disconnected: 1(?!00[015])\d{3}/.test(ending)
  const byCaller = !isBroken && !isLost && toNumber === 0 && /Client disconnected|remote party/.test(ending)
  const isShort = agents.length < 2 || metadata.call_duration_secs <= 15

  const { rating, overall_score: overall, likes, dislikes, comment } = metadata.feedback ?? {}
  const moods = analysis?.sentiment_analysis ?? {}
  const anger = Math.max(
    0,
    moods.overall_frustration_score ?? 0,
    moods.max_user_frustration_score ?? 0,
    0 - (moods.overall_sentiment_score ?? 0),
    0 - (moods.min_user_sentiment_score ?? 0),
  )
  const waits: number[] = agents.flatMap(
    turn => turn.conversation_turn_metrics?.metrics.convai_ttf_audio_since_silence?.elapsed_time ?? [],
  )
  const slow = waits.filter(secs => secs > 2)
  const cut = agents.filter(({ interrupted }) => interrupted).length

  const points: Record<Kind, number> = {
    goal_failed:
      (analysis?.call_successful === 'failure' ? 30 : 0) +
      5 * criteria.filter(({ result }) => result === 'failure').length,
    technical_failure: isBroken ? 25 : 0,
    negative_feedback:
      (rating === 1 ? 20 : rating === 2 ? 10 : 0) +
      (overall === 'dislike' || dislikes > 0 ? 10 : 0) +
      (comment && !(rating > 2) && overall !== 'like' && !likes ? 5 : 0),
    tool_error:
      10 *
      results.filter(
        ({ is_error, is_blocked, result }) => is_error || is_blocked || /_error$/.test(result?.result_type ?? ''),
      ).length,
    angry_caller: Math.round(50 * (anger - 0.6)),
    guardrail_hit: 10 * transcript.filter(turn => turn.triggered_guardrails?.length > 0).length,
    transfer_loop: 10 * (toNumber + count(/^transfer_to_agent_.*success$/) - 1),
    caller_repeats: 8 * repeats(callers.map(turn => wordsIn(turn.message))),
    long_silence: slow.length > 0 ? Math.round(3 * (Math.max(...slow) - 2) + slow.length - 1) : 0,
    interruptions: 4 * (cut - 2),
    abrupt_end: callers.length > 0 && byCaller && isShort ? 10 : 0,
    connection_lost: isLost ? 10 : 0,
    handoff: toNumber > 0 || toPerson ? 5 : 0,
  }
  return Object.fromEntries(
    Object.entries(points)
      .map(([kind, value]) => [kind, Math.min(value, CAPS[kind as Kind])] as const)
      .filter(([, value]) => value > 0),
  )
}

/** By kind of signal. */
export const CAPS = {
  goal_failed: 40,
  technical_failure: 25,
  negative_feedback: 25,
  tool_error: 25,
  angry_caller: 20,
  guardrail_hit: 20,
  transfer_loop: 20,
  caller_repeats: 16,
  long_silence: 15,
  interruptions: 12,
  abrupt_end: 10,
  connection_lost: 10,
  handoff: 5,
}

type Kind = keyof typeof CAPS

/** Lists of at least four words that share four fifths with an earlier one. */
function repeats(all: string[][]): number {
  const lists = all.filter(list => list.length > 3)
  const isLike = (one: string[], other: string[]): boolean => {
    const rest = [...other]
    const shared = one.filter(word => rest.includes(word) && rest.splice(rest.indexOf(word), 1).length > 0).length
    return shared / (one.length + other.length - shared) >= 0.8
  }
  return lists.filter((list, at) => lists.slice(0, at).some(earlier => isLike(list, earlier))).length
}
