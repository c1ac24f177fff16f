import type { GROUPS } from './groups.ts'
import type { METRICS } from './metrics.ts'

/*
 * What may be asked for, for those who only list it: nothing else is loaded with this file. A metric or group that is
 * missing here does not compile.
 */

const namesIn = <Name extends string>(all: Record<Name, 0>) => Object.keys(all) as [Name, ...Name[]]

// biome-ignore format: a list of words
export const METRIC_NAMES = namesIn({
  count: 0, portion: 0, success_rate: 0, unknown_rate: 0, connection_rate: 0, containment_rate: 0, transfer_rate: 0,
  agent_transfer_rate: 0, handoff_rate: 0, repeat_contact_rate: 0, early_end_rate: 0, voicemail_rate: 0,
  guardrail_rate: 0, language_switch_rate: 0, unique_callers: 0, calls_per_caller: 0, peak_concurrency: 0, duration: 0, messages: 0, turns: 0, tool_turns: 0, last_turn: 0,
  interruption_rate: 0, interrupted_call_rate: 0, talk_share: 0, agent_words_per_turn: 0, repetition_rate: 0,
  agent_repetition_rate: 0, dead_air: 0, longest_turn_words: 0, agent_cut_in_rate: 0, agent_speaking_time: 0,
  caller_speaking_time: 0, agent_words_per_minute: 0, caller_words_per_minute: 0, silence_share: 0, felt_latency: 0, slow_turn_rate: 0, llm_latency: 0, tts_latency: 0,
  asr_latency: 0, queue_wait: 0, ring_time: 0, turns_before_tool: 0, caller_turns_before_tool: 0, time_to_tool: 0,
  recovery_rate: 0, transfer_failure_rate: 0, knowledge_hit_rate: 0, knowledge_miss_rate: 0, tool_calls: 0, tool_error_rate: 0, tool_latency: 0, criterion_success: 0, collected: 0,
  sentiment: 0, sentiment_min: 0, frustration: 0, frustration_max: 0, rating: 0, feedback: 0, comment_rate: 0,
  cost: 0, cost_usd: 0, llm_cost: 0, platform_cost: 0, voice_cost: 0, burst_cost: 0, cost_per_minute: 0, cost_per_success: 0,
} satisfies Record<keyof typeof METRICS, 0>)

// biome-ignore format: a list of words
export const GROUP_NAMES = namesIn({
  agent: 0, version: 0, branch: 0, environment: 0, outcome: 0, status: 0, ending: 0, ending_text: 0, language: 0,
  channel: 0, direction: 0, hour: 0, day: 0, week: 0, month: 0, weekday: 0, hour_of_day: 0, tool: 0, tool_error: 0,
  criterion: 0, criterion_result: 0, data_field: 0, topic: 0, tag: 0, user: 0, rating: 0, text_only: 0, last_tool: 0,
  last_node: 0, tool_failed: 0, tool_error_text: 0, interrupted: 0, transfer_target: 0, transfer_reason: 0, model: 0,
  voice: 0, agent_number: 0, caller: 0, campaign: 0, call_result: 0, experiment: 0, procedure: 0,
  knowledge_document: 0,
} satisfies Record<keyof typeof GROUPS, 0>)

/**
 * Those that most questions need, beside those of every question that names none: the list of tools names them,
 * `list_filter_values` all of them.
 */
// biome-ignore format: a list of words
export const COMMON_METRICS: readonly (keyof typeof METRICS)[] = [
  'portion', 'unknown_rate', 'connection_rate', 'containment_rate', 'transfer_rate',
  'repeat_contact_rate', 'unique_callers', 'peak_concurrency', 'voicemail_rate', 'duration', 'turns', 'interruption_rate', 'talk_share', 'dead_air',
  'felt_latency', 'llm_latency', 'tool_latency', 'tool_calls', 'tool_error_rate', 'criterion_success', 'sentiment',
  'frustration', 'rating', 'cost', 'cost_per_success',
]
// biome-ignore format: a list of words
export const COMMON_GROUPS: readonly (keyof typeof GROUPS)[] = [
  'agent', 'version', 'branch', 'environment', 'outcome', 'ending', 'language', 'channel', 'direction', 'hour', 'day',
  'week', 'month', 'weekday', 'hour_of_day', 'tool', 'tool_error', 'tool_error_text', 'criterion', 'criterion_result',
  'topic', 'tag', 'user', 'caller', 'model', 'campaign', 'transfer_reason', 'last_tool',
  'last_node',
]
