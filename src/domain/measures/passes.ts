import type { Conversation } from '../conversation.ts'
import { isSomebody } from '../somebody.ts'
import type { Turn } from '../turn.ts'
import type { ToolUse } from './tools.ts'
import { didSystemTool } from './transfers.ts'

/** To whom a call was put through. */
export interface Passes {
  toNumber: ToolUse[]
  /** Another agent took over. */
  toAgent: ToolUse[]
  /** Called a transfer to an agent, and led to another part of the same one. */
  withinAgent: ToolUse[]
  /** Whether another agent took over; null: a step says so, and nothing tells whether it left the agent. */
  tookOver: boolean | null
}

type PassedCall = Pick<Conversation, 'agentId' | 'visitedAgentIds' | 'turns'>

/**
 * Workflows report a step to a node of the same agent as a transfer to an agent, too. What counts is that another agent
 * took over: by who speaks before and after, else by what the result names, else by its success, outside of workflows.
 */
export function passesOf(call: PassedCall, uses: readonly ToolUse[]): Passes {
  const passes: Passes = { toNumber: [], toAgent: [], withinAgent: [], tookOver: false }
  const steps = uses.filter(use => didSystemTool([use], 'transfer_to_agent'))
  const isOther = steps.length > 0 ? takenOver(call) : () => false
  for (const use of uses) if (didSystemTool([use], 'transfer_to_number')) passes.toNumber.push(use)
  let isUnsure = false
  for (const step of steps) {
    const verdict = isOther(step)
    if (verdict === true) passes.toAgent.push(step)
    else if (verdict === false) passes.withinAgent.push(step)
    isUnsure ||= verdict === null
  }
  passes.tookOver = passes.toAgent.length > 0 || hasOthers(call) || (isUnsure ? null : false)
  return passes
}

/** More than one agent took part. */
function hasOthers({ agentId, visitedAgentIds, turns }: PassedCall): boolean {
  const heard = turns.flatMap(turn => turn.agentId || [])
  const all = new Set([...visitedAgentIds, ...heard, ...(heard.length > 0 && agentId ? [agentId] : [])])
  // An id may only say that there is none.
  return [...all].filter(isSomebody).length > 1
}

const speakerOf = ({ agentId }: Turn): string | null => (agentId && isSomebody(agentId) ? agentId : null)

/** For a step of the call: whether it led to another agent; null: unknown. */
function takenOver({ agentId, turns }: PassedCall): (step: ToolUse) => boolean | null {
  const nodes = new Set(turns.flatMap(turn => turn.workflowNodeId ?? []))
  // By turn: who is known to speak there or before, and who is the next to say something.
  const before = new Map<number, string | null>()
  let last: string | null = null
  for (const turn of turns) {
    last = speakerOf(turn) ?? last
    before.set(turn.index, last)
  }
  const after = new Map<number, string | null>()
  let next: string | null = null
  for (const turn of turns.toReversed()) {
    after.set(turn.index, next)
    if (turn.role === 'agent' && turn.message !== '') next = speakerOf(turn) ?? next
  }
  return ({ turn, result }) => {
    const { transfer, workflow } = result ?? {}
    const from = transfer?.from || (before.get(turn) ?? agentId)
    const speaks = after.get(turn)
    if (speaks && from) return speaks !== from
    const to = transfer?.to
    if (!to) return workflow ? null : true
    return to !== from && to !== workflow?.nodeId && !nodes.has(to) && !to.startsWith('node_')
  }
}
