export const compareAgents = ({ a, b, period }: { a: string; b: string; period: string }): string =>
  `Compare the agents ${JSON.stringify(a)} and ${JSON.stringify(b)} in the period ${JSON.stringify(period)}.

1. For each agent call list_conversations with agent_id, after ${JSON.stringify(period)}, page_size 100 and fields id, started, duration, outcome, ending, tools, rating. Follow next_cursor until has_more is false for both, or compare equally many calls and say so.
2. Call list_filter_values with kind criteria for each: agents that are judged by different criteria cannot be compared by outcome alone.
3. Read two failed and two successful calls of each with get_conversation.

A good answer: a small table with calls, success, failure, unknown and median duration of each agent, every share with its number of calls; whether the difference is more than chance with so many calls; how they treat the same request differently, with quotes (conversation id, turn); which to prefer for what. Say what the numbers cannot show.`
