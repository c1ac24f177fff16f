import { call, INCOMPLETE } from './call.ts'

export function findFailures({ agent, period }: { agent: string; period: string }): string {
  const calls = { agent_id: agent, after: period }
  return `Find out why calls of the agent ${JSON.stringify(agent)} failed in the period ${JSON.stringify(period)}.

1. ${call('analyze_conversations', { ...calls, metrics: ['count', 'success_rate'], group_by: ['day'] })}: how many calls failed, and since when.
2. ${call('explain_conversations', calls)}: what failed calls have more or less than successful ones, each fact with its numbers and the call and turn that show it; the modes in which they fail, and since the period before; what is said in them. Only significant facts are reasons, and a fact under "goes with" is none of its own.
3. For the first facts ask analyze_conversations for success_rate by day among the calls that have them: since when.
4. Read two calls of each of these with get_conversation (match or around_turn in long ones), and one successful call of the same kind.

A good answer: number of failed calls out of how many evaluated; the reasons by size, each with its number of calls, since when, the turn where it goes wrong, and a quote with conversation id and turn; what they have in common that good calls lack; one fix for each. Say which failures you could not explain. ${INCOMPLETE}`
}
