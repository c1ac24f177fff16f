/** One element of the API's transcript array. */
export interface Turn {
  /** Zero-based position in the API's transcript array: the turn's number everywhere. */
  index: number
  role: 'user' | 'agent' | (string & {})
  /** What was said; of an interrupted turn, as far as it was said. */
  message: string
  /** What an interrupted turn was meant to say. */
  planned: string | null
  interrupted: boolean
  /** The platform took the words as a mere "mhm" and did not answer. */
  backchannel: boolean
  /** Whole seconds from the start of the call; several turns may share a value. */
  timeSecs: number | null
  /** audio, text, dtmf, image, file; null for the agent. */
  medium: string | null
  agentId: string | null
  workflowNodeId: string | null
  toolCalls: ToolCall[]
  toolResults: ToolResult[]
  /** Seconds by the API's metric name. */
  metrics: Record<string, number>
  /** Id of the voice that spoke; null where the API does not say. */
  voice: string | null
  sentiment: number | null
  frustration: number | null
  /** like or dislike. */
  feedback: string | null
  guardrails: string[]
  files: { name: string | null; type: string | null }[]
  /** A turn the platform made: user_turn_timeout, … */
  event: string | null
  /** The client pushed context; nobody spoke. */
  contextUpdate: boolean
  reasoning: string[]
  rag: { query: string | null; documentIds: string[]; chunks: number; latencySecs: number | null } | null
  llm: { model: string | null; inputTokens: number; outputTokens: number; usd: number } | null
}

export interface ToolCall {
  requestId: string
  name: string
  /** webhook, client, mcp, system … */
  type: string | null
  /** The arguments as the API delivers them: JSON text, or not JSON at all. */
  argumentsText: string
  /** As far as the call says (it is written before it runs); null: it does not. Its results count, too: `tool-uses.ts`. */
  executed: boolean | null
}

export interface ToolResult {
  requestId: string
  name: string
  /** As of the call. */
  type: string | null
  /** Whether the tool ran, as far as the result says; null: it does not. */
  executed: boolean | null
  resultText: string
  /** By its mark, or by its type. */
  isError: boolean
  isBlocked: boolean
  errorType: string | null
  latencySecs: number | null
  /** Tells what a system tool did: transfer_to_number_twilio_success … */
  resultType: string | null
  /** Of a transfer: from which agent to which other, or to which telephone number, where the result says. */
  transfer: { from: string | null; to: string | null; number: string | null } | null
  /** Of the start or end of a procedure: its name, or its id where it has none. */
  procedure: string | null
  /** Of what a workflow ran: the node that did, where it has an id. */
  workflow: { nodeId: string | null } | null
  /** Names of the dynamic variables that the result changed. */
  updatedVariables: string[]
}
