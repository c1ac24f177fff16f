export const findFailures = ({ agent, period }: { agent: string; period: string }): string =>
  `Find out why calls of the agent ${JSON.stringify(agent)} failed in the period ${JSON.stringify(period)}.

1. Call analyze_conversations with agent_id ${JSON.stringify(agent)}, after ${JSON.stringify(period)} and group_by day: how many calls failed, and since when.
2. Call explain_conversations with the same agent and period: what failed calls have more or less than successful ones, each fact with its numbers and the call and turn that show it. Only significant facts are reasons, and a fact under "goes with" is none of its own.
3. For the first facts ask analyze_conversations for success_rate by day among the calls that have them: since when.
4. Read two calls of each of these with get_conversation (match or around_turn in long ones), and one successful call of the same kind.

A good answer: number of failed calls out of how many evaluated; the reasons by size, each with its number of calls, since when, the turn where it goes wrong, and a quote with conversation id and turn; what they have in common that good calls lack; one fix for each. Say which failures you could not explain. If an answer says INCOMPLETE, repeat the request before you report.`
