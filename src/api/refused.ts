import { placesOf, visit } from './places.ts'
import { isScore, startOf, waitOf } from './readings.ts'
import { amount, feeling, fraction, isObject, MOST_MEMBERS, number, rating, SAID_BY, saidBy } from './tolerant.ts'

/* What of a call cannot be, or is of another kind than it should: it is left out like what is missing. */

type Reading = (value: unknown) => number | null

const PLACES = placesOf<[what: string, read: Reading]>({
  'metadata.cost': ['cost', amount.read],
  'metadata.cost_fiat': ['cost in USD', amount.read],
  'metadata.charging.llm_price': ['LLM price', amount.read],
  'metadata.charging.llm_charge': ['LLM cost', amount.read],
  'metadata.charging.call_charge': ['platform cost', amount.read],
  'metadata.charging.tts_usage.total_audio_output_seconds': ['speaking time of the agent', waitOf],
  'metadata.charging.asr_usage.total_audio_input_seconds': ['speaking time of the caller', waitOf],
  'metadata.queue_wait_secs': ['queue wait', waitOf],
  'metadata.feedback.rating': ['rating', rating.read],
  'metadata.feedback.likes': ['likes', amount.read],
  'metadata.feedback.dislikes': ['dislikes', amount.read],
  'analysis.call_success_score': ['score', amount.read],
  'analysis.sentiment_analysis.overall_sentiment_score': ['sentiment', feeling.read],
  'analysis.sentiment_analysis.min_user_sentiment_score': ['worst sentiment', feeling.read],
  'analysis.sentiment_analysis.overall_frustration_score': ['frustration', fraction.read],
  'analysis.sentiment_analysis.max_user_frustration_score': ['worst frustration', fraction.read],
})

const CRITERIA = placesOf({
  'analysis.evaluation_criteria_results.*': 'score of a criterion',
  'analysis.evaluation_criteria_results_list.*': 'score of a criterion',
})

/** Parts of a call, by the kinds that can be read. */
const PARTS = placesOf<[what: string, kinds: Kind[]]>({
  agent_id: ['agent id', ['text']],
  agent_name: ['agent name', ['text']],
  branch_id: ['branch id', ['text']],
  version_id: ['version id', ['text']],
  environment: ['environment', ['text']],
  status: ['status', ['text']],
  user_id: ['user id', ['text']],
  visited_agents: ['visited agents', ['list', 'object']],
  metadata: ['metadata', ['object']],
  'metadata.start_time_unix_secs': ['start', ['text']],
  'metadata.main_language': ['language', ['text']],
  'metadata.conversation_initiation_source': ['source', ['text']],
  'metadata.termination_reason': ['ending', ['text']],
  'metadata.phone_call': ['phone call', ['object']],
  'metadata.whatsapp': ['WhatsApp', ['object']],
  'metadata.sms': ['SMS', ['object']],
  'metadata.batch_call': ['batch call', ['object']],
  'metadata.error': ['error', ['object', 'text']],
  'metadata.error.reason': ['reason of the error', ['text']],
  'metadata.feedback': ['feedback', ['object']],
  'metadata.feedback.comment': ['comment', ['text']],
  'metadata.charging': ['charging', ['object']],
  analysis: ['analysis', ['object']],
  'analysis.call_successful': ['outcome', ['text', 'flag']],
  'analysis.call_summary_title': ['title', ['text']],
  'analysis.transcript_summary': ['summary', ['text']],
  'analysis.evaluation_criteria_results': ['criteria', ['object', 'list']],
  'analysis.evaluation_criteria_results_list': ['listed criteria', ['list', 'object']],
  'analysis.data_collection_results': ['collected values', ['object', 'list']],
  'analysis.data_collection_results_list': ['listed collected values', ['list', 'object']],
  'analysis.sentiment_analysis': ['sentiment', ['object']],
  conversation_initiation_client_data: ['client data', ['object']],
  'conversation_initiation_client_data.dynamic_variables': ['variables', ['object']],
})

/** Lists of texts. */
const TEXTS = placesOf<keyof typeof SAID_BY>({ tag_ids: 'tags', 'metadata.warnings': 'warnings' })

/** Numbers are as good as texts. */
type Kind = 'text' | 'flag' | 'list' | 'object'

const kindOf = (value: unknown): Kind =>
  Array.isArray(value) ? 'list' : isObject(value) ? 'object' : typeof value === 'boolean' ? 'flag' : 'text'

/** Zero is how "none" is written. */
const isGiven = (value: unknown): boolean => value !== null && number.read(value) !== 0 && String(value).trim() !== ''

/** Such as "cost -5", "cost (not a number)" and "metadata (list)"; zeros of what nobody rated are not told. */
export function refusedIn(body: unknown): string[] {
  const refused = new Set<string>()
  visit(body, PARTS, (value, [what, kinds]) => {
    const kind = kindOf(value)
    if (value !== null && value !== '' && !kinds.includes(kind)) refused.add(`${what} (${kind})`)
    else if (what === 'start' && isGiven(value) && startOf(value) === 0) refused.add('start (no moment)')
  })
  visit(body, TEXTS, (value, what) => {
    for (const item of Array.isArray(value) ? value.slice(0, MOST_MEMBERS) : [value]) {
      const kind = kindOf(item)
      if (kind !== 'text' && saidBy(item, SAID_BY[what]) === null) refused.add(`${what} (${kind})`)
    }
  })
  visit(body, PLACES, (value, [what, read]) => {
    if (value === null || value === '' || read(value) !== null) return
    const given = number.read(value)
    if (given !== 0) refused.add(given === null ? `${what} (not a number)` : `${what} ${given}`)
  })
  visit(body, CRITERIA, (criterion, what) => {
    if (!isObject(criterion)) return
    const [score, most] = [number.read(criterion.score), amount.read(criterion.max_score)]
    if (score !== null && !isScore(score, most)) refused.add(`${what} ${score}${most === null ? '' : ` of ${most}`}`)
  })
  return [...refused]
}
