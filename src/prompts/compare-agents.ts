export const compareAgents = ({ a, b, period }: { a: string; b: string; period: string }): string =>
  `Compare the agents ${JSON.stringify(a)} and ${JSON.stringify(b)} in the period ${JSON.stringify(period)}.

1. Call analyze_conversations with agent_id ${JSON.stringify(a)}, after ${JSON.stringify(period)}, metrics ["count", "success_rate", "containment_rate", "duration", "felt_latency", "tool_error_rate"] and compare_to [${JSON.stringify(`agent_id=${b}`)}]. It says whether each difference is significant.
2. Call list_filter_values with kind criteria for each: agents evaluated by different criteria cannot be compared by outcome alone.
3. Call triage_conversations for each with call_successful "failure", and read two failed calls and a successful one of each with get_conversation.

A good answer: a small table with the calls and each metric of both, every rate with its n and confidence interval; which differences are significant; how they handle the same request differently, with quotes (conversation id, turn); which to prefer for what. Say what the numbers cannot show. If an answer says INCOMPLETE, repeat the request before you report.`
