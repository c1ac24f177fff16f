import { sql } from '../../archive/engine/sql.ts'
import { TRAIT_SIGN } from '../../archive/schema/detail-columns.ts'
import type { TraitKind } from '../../domain/measures/traits.ts'
import type { Attribute } from './attribute.ts'
import { BY_TOOLS } from './tools.ts'

/** Of calls that were mapped before there was such a column, nothing is known. */
const COLUMN = { sql: sql`coalesce(c.traits, 'null')`, isList: true }

/** @param isAlways a call that has none is one of which it is not known */
function trait(
  name: TraitKind,
  definition: string,
  { isAlways = false, filters = [] as Attribute['filters'] } = {},
): Attribute {
  const start = name + TRAIT_SIGN
  const read = (cell: unknown): readonly string[] | null => {
    if (cell === null) return null
    const own = (cell as string[]).filter(text => text.startsWith(start)).map(text => text.slice(start.length))
    return isAlways && own.length === 0 ? null : own.length > 1 ? distinct(own) : own
  }
  return { name, definition, form: 'several', source: COLUMN, needsDetail: true, filters, read }
}

const ALWAYS = { isAlways: true }

/** Each once, without those that are none. */
const distinct = (values: readonly string[]): string[] => [...new Set(values)].filter(value => value !== '')

/** What is known of a call beside its columns: see `traitsOf`. */
export const TRAITS: readonly Attribute[] = [
  trait('model', 'Language model that answered most turns.', ALWAYS),
  trait('voice', 'Id of the voice that spoke most.', ALWAYS),
  trait('agent_number', "The agent's phone number.", ALWAYS),
  trait('call_result', 'What the telephone network reported.', ALWAYS),
  trait('campaign', 'Campaign, or batch of calls, that the call was made for.'),
  trait('experiment', 'Experiment that the call was part of, and its variant.'),
  trait('procedure', 'Procedure that ran in the call.', { filters: ['triggered_procedure_ids'] }),
  trait('knowledge_document', 'Document of the knowledge base that an answer drew on.'),
  trait('tool_error_text', 'Tool that failed and what it answered, its first 80 characters without numbers and ids.', {
    filters: BY_TOOLS,
  }),
  trait('transfer_target', 'Number or agent that the call was passed to, or was to be, where result or arguments say.'),
  trait(
    'transfer_reason',
    'Reason that the agent gave for a transfer, its first 80 characters without numbers and ids.',
  ),
  trait('warning', 'Warning of the platform, its first 80 characters without numbers and ids.'),
  trait('error_code', 'Code of the error that ended the call.'),
]
