export const weeklyReport = ({ agent, period }: { agent: string; period: string }): string =>
  `Report how the agent ${JSON.stringify(agent)} did in the period ${JSON.stringify(period)}.

1. Call list_conversations with agent_id ${JSON.stringify(agent)}, after ${JSON.stringify(period)}, page_size 100 and fields id, started, duration, outcome, ending, tools. Follow next_cursor until has_more is false, or stop and say how far you read. Count from the rows only.
2. Call it again with call_successful "failure" and summary_mode "include" to see what failed calls were about.
3. Read three to five calls that stand for the main kinds of failure with get_conversation.

A good answer: the window and zone as the tools resolved them and how many calls it rests on; calls, outcomes (unknown apart from failure) and typical duration; the two or three main reasons for failures, each with its number of calls and one quote with conversation id and turn; what changed within the period; what to do next. Mark whatever is a sample.`
