import type { DrawnCall } from './call.ts'

/** The call in the API's shape, as far as quotes and reasons need it. */
export function bodyOf({ call, turns }: DrawnCall): unknown {
  return {
    ...{ conversation_id: call.id, agent_id: call.agentId, agent_name: call.agentName, status: call.status },
    user_id: call.userId,
    transcript: turns.map(({ turn, measures }) => ({
      ...{
        role: turn.role,
        message: turn.message,
        time_in_call_secs: turn.timeSecs,
        interrupted: measures.interrupted,
      },
      tool_calls: turn.toolCalls.map(({ requestId, name, type, argumentsText, executed }) => {
        return {
          ...{ request_id: requestId, tool_name: name, type, params_as_json: argumentsText },
          tool_has_been_called: executed,
        }
      }),
      tool_results: turn.toolResults.map(({ requestId, name, resultText, isError, errorType, latencySecs }) => {
        return {
          ...{ request_id: requestId, tool_name: name, result_value: resultText, is_error: isError },
          ...{ error_type: errorType, tool_latency_secs: latencySecs },
        }
      }),
      conversation_turn_metrics: {
        metrics: Object.fromEntries(
          Object.entries({
            convai_ttf_audio_since_silence: measures.feltLatency,
            convai_llm_service_ttfb: measures.llmLatency,
            convai_tts_service_ttfb: measures.ttsLatency,
            convai_asr_trailing_service_latency: measures.asrLatency,
          }).flatMap(([name, secs]) => (secs === null ? [] : [[name, { elapsed_time: secs }]])),
        ),
      },
      analysis: { user_sentiment_score: measures.sentiment, user_frustration_score: measures.frustration },
    })),
    metadata: {
      ...{ start_time_unix_secs: call.startedAt, call_duration_secs: call.durationSecs, cost: call.cost.credits },
      ...{ termination_reason: call.ending, error: call.error, feedback: call.feedback, main_language: call.language },
      ...{ conversation_initiation_source: call.source, text_only: call.textOnly },
    },
    analysis: {
      ...{ call_successful: call.outcome, call_summary_title: call.title, transcript_summary: call.summary },
      evaluation_criteria_results_list: call.criteria.map(({ id, result }) => ({ criteria_id: id, result })),
      data_collection_results_list: call.collected.map(({ id, value }) => ({ data_collection_id: id, value })),
      sentiment_analysis: {
        overall_sentiment_score: call.sentiment?.score,
        overall_frustration_score: call.sentiment?.frustration,
        min_user_sentiment_score: call.sentiment?.minUserScore,
        max_user_frustration_score: call.sentiment?.maxUserFrustration,
      },
    },
  }
}
