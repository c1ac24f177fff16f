import type { Conversation } from '../../domain/conversation.ts'
import { shownTool, toolUsesOf } from '../../domain/measures/tools.ts'
import { measuresOf, type TurnMeasures, turnMeasuresOf } from '../../domain/measures.ts'

type Find = (call: Conversation, value: string) => number | null | undefined

type Use = ReturnType<typeof toolUsesOf>[number]
const use =
  (isIt: (use: Use, value: string) => boolean): Find =>
  (call, value) =>
    toolUsesOf(call).findLast(one => isIt(one, value))?.turn
const system = (name: string): Find => use(one => one.name === name)
const hasFailed = ({ errored, blocked }: Use): boolean => errored || blocked
const errorOf = ({ name, errored, errorType }: Use): string =>
  `${shownTool(name)}: ${errored ? (errorType ?? 'unknown') : 'blocked'}`

const measured =
  (isIt: (turn: TurnMeasures) => boolean): Find =>
  call =>
    turnMeasuresOf(call).find(isIt)?.index
/** The turn with the largest number. */
const most =
  (numberOf: (turn: TurnMeasures) => number | null): Find =>
  call =>
    turnMeasuresOf(call).reduce<TurnMeasures | null>((best, turn) => {
      const number = numberOf(turn)
      return number !== null && (best === null || number > numberOf(best)!) ? turn : best
    }, null)?.index
const lastWords: Find = call => measuresOf(call).lastTurn

/** Where a turn shows a fact: which one. */
const TURN_OF: Record<string, Find> = {
  tool: use(({ name }, value) => shownTool(name) === value),
  last_tool: use(({ name }, value) => shownTool(name) === value),
  failed_tool: use((one, value) => shownTool(one.name) === value && hasFailed(one)),
  tool_error: use((one, value) => hasFailed(one) && errorOf(one) === value),
  tool_error_text: use((one, value) => hasFailed(one) && value.startsWith(`${shownTool(one.name)}: `)),
  transfer_target: use(({ name }) => name.startsWith('transfer_to_')),
  transfer_reason: use(({ name }) => name.startsWith('transfer_to_')),
  knowledge_document: (call, value) => call.turns.find(({ rag }) => rag?.documentIds.includes(value))?.index,
  guardrail: (call, value) => call.turns.find(({ guardrails }) => guardrails.includes(value))?.index,
  last_node: (call, value) => call.turns.find(({ workflowNodeId }) => workflowNodeId === value)?.index,
  language_switch: system('language_detection'),
  voicemail: system('voicemail_detection'),
  transferred_to_number: use(({ name }) => name.startsWith('transfer_to_number')),
  transferred_to_agent: use(({ name }) => name.startsWith('transfer_to_agent')),
  early_end: lastWords,
  ending: lastWords,
  slowest_response: most(({ feltLatency }) => feltLatency),
  interruptions: measured(({ interrupted }) => interrupted),
  caller_repeats: measured(({ repeated, role }) => repeated && role === 'user'),
  agent_repeats: measured(({ repeated, role }) => repeated && role === 'agent'),
  frustration: most(({ frustration }) => frustration),
}

/** What tells that there is nothing to see. */
const NOTHING = ['no', '0', '(no tool)']

/** Whether a turn may show such a fact. */
export const canShow = (attribute: string, value: string): boolean =>
  Object.hasOwn(TURN_OF, attribute) && !NOTHING.includes(value)

/** Number of the turn that shows the fact; null where none does. An odd call shows nothing. */
export function turnThatShows(call: Conversation, attribute: string, value: string): number | null {
  if (!canShow(attribute, value)) return null
  try {
    return TURN_OF[attribute]!(call, value) ?? null
  } catch {
    return null
  }
}
