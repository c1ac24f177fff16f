import type { AgentConfig, AgentHistory } from '../../domain/agent-history.ts'
import type { Agent } from '../../domain/conversation.ts'
import type { AnalyzeAnswer } from '../analyze/schema.ts'
import type { ToolContext } from '../define.ts'
import type { Change } from './changes.ts'
import type { Chosen } from './choose.ts'

/** A question with all that answers it. */
export interface Described {
  agent: Agent
  history: AgentHistory
  /** null: the API tells no version. */
  version: Chosen | null
  /** Settings of the version; null: they are not to be read, or cannot be. */
  config: AgentConfig | null
  /** The version that it is compared with, what is different in it, and its numbers beside (a text: why there are none). */
  baseline: Chosen | null
  changes: Change[] | null
  numbers: AnalyzeAnswer | string | null
  notes: string[]
  project: Awaited<ReturnType<ToolContext['projectAgents']>>
}
