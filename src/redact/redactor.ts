import type { Conversation, ConversationSummary, MessageHit } from '../domain/conversation.ts'
import { atOnce, type Pieces } from '../pieces.ts'
import { maskAnswer } from './answer.ts'
import { findCards } from './card.ts'
import { findEmails } from './email.ts'
import { type Finder, newScope, type RedactKind, type Scope } from './finder.ts'
import { findIbans } from './iban.ts'
import { LONG } from './long-text.ts'
import { createMask } from './mask.ts'
import { mayHoldKnown } from './may-hold.ts'
import { phoneFinder } from './phone.ts'
import { createPseudonyms } from './pseudonym.ts'
import { findSsns } from './ssn.ts'
import { findUserIds } from './user-id.ts'
import { createValueMask } from './values.ts'
import { type Kept, mapLeaves, type Visitor } from './walk.ts'

/** Masks personal data; the same data becomes the same pseudonym in everything that one salt masks. */
export interface Redactor {
  /** A text, or JSON as text, which stays valid. */
  text(text: string): string
  conversation(call: Conversation): Pieces<Conversation>
  summary(item: ConversationSummary): Pieces<ConversationSummary>
  /** JSON data such as the API's own of a conversation. */
  json(value: unknown): Pieces<unknown>
  /** Whether the call was read, and not long ago. */
  knows(id: string): boolean
  /** What the API's search found, by what is known of the call. */
  hit(found: MessageHit): MessageHit
  /** Names, titles and descriptions that belong to no call; ids stay. */
  words<T>(value: T): T
  /** The value of a field that a call names, as `find_order.phone`; as it stands in lists of such values. */
  value(text: string, field: string): string
  /** The structured half of an answer: a second look, after which the text half is made. */
  answer<T>(structured: T): Pieces<T>
}

/** By which calls are found and parts of them joined. Whatever is not listed is masked, new fields included. */
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
  turns: {
    agentId: true,
    workflowNodeId: true,
    toolCalls: { requestId: true },
    toolResults: { requestId: true },
    rag: { documentIds: true },
  },
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
 * What `--redact` does. Telephone numbers, e-mail addresses, payment cards, IBANs, American social security numbers
 * and user ids become pseudonyms such as `[phone-3f9a61c2]`. Not masked: names of people, streets, dates of birth,
 * anything spelled out in words ("five five five", "john at example dot com"). A help against casual reading, no
 * guarantee of anonymity.
 * @param salt secret, and the same for as long as pseudonyms are to stay the same
 */
export async function createRedactor(salt: string): Promise<Redactor> {
  if (salt === '') throw new RangeError('pseudonyms need a salt')
  const pseudonym = createPseudonyms(salt)
  const mask = createMask(await finders(), pseudonym)
  const values = createValueMask(mask, pseudonym)

  const harmless = new Set<string>()
  const maskName = (name: string, scope: Scope): string => {
    const masked = mask.text(name, scope)
    if (masked === name && !/\d/.test(name) && harmless.size < MOST_REMEMBERED) harmless.add(name)
    return masked
  }

  /** What calls have told about themselves, for what is told of them elsewhere. */
  const told = new Map<string, Scope>()
  const toldOf = (id: string): Scope => ({ ...(told.get(id) ?? newScope()), masked: new Map() })
  function* remembering<T extends { id: string }>(call: T, kept: Kept<T>): Pieces<T> {
    const scope = toldOf(call.id)
    const masked = yield* twice(call, kept, scope)
    told.delete(call.id)
    told.set(call.id, { ...scope, masked: new Map() })
    if (told.size > MOST_TOLD) told.delete(told.keys().next().value!)
    return masked
  }

  const visitor = (scope: Scope): Visitor => ({
    text: (text, name) => values.text(text, name, scope),
    longText: (text, name) => values.longText(text, name, scope),
    number: (number, name) => values.number(number, name, scope),
    // The same names come again in every turn.
    name: name => (harmless.has(name) && !scope.userIds.isIn(name) ? name : maskName(name, scope)),
  })
  /** Once to mask what tells by itself and to learn what the call tells about itself, once to mask by that. */
  function* twice<T>(value: T, kept?: Kept<T>, scope: Scope = newScope()): Pieces<T> {
    const first = visitor(scope)
    const once = yield* mapLeaves(value, first, kept)
    if (scope.phones.size + scope.userIds.size === 0) return once
    const mayHold = mayHoldKnown(scope)
    const text: Visitor['text'] = (text, name) => (mayHold(text) ? first.text(text, name) : text)
    return yield* mapLeaves(once, { ...first, text }, kept)
  }
  const text = (text: string, scope = newScope()): string =>
    text.length > LONG ? atOnce(mask.longText(text, scope)) : mask.text(text, scope)
  const loose = {
    text: (value: string) => mask.text(value, newScope()),
    longText: (value: string) => mask.longText(value, newScope()),
  }
  return {
    text: given =>
      given.length > LONG ? atOnce(values.longText(given, '', newScope())) : values.text(given, '', newScope()),
    conversation: call => remembering(call, KEPT_OF_CONVERSATION),
    summary: item => remembering(item, KEPT_OF_SUMMARY),
    json: value => twice(value),
    knows: id => told.has(id),
    hit(found) {
      const scope = toldOf(found.conversationId)
      const masked = text(found.text, scope)
      // They are there to be marked in the text, where they still stand.
      const highlights = found.highlights.filter(({ text: part }) => masked === found.text || masked.includes(part))
      return { ...found, agentName: found.agentName && text(found.agentName, scope), text: masked, highlights }
    },
    words: value => atOnce(maskAnswer(value, loose)),
    value: (given, field) => values.text(given, field, newScope()),
    answer: structured => maskAnswer(structured, loose),
  }
}

const MOST_REMEMBERED = 1000
const MOST_TOLD = 500

/** In the order in which they take what they find. */
const finders = async (): Promise<[RedactKind, Finder][]> => [
  ['iban', findIbans],
  ['email', findEmails],
  ['card', findCards],
  ['id_number', findSsns],
  ['phone', await phoneFinder()],
  ['user_id', findUserIds],
]
