import type { TimeWindow } from './time-window.ts'

/**
 * Which conversations, whenever they were: every filter of `GET /v1/convai/conversations` under the API's own name.
 * (What people type, names in words, is resolved into this by `tools/selection.ts`.)
 */
export interface ConversationFilter {
  agent_id?: string
  visited_agent_ids?: string[]
  visited_agent_branch_ids?: string[]
  branch_id?: string
  version_id?: string
  workflow_node_entered_id?: string
  parent_conversation_id?: string
  triggered_procedure_ids?: string[]
  call_duration_min_secs?: number
  call_duration_max_secs?: number
  call_successful?: string
  user_id?: string
  rating_min?: number
  rating_max?: number
  has_feedback_comment?: boolean
  /** `criterion_id:success|failure|unknown` */
  evaluation_params?: string[]
  /** `field_id:operator:value` */
  data_collection_params?: string[]
  /** `variable:operator:value` */
  dynamic_variable_params?: string[]
  tool_names?: string[]
  tool_names_successful?: string[]
  tool_names_errored?: string[]
  include_invalid_tool_calls?: boolean
  main_languages?: string[]
  conversation_initiation_source?: string
  conversation_product_type?: string
  text_only?: boolean
  exclude_statuses?: string[]
  termination_reasons?: string[]
  guardrail_types?: string[]
  custom_guardrail_names?: string[]
  topic_ids?: string[]
  tag_ids?: string[]
}

/** The filter as it is sent: the time as bounds that are a little wider (see `toApiBounds`). */
export interface ApiFilter extends ConversationFilter {
  call_start_after_unix?: number
  call_start_before_unix?: number
}

/** The archive tells more of a call than the API can be asked for. */
export interface CallFilter extends ConversationFilter {
  /** Where the agent ran: production, staging … */
  environment?: string
  status?: string
  /** The caller interrupted the agent. */
  interrupted?: boolean
  /** Some tool call failed. */
  tool_failed?: boolean
  /** Who called, as groups by caller name it: a user id or, of callers without one, a phone number. */
  caller?: string
  /** Words of one turn, as a search has them, perhaps behind `user:`, `agent:` or `tool:`; all of these hold. */
  said?: string[]
  /** Any of these versions; tools choose them, nobody types them. */
  version_ids?: string[]
}

/** Which calls. */
export interface CallSelection {
  filter: CallFilter
  /** The exact time; all times where missing. */
  window?: TimeWindow | undefined
}

/** How a list of conversations is asked for, beside its filter. */
export interface ListOptions {
  cursor?: string
  /** 1 to 100. */
  pageSize?: number
  sort?: 'asc' | 'desc'
  /** Ask for titles and summaries. */
  summaries?: boolean
  /** Nobody waits for this page alone. */
  forArchive?: boolean
  /** Ask for the results of these criteria and data fields. */
  criteriaIds?: string[]
  dataFieldIds?: string[]
}
