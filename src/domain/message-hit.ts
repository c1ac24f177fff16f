/** A message that the API's own search found. */
export interface MessageHit {
  conversationId: string
  agentId: string | null
  agentName: string | null
  turnIndex: number
  text: string
  /** Parts of the text, marked where they match; empty in semantic search. */
  highlights: { text: string; isHit: boolean }[]
  score: number
  startedAt: number
}
