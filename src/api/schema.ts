import * as z from 'zod/v4'
import {
  amount,
  anything,
  type Brick,
  brick,
  dictionary,
  dictionaryOf,
  feeling,
  flag,
  fraction,
  id,
  isObject,
  mapOf,
  membersOf,
  number,
  page,
  part,
  parts,
  rating,
  SAID_BY,
  speech,
  text,
  texts,
  textsOf,
  verdict,
  whole,
} from './tolerant.ts'

/* What is read of the API's answers, and nothing more; how far each field is trusted is in its brick. */

const sentiment = part({
  overall_label: text,
  overall_sentiment_score: feeling,
  overall_frustration_score: fraction,
  min_user_sentiment_score: feeling,
  max_user_frustration_score: fraction,
})
export type SentimentBody = z.output<typeof sentiment> | undefined

const criterion = { criteria_id: text, result: verdict, score: amount, max_score: amount, rationale: text }
export type CriterionBody = NonNullable<z.output<typeof aCriterion>>
const aCriterion = part(criterion)
/** Some keep the bare verdict. */
const criterionOrVerdict = brick(value => aCriterion.read(isObject(value) ? value : { result: value }))
const criteriaById = mapOf(criterionOrVerdict, 'criteria_id')

const collected = { data_collection_id: text, value: anything, rationale: text }
const collectedList = parts(collected)
export type CollectedBody = z.output<typeof collectedList>[number]
const collectedById = dictionaryOf('data_collection_id')

const summary = z.object({
  conversation_id: id,
  agent_id: text,
  agent_name: text,
  branch_id: text,
  version_id: text,
  environment: text,
  start_time_unix_secs: anything,
  call_duration_secs: anything,
  message_count: amount,
  status: text,
  termination_reason: text,
  call_successful: verdict,
  call_success_score: amount,
  transcript_summary: text,
  call_summary_title: text,
  main_language: text,
  conversation_initiation_source: text,
  direction: text,
  rating,
  tool_names: texts,
  sentiment_analysis: sentiment,
  evaluation_criteria_results: criteriaById,
  data_collection_results: collectedById,
  tag_ids: textsOf(...SAID_BY.tags),
})
export type SummaryBody = z.output<typeof summary>

export const conversationsPage = z.object({ ...page, conversations: z.array(summary) })
/** Where one row is odd, the others tell all the same. */
export const oddConversationsPage = z.object({ ...page, conversations: z.array(summary.nullable().catch(null)) })

const toolCall = membersOf({
  request_id: text,
  tool_name: text,
  type: text,
  params_as_json: anything,
  tool_has_been_called: anything,
})
export type ToolCallBody = ReturnType<typeof toolCall>

/** A workflow tool runs other tools: their calls and results hang on its own result, to any depth. */
interface WorkflowStep {
  node_id: string | null
  requests: ToolCallBody[]
  results: ToolResultBody[]
}
const systemResult = part({
  result_type: text,
  status: text,
  from_agent: text,
  to_agent: text,
  transfer_number: text,
  procedure_id: text,
  procedure_name: text,
  steps: brick((value): WorkflowStep[] => workflowSteps.read(value)),
})

const toolResult = membersOf({
  request_id: text,
  tool_name: text,
  type: text,
  tool_has_been_called: anything,
  result_value: anything,
  is_error: flag,
  is_blocked: flag,
  error_type: text,
  tool_latency_secs: number,
  dynamic_variable_updates: parts({ variable_name: text }),
  result: systemResult,
})
export type ToolResultBody = ReturnType<typeof toolResult>

// Steps of other kinds (an edge taken, too many rounds) have neither calls nor results.
const workflowSteps: Brick<WorkflowStep[]> = whole(
  membersOf({ node_id: text, requests: whole(toolCall), results: whole(toolResult) }),
)

/** What a turn has without end. */
export const toolCalls = whole(toolCall)
export const toolResults = whole(toolResult)

const file = { file_id: text, original_filename: text, mime_type: text }

/** USD */
const usage = part({ tokens: amount, price: amount })

const turn = membersOf({
  role: text,
  message: speech,
  original_message: speech,
  multivoice_message: part({ parts: parts({ text: speech, voice_label: text }) }),
  interrupted: flag,
  ignored_as_backchannel: flag,
  time_in_call_secs: anything,
  source_medium: text,
  agent_metadata: part({ agent_id: text, workflow_node_id: text }),
  tool_calls: toolCalls,
  tool_results: toolResults,
  conversation_turn_metrics: dictionary,
  analysis: part({ user_sentiment_score: feeling, user_frustration_score: fraction }),
  feedback: part({ score: text }),
  triggered_guardrails: parts({ guardrail_type: text, guardrail_name: text }, 'guardrail_type'),
  file_input: part(file),
  file_inputs: parts(file),
  platform_event: anything,
  contextual_update_info: anything,
  reasoning: parts({ summary: text }),
  rag_retrieval_info: part({ retrieval_query: text, rag_latency_secs: number, chunks: parts({ document_id: text }) }),
  producing_llm: text,
  llm_usage: part({
    model_usage: mapOf(part({ input: usage, input_cache_read: usage, input_cache_write: usage, output_total: usage })),
  }),
})
export type TurnBody = ReturnType<typeof turn>

const error = part({ code: number, reason: text })

const anyConversation = membersOf({
  conversation_id: text,
  agent_id: text,
  agent_name: text,
  branch_id: text,
  version_id: text,
  environment: text,
  status: text,
  user_id: text,
  direction: text,
  has_audio: flag,
  experiment_assignments: parts({ key: text, variant: text }, 'key'),
  tag_ids: textsOf(...SAID_BY.tags),
  visited_agents: parts({ agent_id: text }, 'agent_id'),
  metadata: part({
    start_time_unix_secs: anything,
    call_duration_secs: anything,
    accepted_time_unix_secs: anything,
    queue_wait_secs: number,
    user_id: text,
    termination_reason: text,
    // A mere text says as much.
    error: brick(value => error.read(typeof value === 'string' && value.trim() !== '' ? { reason: value } : value)),
    warnings: textsOf(...SAID_BY.warnings),
    main_language: text,
    conversation_initiation_source: text,
    text_only: flag,
    phone_call: part({ type: text, direction: text, agent_number: text, external_number: text, call_result: text }),
    whatsapp: part({ direction: text, whatsapp_user_id: text, recipient: part({ phone: text, bsuid: text }) }),
    sms: part({ direction: text, sms_user_phone_number: text, agent_phone_number: text }),
    cost: amount,
    cost_fiat: amount,
    batch_call: part({ batch_call_id: text, campaign: part({ campaign_id: text }) }),
    charging: part({
      llm_price: amount,
      llm_charge: amount,
      call_charge: amount,
      platform_usage: part({ category_usage: mapOf(part({ credits: amount })) }),
      tts_usage: part({
        total_audio_output_seconds: amount,
        per_voice_usage: parts({ voice_id: text, audio_output_seconds: amount }),
      }),
      asr_usage: part({ total_audio_input_seconds: amount }),
    }),
    feedback: part({ overall_score: text, likes: number, dislikes: number, rating, comment: text }),
    deletion_settings: part({ deleted_transcript_at_time_unix_secs: number, deleted_audio_at_time_unix_secs: number }),
  }),
  analysis: part({
    call_successful: verdict,
    call_success_score: amount,
    call_summary_title: text,
    transcript_summary: text,
    evaluation_criteria_results: criteriaById,
    evaluation_criteria_results_list: parts(criterion),
    data_collection_results: collectedById,
    data_collection_results_list: collectedList,
    scoped: parts({ source_agent_id: text, successful: verdict, success_score: amount }),
    sentiment_analysis: sentiment,
  }),
  conversation_initiation_client_data: part({
    user_id: text,
    environment: text,
    source_info: part({ source: text }),
    dynamic_variables: dictionary,
  }),
  // What is no turn keeps its place, since a turn's number is its position; `unread.ts` tells of it.
  transcript: brick(turns => (Array.isArray(turns) ? turns.map(one => turn(isObject(one) ? one : {})) : [])),
})

/** Parts may be missing (a body that somebody trimmed), but an object without any of them is something else. */
export const conversation = z
  .custom<Record<string, unknown>>(isObject)
  .transform(anyConversation)
  .refine(body => body.conversation_id || body.agent_id || body.status || body.metadata || body.transcript.length > 0)
export type ConversationBody = z.output<typeof conversation>
