import type { GROUPS } from './groups.ts'
import type { METRICS } from './metrics.ts'

/* What may be asked for, for those who only list it: nothing else is loaded with this file. */

export const METRIC_NAMES = [
  'count', 'portion', 'success_rate', 'unknown_rate', 'connection_rate', 'containment_rate', 'transfer_rate',
  'agent_transfer_rate', 'handoff_rate', 'repeat_contact_rate', 'early_end_rate', 'voicemail_rate', 'guardrail_rate',
  'language_switch_rate', 'duration', 'messages', 'turns', 'tool_turns', 'last_turn', 'interruption_rate',
  'interrupted_call_rate', 'talk_share', 'agent_words_per_turn', 'repetition_rate', 'agent_repetition_rate', 'dead_air',
  'felt_latency', 'slow_turn_rate', 'llm_latency', 'tts_latency', 'asr_latency', 'tool_calls', 'tool_error_rate',
  'tool_latency', 'criterion_success', 'collected', 'sentiment', 'sentiment_min', 'frustration', 'frustration_max',
  'rating', 'feedback', 'comment_rate', 'cost', 'cost_usd', 'cost_per_minute', 'cost_per_success',
] as const satisfies readonly (keyof typeof METRICS)[] // biome-ignore format: a list of words

export const GROUP_NAMES = [
  'agent', 'version', 'branch', 'environment', 'outcome', 'status', 'ending', 'ending_text', 'language', 'channel', 'direction', 'hour',
  'day', 'week', 'month', 'weekday', 'hour_of_day', 'tool', 'tool_error', 'criterion', 'criterion_result', 'data_field',
  'topic', 'tag', 'user', 'rating', 'text_only', 'last_tool', 'last_node',
] as const satisfies readonly (keyof typeof GROUPS)[] // biome-ignore format: a list of words
