import { isPreviousVersion } from '../tools/versions/previous.ts'
import { call, INCOMPLETE } from './call.ts'

export function compareVersions(given: { agent: string; version: string; baseline: string }): string {
  const { agent, version, baseline } = given
  const calls = { agent_id: agent, version_id: version }
  const compare_to = [isPreviousVersion(baseline) ? baseline : `version_id=${baseline}`]
  return `Say what the version ${JSON.stringify(version)} of the agent ${JSON.stringify(agent)} changed against ${JSON.stringify(baseline)}, and whether it helped.

1. ${call('describe_agent', { ...calls, compare_to: baseline })}: the settings and prompt lines that differ, and each metric of both with whether the difference is significant. With few calls of either, say so first.
2. ${call('explain_conversations', { ...calls, compare_to })}: what calls of this version have more or less than those of the other, each fact with the call and turn that show it.
3. ${call('triage_conversations', { ...calls, call_successful: 'failure' })}: the failed calls of the new version. Read two of them, and one of the other version with the same request, with get_conversation.

A good answer: what changed, in a few words; how many calls of each version, from when to when; a small table of the metrics with n and whether each difference is significant; what got better and what got worse, each with a quote (conversation id, turn) and the change that may explain it; keep it, roll it back, or wait for how many more calls. Versions that ran at different times met different callers: say so. ${INCOMPLETE}`
}
