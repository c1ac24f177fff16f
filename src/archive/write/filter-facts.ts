import { membersOf, part, parts, text } from '../../api/tolerant.ts'
import { batches, type Pieces, TURNS_A_PIECE } from '../../pieces.ts'

/*
 * What filters of the API ask for and `Conversation` does not tell. Together with `api/map.ts` this is the only place
 * that knows fields of a body; it reads them with the same bricks, so that an odd body is no surprise here either.
 */

export interface FilterFacts {
  /** As the filter conversation_product_type calls it. */
  product: 'agents' | 'speech_engine'
  /** In the order of the call; empty where the body does not say. */
  visited: { position: number; agentId: string | null; branchId: string | null }[]
  guardrails: { position: number; turnIndex: number; type: string | null; name: string | null }[]
}

const bodyOf = membersOf({
  conversation_product: text,
  visited_agents: parts({ agent_id: text, branch_id: text }, 'agent_id'),
})

// What is no turn keeps its place, and whoever reads the call tells of it.
const turn = part({ triggered_guardrails: parts({ guardrail_type: text, guardrail_name: text }, 'guardrail_type') })

/** @param raw a body that `toConversation` takes */
export function* filterFactsOf(raw: unknown): Pieces<FilterFacts> {
  const { conversation_product: product, visited_agents: visited } = bodyOf(raw as Record<string, unknown>)
  const guardrails: FilterFacts['guardrails'] = []
  let turns = 0
  for (const batch of batches((raw as { transcript?: unknown[] | null }).transcript ?? [], TURNS_A_PIECE)) {
    if (turns > 0) yield
    for (const given of batch) {
      for (const { guardrail_type: type, guardrail_name: name } of turn.read(given)?.triggered_guardrails ?? [])
        guardrails.push({ position: guardrails.length, turnIndex: turns, type, name })
      turns++
    }
  }
  return {
    // The filter says "agents" where bodies say "agent".
    product: product === 'speech_engine' ? 'speech_engine' : 'agents',
    visited: visited.map(({ agent_id: agentId, branch_id: branchId }, position) => ({ position, agentId, branchId })),
    guardrails,
  }
}
