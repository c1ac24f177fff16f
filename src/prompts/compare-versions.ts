import { call, INCOMPLETE, METRICS } from './call.ts'

export function compareVersions(given: { agent: string; version: string; baseline: string }): string {
  const { agent, version, baseline } = given
  const calls = { agent_id: agent, version_id: version }
  const compare_to = [`version_id=${baseline}`]
  return `Say what the version ${JSON.stringify(version)} of the agent ${JSON.stringify(agent)} changed against ${JSON.stringify(baseline)}, and whether it helped.

1. ${call('list_filter_values', { kind: 'versions', agent_id: agent, after: '90d' })}: the versions, and how many calls each had. With few calls of either, say so first.
2. ${call('analyze_conversations', { ...calls, metrics: METRICS, compare_to })}: each metric of both, and whether the difference is significant.
3. ${call('explain_conversations', { ...calls, compare_to })}: what calls of this version have more or less than those of the other, each fact with the call and turn that show it.
4. ${call('triage_conversations', { ...calls, call_successful: 'failure' })}: the failed calls of the new version. Read two of them, and one of the other version with the same request, with get_conversation.

A good answer: how many calls of each version, from when to when; a small table of the metrics with n and whether each difference is significant; what got better and what got worse, each with a quote (conversation id, turn); keep it, roll it back, or wait for how many more calls. Versions that ran at different times met different callers: say so. ${INCOMPLETE}`
}
