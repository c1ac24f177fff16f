export const weeklyReport = ({ agent, period }: { agent: string; period: string }): string =>
  `Report how the agent ${JSON.stringify(agent)} did in the period ${JSON.stringify(period)}.

1. Call analyze_conversations with agent_id ${JSON.stringify(agent)}, after ${JSON.stringify(period)}, metrics ["count", "success_rate", "containment_rate", "duration", "felt_latency", "tool_error_rate"] and compare_to "previous_period".
2. Call it again with metrics ["count", "success_rate"] and group_by day; and once with call_successful "failure" and group_by criterion_result.
3. Call triage_conversations with the same agent and period: the calls to review, each reason with its quoted turn. Read three of them with get_conversation.

A good answer: the window and zone as the tools resolved them and the number of calls; volume, success (unknown reported separately), duration and response latency, each compared with the previous period and whether the difference is significant; the two or three main reasons for failures, each with its number of calls and one quote with conversation id and turn; which calls to listen to; what to do next. If an answer says INCOMPLETE, repeat the request before you report.`
