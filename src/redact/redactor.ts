import type { Conversation, ConversationSummary, MessageHit } from '../domain/conversation.ts'
import { atOnce, type Pieces } from '../pieces.ts'
import { maskAnswer } from './answer.ts'
import { knowledge, newScope, type Scope } from './finder.ts'
import { makeFinders } from './finders.ts'
import { LONG } from './long-text.ts'
import { createMask } from './mask.ts'
import { isHarmless, mayHold } from './may-hold.ts'
import { createAnnounced, ownName } from './names.ts'
import { createPatches, type Patched, type Told } from './patch.ts'
import { createPseudonyms } from './pseudonym.ts'
import { Recent } from './recent.ts'
import { remembered } from './remembered.ts'
import { createValueMask } from './values.ts'
import type { Kept } from './walk.ts'
import { maskWhole } from './whole.ts'

type Identified = Pick<ConversationSummary, 'agentId' | 'branchId' | 'versionId' | 'criteria' | 'collected' | 'tagIds'>

/** Masks personal data; the same data becomes the same pseudonym in everything that one salt masks. */
export interface Redactor {
  /** A text, or JSON as text, which stays valid. */
  text(text: string): string
  /** @param copy what it was made of, where that is known: the same is not masked again */
  conversation(call: Conversation, copy?: Patched): Pieces<Conversation>
  /** What masking changes of a call that was made of that body, to be kept beside it; null: too much. */
  patch(call: Conversation, packed: Uint8Array): Pieces<string | null>
  summary(item: ConversationSummary): Pieces<ConversationSummary>
  /** A call that is not asked for again, with what stands in its ids masked, too; by its own id it is found. */
  ids<T extends Identified>(call: T): T
  /** JSON data such as the API's own of a conversation. */
  json(value: unknown): Pieces<unknown>
  /** Whether the call was read, and not long ago. */
  knows(id: string): boolean
  /** What is said elsewhere of a call, by what is known of it. */
  said(id: string, text: string): string
  /** What the API's search found, by what is known of the call. */
  hit(found: MessageHit): MessageHit
  /** Names, titles and descriptions that belong to no call; ids stay. */
  words<T>(value: T): T
  /** The value of a field that a call names, as `find_order.phone`; as it stands in lists of such values. */
  value(text: string, field: string): string
  /** The structured half of an answer: a second look, after which the text half is made. */
  answer<T>(structured: T): Pieces<T>
}

/**
 * By which calls are found and parts of them joined; where they leave, `answer` and `ids` mask what they hold. Whatever is
 * not listed is masked here, new fields included.
 */
const KEPT_OF_CONVERSATION: Kept<Conversation> = {
  id: true,
  agentId: true,
  branchId: true,
  versionId: true,
  criteria: { id: true },
  collected: { id: true },
  scoped: { agentId: true },
  visitedAgentIds: true,
  tagIds: true,
}

const KEPT_OF_SUMMARY: Kept<ConversationSummary> = {
  id: true,
  agentId: true,
  branchId: true,
  versionId: true,
  criteria: { id: true },
  collected: { id: true },
  tagIds: true,
}

/**
 * What `--redact` does. Telephone numbers, e-mail addresses, payment cards, numbers of bank accounts and identity papers,
 * postal addresses and user ids become pseudonyms such as `[phone-3f9a61c2]`, in words too ("five five five", "john at
 * example dot com"); names, addresses and dates of birth where the call gives them as a variable, a data field or a tool's
 * argument, in all of that call. Not masked: names that are only spoken. A help against casual reading, no guarantee of
 * anonymity.
 * @param variables names of variables, data fields and arguments that are masked whatever they hold
 * @param salt secret, and the same for as long as pseudonyms are to stay the same
 * @param keep is given the patch of a call that had none
 */
export async function createRedactor(
  salt: string,
  variables: readonly string[] = [],
  keep?: (id: string, packed: Uint8Array, patch: string) => void,
): Promise<Redactor> {
  if (salt === '') throw new RangeError('pseudonyms need a salt')
  const pseudonym = createPseudonyms(salt)
  const mask = createMask(await makeFinders(), pseudonym)
  const values = createValueMask(mask, pseudonym, createAnnounced(variables))
  const patches = createPatches(salt, variables)

  /** What calls have told about themselves, for what is told of them elsewhere. */
  const told = new Map<string, Told>()
  const toldOf = (id: string): Scope => ({ ...(told.get(id)?.() ?? newScope()), masked: new Map() })
  const read = new Set<string>()
  const recent = new Recent()
  function* remembering<T extends { id: string }>(call: T, kept: Kept<T>): Pieces<T> {
    const scope = toldOf(call.id)
    const knew = knowledge(scope)
    const masked = yield* maskWhole(call, scope, mask, values, kept)
    const known = knowledge(scope) === knew ? told.get(call.id) : undefined
    const all = { ...scope, masked: new Map() }
    remember(call.id, known ?? (() => all))
    return masked
  }
  /** Another function means that the call has told more. */
  function remember(id: string, scope: Told): void {
    told.delete(id)
    told.set(id, scope)
    if (told.size > MOST_TOLD) {
      const oldest = told.keys().next().value!
      told.delete(oldest)
      read.delete(oldest)
    }
  }

  const text = (text: string, scope = newScope()): string =>
    text.length > LONG ? atOnce(mask.longText(text, scope)) : mask.text(text, scope)
  const looseText = (value: string): string => {
    const may = mayHold(value)
    return isHarmless(may) ? value : mask.text(value, newScope(), '', may)
  }
  const knownText = remembered(looseText)
  const loose = {
    text: (value: string) => (value.length > MOST_REMEMBERED ? looseText(value) : knownText(value)),
    name: knownText,
    longText: (value: string) => mask.longText(value, newScope()),
  }
  return {
    text: given =>
      given.length > LONG ? atOnce(values.longText(given, '', newScope())) : values.text(given, '', newScope()),
    *conversation(call, copy) {
      const { id } = call
      const before = told.get(id)
      const known = copy && recent.get(id, copy.packed, before)
      if (known) return known
      const patch = copy ? patches.read(copy) : null
      const fitting = patch && (!before || patch.tellsAll(before())) ? patch : null
      const isNew = !patch && (!before || knowledge(before()) === 0)
      if (fitting) remember(id, fitting.told)
      const masked = fitting ? fitting.apply(call) : yield* remembering(call, KEPT_OF_CONVERSATION)
      read.add(id)
      if (!copy) return masked
      const { packed } = copy
      recent.set(id, { packed, told: told.get(id)!, call: masked })
      const fresh = isNew ? patches.write(call, masked, toldOf(id), packed) : null
      if (fresh !== null) keep?.(id, packed, fresh)
      return masked
    },
    *patch(call, packed) {
      const scope = newScope()
      return patches.write(call, yield* maskWhole(call, scope, mask, values, KEPT_OF_CONVERSATION), scope, packed)
    },
    summary: item => remembering(item, KEPT_OF_SUMMARY),
    ids: call => ({
      ...call,
      agentId: loose.text(call.agentId),
      branchId: call.branchId && loose.text(call.branchId),
      versionId: call.versionId && loose.text(call.versionId),
      criteria: call.criteria.map(one => ({ ...one, id: loose.text(one.id) })),
      collected: call.collected.map(one => ({ ...one, id: loose.text(one.id) })),
      tagIds: call.tagIds.map(loose.text),
    }),
    json: value => maskWhole(value, newScope(), mask, values),
    knows: id => told.has(id) && read.has(id),
    said: (id, given) => text(given, toldOf(id)),
    hit(found) {
      const scope = toldOf(found.conversationId)
      const masked = text(found.text, scope)
      // They are there to be marked in the text, where they still stand.
      const highlights = found.highlights.filter(({ text: part }) => masked === found.text || masked.includes(part))
      return { ...found, agentName: found.agentName && text(found.agentName, scope), text: masked, highlights }
    },
    words: value => atOnce(maskAnswer(value, loose)),
    value: (given, field) => values.text(given, ownName(field), newScope()),
    answer: structured => maskAnswer(structured, loose),
  }
}

const MOST_TOLD = 500
/** Characters of a text that is likely to come again. */
const MOST_REMEMBERED = 100
