import type { ToolUse } from './tools.ts'

/* What the platform's own tools did, and what the customer's tools seem to have done. */

/** The tools of the platform that change a call, and the type of result that says they did. */
const SYSTEM_TOOLS = {
  transfer_to_number: /^transfer_to_number(_.+)?_success$/,
  /** Also within one agent: see `passesOf`. */
  transfer_to_agent: /^transfer_to_agent(_.+)?_success$/,
  voicemail_detection: /^voicemail_detection(_.+)?_success$/,
  language_detection: /^language_detection(_.+)?_success$/,
} as const
type SystemTool = keyof typeof SYSTEM_TOOLS

/**
 * The system tool worked at least once. Its result's type tells; bodies of before about August 2025 have no types, there
 * a call of a tool of that name which did not fail counts, unless it says that it is the customer's own.
 */
export const didSystemTool = (uses: readonly ToolUse[], name: SystemTool): boolean =>
  uses.some(use => {
    if (!worked(use)) return false
    const type = use.result?.resultType
    return type ? SYSTEM_TOOLS[name].test(type) : use.name === name && (use.type === 'system' || !use.type)
  })

/**
 * HEURISTIC: a tool of the customer's own whose name says that it hands the call to a person ran without an error:
 * `transfer_to_human_agents`, `escalateToSupervisor`, `live_agent_handoff`, `forward_call`. Money, orders and data are
 * transferred, too: `transfer_funds` is none of them. A tool of another name that does the same is missed, and whether
 * a person answered is not known. The platform's own transfers are not counted here.
 */
export function usedHandoffTool(uses: readonly ToolUse[]): boolean {
  const own = uses.filter(
    use => worked(use) && use.type !== 'system' && !(Object.hasOwn(SYSTEM_TOOLS, use.name) && !use.type),
  )
  // The same tools are used again and again.
  return [...new Set(own.map(({ name }) => name))].some(saysHandoff)
}

const worked = ({ result, errored, blocked }: ToolUse): boolean => result !== null && !errored && !blocked

const HANDOFF = /\b(hand ?offs?|hand ?overs?|hand (off|over|call))\b/
const MOVES_CALL = /\b((transfer|escalate|forward|redirect) (the )?calls?|(call|warm|cold|blind) transfer)\b/
const MOVES = /\b(transfer|escalate|escalation|forward|connect|route|redirect)\b/
const PEOPLE =
  /\b(agents?|supervisors?|managers?|specialists?|colleagues?|staff|receptionists?|advis[eo]rs?|call ?cent(er|re))\b/
const ASKS_FOR = /\b(transfer|escalate|escalation|forward|connect|route|redirect|request|call|talk|speak|switch|pass)\b/
const PERSON = /\b(humans?|persons?|operators?|representatives?|reps?|live (agents?|person|support|chat))\b/

/** A longer name is none. */
const LONGEST_NAME = 200

function saysHandoff(name: string): boolean {
  const words = name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .join(' ')
  if (HANDOFF.test(words) || MOVES_CALL.test(words)) return true
  return (MOVES.test(words) && PEOPLE.test(words)) || (ASKS_FOR.test(words) && PERSON.test(words))
}
