import { call, INCOMPLETE, METRICS } from './call.ts'

export function compareAgents({ a, b, period }: { a: string; b: string; period: string }): string {
  const [first, second] = [a, b].map(agent => ({ agent_id: agent, after: period }))
  return `Compare the agents ${JSON.stringify(a)} and ${JSON.stringify(b)} in the period ${JSON.stringify(period)}.

1. ${call('analyze_conversations', { ...first, metrics: METRICS, compare_to: [`agent_id=${b}`] })}. It says whether each difference is significant.
2. ${call('list_filter_values', { kind: 'criteria', ...first })}, and ${call('list_filter_values', { kind: 'criteria', ...second })}: agents evaluated by different criteria cannot be compared by outcome alone.
3. ${call('triage_conversations', { ...first, call_successful: 'failure' })}, and ${call('triage_conversations', { ...second, call_successful: 'failure' })}; read two failed calls and a successful one of each with get_conversation.

A good answer: a small table with the calls and each metric of both, every rate with its n and confidence interval; which differences are significant; how they handle the same request differently, with quotes (conversation id, turn); which to prefer for what. Say what the numbers cannot show. ${INCOMPLETE}`
}
