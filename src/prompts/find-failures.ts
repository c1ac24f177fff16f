export const findFailures = ({ agent, period }: { agent: string; period: string }): string =>
  `Find out why calls of the agent ${JSON.stringify(agent)} failed in the period ${JSON.stringify(period)}.

1. Call list_conversations with agent_id ${JSON.stringify(agent)}, after ${JSON.stringify(period)}, call_successful "failure", page_size 100 and fields id, started, duration, title, ending, tools, evaluation. Follow next_cursor until has_more is false, or say how far you read.
2. Group the rows by criterion, ending and tool. For a suspicious tool call list_conversations with tool_names_errored; for a phrase that returns call search_conversations.
3. Read two calls of each large group with get_conversation; use match or around_turn in long ones.
4. For comparison read one successful call of the same kind.

A good answer: number of failed calls and what it rests on; the reasons by size, each with how many calls, since when, the turn where it goes wrong, and a quote with conversation id and turn; what they have in common that good calls have not; one fix for each. Say which failures you could not explain.`
