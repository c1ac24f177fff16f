import { call, INCOMPLETE, METRICS } from './call.ts'

export function weeklyReport({ agent, period }: { agent: string; period: string }): string {
  const calls = { agent_id: agent, after: period }
  return `Report how the agent ${JSON.stringify(agent)} did in the period ${JSON.stringify(period)}.

1. ${call('analyze_conversations', { ...calls, metrics: METRICS, compare_to: ['previous_period'] })}: the numbers, and which of them moved.
2. ${call('analyze_conversations', { ...calls, metrics: ['count', 'success_rate'], group_by: ['day'] })}: the days that stand out.
3. ${call('explain_conversations', calls)}: what failed calls have more or less than successful ones.
4. ${call('triage_conversations', calls)}: the calls to review, each reason with its quoted turn. Read three of them with get_conversation.

A good answer: the window and zone as the tools resolved them and the number of calls; volume, success (unknown reported separately), duration and response latency, each compared with the previous period and whether the difference is significant; the two or three main reasons for failures, each with its number of calls and one quote with conversation id and turn; which calls to listen to; what to do next. ${INCOMPLETE}`
}
