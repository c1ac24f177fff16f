import * as z from 'zod/v4'
import type { ApiFilter, CallFilter } from '../domain/filter.ts'

const word = z.string().min(1).max(500)

/** A list of free texts; one text alone counts as a list of one, since assistants often write it so. */
export const textsOf = <T extends z.ZodType>(entry: T, most = 50) =>
  z.preprocess(asList, z.array(entry).min(1).max(most))

/** A list of names, none of which has a comma: "a, b" counts as two. */
export const listOf = <T extends z.ZodType>(entry: T, most = 50) =>
  z.preprocess(
    given => (typeof given === 'string' && !given.trimStart().startsWith('[') ? split(given) : asList(given)),
    z.array(entry).min(1).max(most),
  )

const split = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')

function asList(given: unknown): unknown {
  if (typeof given !== 'string') return given
  try {
    const read: unknown = JSON.parse(given)
    if (Array.isArray(read)) return read
  } catch {
    // No JSON: a text.
  }
  return [given]
}

const words = listOf(word)
const texts = textsOf(word)
const secs = z.int().min(0).max(1e7)
const unix = z.int().min(0).max(4e9)
const stars = z.int().min(1).max(5)

export const conversationId = word.max(200).describe('Conversation id')
export const turnNumber = z.int().min(0).max(1_000_000)
export const cursor = z
  .string()
  .min(1)
  .max(4000)
  .optional()
  .describe('next_cursor of the previous page, same arguments')
/** Of one answer. */
export const MOST_TOKENS = 20_000
export const USUAL_TOKENS = 4000
export const maxTokens = (tokens = USUAL_TOKENS) =>
  z.int().min(500).max(MOST_TOKENS).default(tokens).describe('Max size (bytes / 4)')

const outcomes = ['success', 'failure', 'unknown', 'error'] as const
export const STATUSES = ['initiated', 'in-progress', 'processing', 'done', 'failed'] as const
export const GUARDRAILS = [
  'custom', 'prompt_injection', 'self_harm_intent', 'violence_graphic', 'sexual', 'violence', 'harassment',
  'sexual_minors', 'self_harm', 'self_harm_instructions', 'harassment_threatening', 'hate', 'hate_threatening',
  'profanity', 'religion_or_politics', 'medical_and_legal', 'guardrail',
] as const // biome-ignore format: a list of words

// biome-ignore format: a list of words
export const SOURCES = [
  'unknown', 'android_sdk', 'node_js_sdk', 'react_native_sdk', 'react_sdk', 'js_sdk', 'python_sdk', 'widget',
  'sip_trunk', 'twilio', 'exotel', 'genesys', 'avaya', 'audiocodes', 'swift_sdk', 'whatsapp', 'twilio_sms',
  'flutter_sdk', 'zendesk_integration', 'slack_integration', 'telegram_integration', 'intercom_integration',
  'freshdesk_integration', 'salesforce_integration', 'template_preview', 'genesys_bot_connector', 'subagent_tool',
] as const

const agent = word.describe('Agent id or name')
const after = word.max(60)

/** The filters that most questions need: every tool that selects conversations takes them by name. */
const EVERYDAY = {
  agent_id: agent,
  call_successful: z.enum(outcomes),
  after: after.describe('e.g. 7d, 2026-10-05, last week (all of it); filters as in list_conversations'),
  before: word.max(60),
  timezone: word.max(60),
  user_id: word,
  version_id: word,
  tool_names: words,
  tool_names_errored: words,
  main_languages: words,
  tag_ids: words,
  call_duration_min_secs: secs,
  call_duration_max_secs: secs,
} satisfies Partial<Record<keyof CallFilter | 'after' | 'before' | 'timezone', z.ZodType>>

/** With words for what their names do not say; one tool explains them for all. */
const EVERYDAY_FILTERS = {
  ...EVERYDAY,
  call_successful: EVERYDAY.call_successful.describe('Evaluated outcome'),
  after: after.describe(
    'Start: 2026-10-05, 2026-10-05T14:30, 7d; a named period (yesterday, last week, 2026-10) covers all of it',
  ),
  before: EVERYDAY.before.describe('End, same formats; a date includes that day'),
  timezone: EVERYDAY.timezone.describe('IANA zone of dates, e.g. Europe/Berlin'),
  user_id: word.describe('Exact user id'),
  version_id: word.describe('Agent version id'),
  tool_names: words.describe('Called any of these tools'),
  tool_names_errored: words.describe('Any of these failed'),
  main_languages: words.describe('Language codes, e.g. en'),
  tag_ids: words.describe('Any of these ids or titles'),
  call_duration_min_secs: secs.describe('Inclusive'),
  call_duration_max_secs: secs.describe('Inclusive'),
}

/**
 * The other filters: arguments of `list_conversations`, and `where` strings elsewhere. One that `domain/filter.ts` has
 * does not compile until it is here.
 */
export const OTHER_FILTERS = {
  call_start_after_unix: unix.describe('Instead of after'),
  call_start_before_unix: unix.describe('Likewise'),
  visited_agent_ids: words.describe('Any of these took part'),
  visited_agent_branch_ids: words.describe('Likewise, branches'),
  branch_id: word.describe('Branch id'),
  environment: word.describe('production, staging …'),
  said: texts.describe('Words of one turn, as in search_conversations; user:, agent:, tool: by whom; -word: never'),
  caller: word.describe('User id or number'),
  status: word.describe('done, failed, in-progress …'),
  interrupted: z.boolean().describe('Caller interrupted the agent'),
  tool_failed: z.boolean().describe('A tool call failed'),
  workflow_node_entered_id: word.describe('Reached this node'),
  parent_conversation_id: word.describe('Started by this one'),
  triggered_procedure_ids: words.describe('Any of these ran'),
  rating_min: stars.describe('Caller rating'),
  rating_max: stars.describe('Likewise'),
  has_feedback_comment: z.boolean().describe('Caller left a comment'),
  evaluation_params: words.describe('criterion_id:success|failure|unknown; all must match'),
  data_collection_params: texts.describe(
    'field:eq|neq|gt|gte|lt|lte|in:value (in: a|b); field:eq: not collected; field:neq: collected',
  ),
  dynamic_variable_params: texts.describe('variable:operator:value, same operators'),
  tool_names_successful: words.describe('Any of these succeeded'),
  include_invalid_tool_calls: z.boolean().describe('Also tool calls that never ran'),
  conversation_initiation_source: word.describe('twilio, widget, js_sdk …'),
  conversation_product_type: z.enum(['agents', 'speech_engine']).describe('Product'),
  text_only: z.boolean().describe('Chats, not voice calls'),
  exclude_statuses: words.describe('Not these'),
  termination_reasons: texts.describe('Exact texts'),
  guardrail_types: words.describe('Any of these fired'),
  custom_guardrail_names: words.describe('Likewise, custom ones'),
  topic_ids: words.describe('Any of these topics'),
} satisfies Record<Exclude<keyof CallFilter | keyof ApiFilter, keyof typeof EVERYDAY | 'version_ids'>, z.ZodType>

export const FILTERS = { ...EVERYDAY_FILTERS, ...OTHER_FILTERS }
export type FilterName = keyof typeof FILTERS
/** What a caller gave for the filters. */
export type FilterInput = { [name in FilterName]?: z.output<(typeof FILTERS)[name]> | undefined }

/** Every member may be left out. */
export function optionalShape<T extends Record<string, z.ZodType>>(shape: T): { [K in keyof T]: z.ZodOptional<T[K]> } {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.optional()])) as never
}

/** Filters as `name=value`, checked as strictly as arguments of their own. */
const whereList = textsOf(z.string().min(3).max(600), 40)

/** How tools that read the archive select calls: the everyday filters by name, the others as text. */
export const SELECTION = {
  ...optionalShape(EVERYDAY),
  where: whereList
    .optional()
    .describe('Any other filter of list_conversations as name=value, e.g. rating_max=2, said=agent:refund'),
}
