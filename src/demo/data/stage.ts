import type { Json } from '../world.ts'
import type { SampleAgent, SampleVersion } from './agents.ts'
import type { Call } from './call.ts'
import { between, chance, whole } from './random.ts'
import { userFeeling } from './sentiment.ts'
import { emptyTurn, turnMetrics } from './turns.ts'
import { llmUsage } from './usage.ts'

/** A call while it is going on. */
export interface Stage {
  call: Call
  turns: Json[]
  /** Seconds since the start. */
  clock: number
  /** Counts what callers do; the turns that answer share its number. */
  event: number
  agent: SampleAgent
  version: SampleVersion
  node: string | null
  /** Fields that the next agent turn will have. */
  nextTurn: Json
  /** Tokens that the model reads again for each answer. */
  context: number
  /** How far the call is, from 0 to 1. */
  progress: number
}

/** A turn of the agent, empty but for who speaks. */
export function agentTurn(stage: Stage): Json {
  const turn = emptyTurn('agent', stage.clock, stage.event)
  turn.agent_metadata = {
    agent_id: stage.agent.id,
    branch_id: stage.agent.branchId,
    workflow_node_id: stage.node,
    version_id: stage.version.id,
  }
  stage.turns.push(turn)
  return turn
}

/** Lets the model of the agent write so many words. */
export function generate(stage: Stage, turn: Json, words: number): void {
  const output = Math.round(words * 1.4) + whole(stage.call.random, 2, 12)
  // Models forget the oldest turns of a very long call.
  stage.context = Math.min(stage.context + output + 20, 12_000)
  turn.producing_llm = stage.agent.model
  turn.llm_usage = llmUsage({ [stage.agent.model]: { input: stage.context, output } })
}

/** A turn of the caller, on what medium it came. */
export function userTurn(stage: Stage, text: string | null, medium: string): Json {
  const { random } = stage.call
  stage.event += whole(random, 1, 60)
  const turn = emptyTurn('user', stage.clock, stage.event)
  turn.message = text
  turn.source_medium = medium
  if (medium === 'audio') {
    turn.conversation_turn_metrics = turnMetrics(
      { convai_asr_trailing_service_latency: between(random, 0.03, 0.09) },
      { convai_asr_provider: 'Scribe v2 Realtime' },
    )
  }
  const words = text !== null && /[\p{L}\p{N}]/u.test(text)
  if (words && !stage.call.oldShape && chance(random, 0.85)) turn.analysis = userFeeling(stage.call, stage.progress)
  stage.turns.push(turn)
  return turn
}
