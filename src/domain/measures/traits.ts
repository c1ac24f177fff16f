import type { Conversation } from '../conversation.ts'
import { shownTool, toolUsesOf } from './tools.ts'

/** Something that is known of a call beside its columns, such as the model that answered; a call may have several of a kind. */
export interface Trait {
  kind: TraitKind
  value: string
}

export type TraitKind =
  | 'model'
  | 'voice'
  | 'agent_number'
  | 'call_result'
  | 'campaign'
  | 'experiment'
  | 'procedure'
  | 'knowledge_document'
  | 'tool_error_text'
  | 'transfer_target'
  | 'transfer_reason'
  | 'warning'
  | 'error_code'

/** Of a kind; nobody compares more. */
const MOST_OF_A_KIND = 20

/** All of them, each once, in one order. Where nothing tells of a kind, there is none of it. */
export function traitsOf(call: Conversation): Trait[] {
  const { phone, turns, warnings, error, voice, campaign, experiments } = call
  const uses = toolUsesOf(call)
  const failed = uses.filter(({ errored, blocked }) => errored || blocked)
  const passed = uses.filter(isTransfer)
  const models: string[] = []
  const documents: string[] = []
  const reasons: (string | null)[] = []
  for (const { llm, rag, toolCalls } of turns) {
    if (llm?.model) models.push(llm.model)
    if (rag) documents.push(...rag.documentIds)
    for (const { argumentsText } of toolCalls.filter(isTransfer)) reasons.push(argumentIn(argumentsText, 'reason'))
  }
  const values: Record<TraitKind, (string | null | undefined)[]> = {
    model: [mostUsed(models)],
    voice: [voice],
    agent_number: [phone?.agentNumber],
    call_result: [phone?.result],
    campaign: [campaign],
    experiment: experiments,
    procedure: uses.map(({ result }) => result?.procedure),
    knowledge_document: documents,
    tool_error_text: failed.map(
      ({ name, result }) => result?.resultText && `${shownTool(name)}: ${normalised(result.resultText)}`,
    ),
    // Of a transfer that failed, only the arguments say where it should have gone.
    transfer_target: passed.map(
      ({ result, argumentsText }) =>
        result?.transfer?.to || result?.transfer?.number || argumentIn(argumentsText, 'transfer_number'),
    ),
    transfer_reason: reasons.map(reason => reason && normalised(reason)),
    warning: warnings.map(normalised),
    error_code: [error?.code?.toString()],
  }
  return (Object.keys(values) as TraitKind[]).flatMap(kind =>
    [...new Set(values[kind].filter(value => typeof value === 'string' && value !== ''))]
      .slice(0, MOST_OF_A_KIND)
      .map(value => ({ kind, value: value! })),
  )
}

const isTransfer = ({ name }: { name: string }): boolean => name.startsWith('transfer_to_')

const MOST_CHARACTERS = 80

/** The same for two messages of one kind: numbers, ids with digits and blanks do not count, nor what comes late. */
export const normalised = (text: string): string =>
  text
    .slice(0, 1000)
    .replace(/[\p{L}\p{N}_-]*\p{N}[\p{L}\p{N}_-]*/gu, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST_CHARACTERS)

/** null: there is none of that name, or it is no text. */
function argumentIn(argumentsText: string, name: string): string | null {
  try {
    const value = (JSON.parse(argumentsText) as Record<string, unknown> | null)?.[name]
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}

/** Of equals the first. */
function mostUsed(names: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  let best: string | null = null
  for (const [name, count] of counts) if (best === null || count > counts.get(best)!) best = name
  return best
}
