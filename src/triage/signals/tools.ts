import { sql } from '../../archive/sql.ts'
import type { Conversation } from '../../domain/conversation.ts'
import { type ToolUse, toolUsesOf } from '../../domain/measures/tools.ts'
import { didSystemTool, usedHandoffTool } from '../../domain/measures/transfers.ts'
import { fewOf, type Signal } from '../signal.ts'

/* What tools did, and where the call was passed on to. */

export const toolError: Signal = {
  kind: 'tool_error',
  title: 'Tool error',
  formula: '10 for each tool call that failed or was blocked',
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
const isTransfer = (use: ToolUse): boolean => isToNumber(use) || didSystemTool([use], 'transfer_to_agent')
const isHandoff = (use: ToolUse): boolean => isToNumber(use) || usedHandoffTool([use])

const usesThat = (test: (use: ToolUse) => boolean, call: Conversation): ToolUse[] => toolUsesOf(call).filter(test)

/** `isTransfer` in SQL; only calls that were transferred at all are looked at. */
const transfers = sql`
  iif(c.transferred_to_agent OR c.transferred_to_number, (
    SELECT count(*) FROM tool_calls
    WHERE conversation = c.id AND executed AND errored = 0 AND blocked = 0
      AND iif(coalesce(result_type, '') = '',
        type = 'system' AND name IN ('transfer_to_agent', 'transfer_to_number'),
        result_type IN ('transfer_to_agent_success', 'transfer_to_number_success')
          OR result_type GLOB 'transfer_to_agent_*_success' OR result_type GLOB 'transfer_to_number_*_success')
  ), 0)`

export const transferLoop: Signal = {
  kind: 'transfer_loop',
  title: 'Passed on again and again',
  formula: '10 for each transfer after the first, to agents and numbers alike',
  cap: 20,
  points: sql`10 * (${transfers} - 1)`,
  evidence(call) {
    const uses = usesThat(isTransfer, call)
    return {
      // The last one first: it shows that those before did not help.
      turns: uses.map(({ turn }) => turn).reverse(),
      detail: `transferred ${uses.length} times: ${fewOf(uses.map(({ name }) => name))}`,
    }
  },
}

export const handoff: Signal = {
  kind: 'handoff',
  title: 'Handed to a person',
  formula: '5 if the call was transferred to a number, or a tool seems to have handed it to a person',
  cap: 5,
  points: sql`iif(c.handoff_tool_used OR c.transferred_to_number, 5, 0)`,
  evidence(call) {
    const uses = usesThat(isHandoff, call)
    return { turns: uses.map(({ turn }) => turn), detail: fewOf([...new Set(uses.map(({ name }) => name))]) }
  },
}

export const guardrailHit: Signal = {
  kind: 'guardrail_hit',
  title: 'Guardrail hit',
  formula: '10 for each turn at which a guardrail fired',
  cap: 20,
  points: sql`10 * c.guardrail_turns`,
  evidence({ turns }) {
    const hit = turns.filter(({ guardrails }) => guardrails.length > 0)
    const names = new Set(hit.flatMap(({ guardrails }) => guardrails))
    return { turns: hit.map(({ index }) => index), detail: fewOf([...names]) }
  },
}
