import type { Json } from '../world.ts'
import type { Call } from './call.ts'

/** What the call was started with: the customer's own variables, and those of the platform. */
export function initiationData(call: Call, transcript: Json[], secs: number): Json {
  const { agent, caller, channel } = call
  const phone = channel.medium === 'phone'
  return {
    conversation_config_override: { agent: { first_message: null, language: null, prompt: null } },
    custom_llm_extra_body: {},
    user_id: caller.userId,
    source_info: { source: channel.source, version: null },
    dynamic_variables: {
      customer_name: call.slots.name,
      customer_tier: caller.tier,
      ...secretVariables(call),
      system__agent_id: agent.id,
      system__current_agent_id: transcript.findLast(turn => turn.agent_metadata)?.agent_metadata.agent_id ?? agent.id,
      system__agent_turns: transcript.filter(turn => turn.role === 'agent').length,
      system__conversation_id: call.id,
      system__call_duration_secs: secs,
      system__time_utc: new Date((call.start + secs) * 1000).toISOString(),
      system__timezone: agent.timezone,
      system__is_text_only: channel.medium === 'chat',
      system__channel: channel.source,
      // On outbound calls the caller is the agent.
      system__caller_id: phone ? (channel.outbound ? agent.phone : caller.phone) : null,
      system__called_number: phone ? (channel.outbound ? caller.phone : agent.phone) : null,
      system__user_id: caller.userId,
      system__environment: 'production',
      system__conversation_history: conversationHistory(transcript),
    },
  }
}

/** The API really sends the whole transcript a second time, as JSON in a string. */
function conversationHistory(transcript: Json[]): string {
  const entries = transcript.flatMap(({ role, message, tool_calls, tool_results }) => {
    if (tool_calls.length > 0)
      return tool_calls.map(({ tool_name, params_as_json }: Json) => ({
        role,
        tool_requests: [{ tool_name, params_as_json: JSON.parse(params_as_json) }],
      }))
    if (tool_results.length > 0)
      return tool_results.map(({ tool_name, result_value }: Json) => ({
        role,
        tool_results: [{ tool_name, result_value }],
      }))
    return message === null ? [] : [{ role, message }]
  })
  return JSON.stringify({ 'x-elevenlabs-history': true, entries })
}

/** Such variables are for headers and should not be sent at all; sometimes they are. */
function secretVariables({ slots }: Call): Json {
  return Object.fromEntries(Object.entries(slots).filter(([name]) => name.startsWith('secret__')))
}
