/** A tool call as a prompt names it: the tool and its exact arguments. Those that are undefined are left out. */
export const call = (tool: string, args: Record<string, unknown>): string =>
  `\`${tool}\` with \`${JSON.stringify(args)}\``

export const INCOMPLETE = 'If an answer says INCOMPLETE, repeat the call before you report.'

/** What tells how an agent does, for a report or a comparison. */
export const METRICS = ['count', 'success_rate', 'containment_rate', 'duration', 'felt_latency', 'tool_error_rate']
