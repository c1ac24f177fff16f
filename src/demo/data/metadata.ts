import type { Json } from '../world.ts'
import type { Source } from './agents.ts'
import { daysBefore } from './calendar.ts'
import type { Call } from './call.ts'
import { chargingOf } from './charging.ts'
import { feedbackOf } from './feedback.ts'
import { chance, letters, pick, sampleId } from './random.ts'

const RETENTION_DAYS = 730
const AUTHORIZATION: Record<Source, string> = {
  twilio: 'authorization_header',
  sip_trunk: 'authorization_header',
  widget: 'public',
  js_sdk: 'signed_url',
  react_sdk: 'signed_url',
  swift_sdk: 'livekit_token',
  android_sdk: 'livekit_token',
}

export function metadataOf(call: Call, transcript: Json[], secs: number): Json {
  const { agent, channel, start } = call
  const connected = transcript.length > 0
  const charging = chargingOf(call, transcript, secs)
  return {
    start_time_unix_secs: start,
    accepted_time_unix_secs: connected || call.status === 'in-progress' ? start + 1 : null,
    call_duration_secs: secs,
    queue_wait_secs: null,
    cost: charging.llm_charge + charging.call_charge,
    // The dollars were added to the API later than the credits.
    cost_fiat: call.oldShape ? null : charging.llm_price + charging.platform_price,
    deletion_settings: {
      deletion_time_unix_secs: daysBefore(start, -RETENTION_DAYS),
      delete_transcript_and_pii: false,
      delete_audio: false,
    },
    feedback: feedbackOf(call),
    authorization_method: AUTHORIZATION[channel.source],
    charging,
    phone_call: phoneCall(call),
    batch_call: channel.outbound ? batchCall(call) : null,
    termination_reason: call.ending ?? terminationReason(call, transcript),
    error: call.error,
    warnings: [],
    main_language: connected ? call.language : null,
    rag_usage: ragUsage(transcript),
    text_only: channel.medium === 'chat',
    features_usage: featuresUsage(transcript),
    conversation_initiation_source: channel.source,
    conversation_initiation_source_version: channel.source.endsWith('_sdk') ? '1.26.0' : null,
    timezone: agent.timezone,
  }
}

function phoneCall({ agent, caller, channel, error, id, random }: Call): Json | null {
  if (channel.medium !== 'phone') return null
  const numbers = {
    direction: channel.outbound ? 'outbound' : 'inbound',
    phone_number_id: sampleId('phnum', agent.key),
    agent_number: agent.phone,
    external_number: chance(random, 0.05) ? caller.phone.replace(/(...)(...)(....)$/, ' $1 $2 $3') : caller.phone,
    call_result: channel.outbound ? (error === null ? 'answered' : 'failed') : null,
  }
  return channel.source === 'twilio'
    ? { type: 'twilio', ...numbers, stream_sid: `MZ${letters(random, 32)}`, call_sid: `CA${letters(random, 32)}` }
    : {
        type: 'sip_trunking',
        ...numbers,
        call_id: sampleId(channel.outbound ? 'otb' : 'inb', id),
        call_sid: `SCL_${letters(random, 12)}`,
      }
}

function batchCall({ caller, id }: Call): Json {
  return {
    batch_call_id: sampleId('btcal', 'reminders'),
    batch_call_recipient_id: sampleId('rcpt', `${id} ${caller.phone}`),
    campaign: null,
  }
}

/** Free text in the API; these are the words it uses. */
function terminationReason({ channel, outcome, random }: Call, transcript: Json[]): string {
  const last: Json | undefined = transcript.at(-1)?.tool_results[0]
  if (last && !last.is_error && last.tool_name !== 'language_detection') return `${last.tool_name} tool was called.`
  if (transcript.at(-1)?.message === '...') return 'Conversation ended after 30 seconds of inactivity.'
  if (outcome === 'failure' && chance(random, 0.12))
    return pick(random, ['LLM response took too long', 'This request exceeds your quota limit.'])
  if (channel.medium === 'phone') return 'Call ended by remote party'
  return pick(random, [
    'Client disconnected: 1000',
    'Client disconnected: 1000',
    'Client disconnected: 1005',
    'Client disconnected',
  ])
}

function ragUsage(transcript: Json[]): Json | null {
  const usage_count = transcript.filter(turn => turn.rag_retrieval_info !== null).length
  return usage_count > 0 ? { usage_count, embedding_model: 'e5_mistral_7b_instruct' } : null
}

function featuresUsage(transcript: Json[]): Json {
  const used = new Set<string>(transcript.flatMap(turn => turn.tool_calls.map((call: Json) => call.tool_name)))
  return Object.fromEntries(
    ['language_detection', 'transfer_to_agent', 'transfer_to_number', 'voicemail_detection'].map(name => [
      name,
      { enabled: true, used: used.has(name) },
    ]),
  )
}
