import { sql } from '../../archive/engine/sql.ts'
import type { Conversation } from '../../domain/conversation.ts'
import { passesOf } from '../../domain/measures/passes.ts'
import { type ToolUse, toolUsesOf } from '../../domain/measures/tools.ts'
import { didSystemTool, usedHandoffTool } from '../../domain/measures/transfers.ts'
import { measuresOf } from '../../domain/measures.ts'
import { fewOf, lastWords, type Signal } from '../signal.ts'

/* What tools did, and where the call was passed on to. */

export const toolError: Signal = {
  kind: 'tool_error',
  title: 'Tool error',
  formula: '10 per tool call that failed or was blocked',
  cap: 25,
  points: sql`10 * c.tool_errors`,
  evidence(call) {
    const failed = toolUsesOf(call).filter(({ errored, blocked }) => errored || blocked)
    const names = [...new Set(failed.map(({ name }) => name))]
    const detail = names.map(name => {
      const uses = failed.filter(use => use.name === name)
      const types = [...new Set(uses.flatMap(use => (use.blocked ? 'blocked' : (use.errorType ?? []))))]
      return `${name}${uses.length > 1 ? ` ×${uses.length}` : ''}${types.length > 0 ? ` (${types.join(', ')})` : ''}`
    })
    return { turns: failed.map(({ turn }) => turn), detail: fewOf(detail) }
  },
}

const isToNumber = (use: ToolUse): boolean => didSystemTool([use], 'transfer_to_number')
const isHandoff = (use: ToolUse): boolean => isToNumber(use) || usedHandoffTool([use])

const usesThat = (test: (use: ToolUse) => boolean, call: Conversation): ToolUse[] => toolUsesOf(call).filter(test)

export const transferLoop: Signal = {
  kind: 'transfer_loop',
  title: 'Repeated transfers',
  formula: '10 per transfer after the first, to agents or phone numbers',
  cap: 20,
  points: sql`10 * (c.transfers - 1)`,
  evidence(call) {
    const { toNumber, toAgent } = passesOf(call, toolUsesOf(call))
    const uses = [...toNumber, ...toAgent].sort((a, b) => a.turn - b.turn)
    return {
      // The last one first: it shows that those before did not help.
      turns: uses.map(({ turn }) => turn).reverse(),
      detail: `transferred ${uses.length} times: ${fewOf(uses.map(({ name }) => name))}`,
    }
  },
}

export const handoff: Signal = {
  kind: 'handoff',
  title: 'Escalated to human',
  formula: '5 if the call was transferred to a phone number, or to a human by a tool (judging by its name)',
  cap: 5,
  points: sql`CASE WHEN c.handoff_tool_used OR c.transferred_to_number THEN 5 ELSE 0 END`,
  evidence(call) {
    const uses = usesThat(isHandoff, call)
    return { turns: uses.map(({ turn }) => turn), detail: fewOf([...new Set(uses.map(({ name }) => name))]) }
  },
}

export const guardrailHit: Signal = {
  kind: 'guardrail_hit',
  title: 'Guardrail hit',
  formula: '10 per turn in which a guardrail fired, plus 10 if one ended the call',
  cap: 20,
  points: sql`10 * c.guardrail_turns + CASE WHEN c.ending_group = 'guardrail stop' THEN 10 ELSE 0 END`,
  evidence(call) {
    const hit = call.turns.filter(({ guardrails }) => guardrails.length > 0)
    const names = fewOf([...new Set(hit.flatMap(({ guardrails }) => guardrails))])
    const { endingGroup, lastTurn } = measuresOf(call)
    const isStopped = endingGroup === 'guardrail stop'
    return {
      turns: hit.length > 0 || !isStopped ? hit.map(({ index }) => index) : lastWords(lastTurn),
      detail: [isStopped && 'a guardrail ended the call', names].filter(Boolean).join(': '),
    }
  },
}
