export const findFailures = ({ agent, period }: { agent: string; period: string }): string =>
  `Find out why calls of the agent ${JSON.stringify(agent)} failed in the period ${JSON.stringify(period)}.

1. Call analyze_conversations with agent_id ${JSON.stringify(agent)}, after ${JSON.stringify(period)} and group_by day: how many calls failed, and since when.
2. Call it again with call_successful "failure" and metric count, group_by criterion_result, then tool_error, then ending and last_tool. For a suspicious tool ask for tool_error_rate by tool and day.
3. Call triage_conversations with call_successful "failure": it quotes the turn that shows each reason. Look for recurring phrases with search_conversations; its totals tell how often.
4. Read two calls of each large group with get_conversation (match or around_turn in long ones), and one successful call of the same kind.

A good answer: number of failed calls out of how many evaluated; the reasons by size, each with its number of calls, since when, the turn where it goes wrong, and a quote with conversation id and turn; what they have in common that good calls lack; one fix for each. Say which failures you could not explain. If an answer says INCOMPLETE, repeat the request before you report.`
