import type { Conversation, ConversationSummary, MessageHit } from '../domain/conversation.ts'
import { atOnce, type Pieces } from '../pieces.ts'
import { findAccounts } from './account.ts'
import { findAddresses } from './address.ts'
import { maskAnswer } from './answer.ts'
import { findCards } from './card.ts'
import { findEmails } from './email.ts'
import { findKnown } from './find-known.ts'
import { type Finder, knowledge, newScope, type Scope } from './finder.ts'
import { findIbans } from './iban.ts'
import type { RedactKind } from './kind.ts'
import { LONG } from './long-text.ts'
import { createMask } from './mask.ts'
import { mayHoldKnown } from './may-hold.ts'
import { createAnnounced, ownName } from './names.ts'
import { findNationalIds } from './national-ids.ts'
import { phoneFinder } from './phone.ts'
import { createPseudonyms } from './pseudonym.ts'
import { findSpoken, findSpokenEmails } from './spoken.ts'
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
  voice: true,
  campaign: true,
  tagIds: true,
  turns: {
    agentId: true,
    workflowNodeId: true,
    voice: true,
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
 * What `--redact` does. Telephone numbers, e-mail addresses, payment cards, numbers of bank accounts and identity papers,
 * postal addresses and user ids become pseudonyms such as `[phone-3f9a61c2]`, in words too ("five five five", "john at
 * example dot com"); names, addresses and dates of birth where the call gives them as a variable, a data field or a tool's
 * argument, in all of that call. Not masked: names that are only spoken. A help against casual reading, no guarantee of
 * anonymity.
 * @param variables names of variables, data fields and arguments that are masked whatever they hold
 * @param salt secret, and the same for as long as pseudonyms are to stay the same
 */
export async function createRedactor(salt: string, variables: readonly string[] = []): Promise<Redactor> {
  if (salt === '') throw new RangeError('pseudonyms need a salt')
  const pseudonym = createPseudonyms(salt)
  const mask = createMask(await finders(), pseudonym)
  const values = createValueMask(mask, pseudonym, createAnnounced(variables))

  const harmless = new Set<string>()
  const maskName = (name: string, scope: Scope): string => {
    const masked = mask.text(name, scope)
    if (masked === name && !/\d/.test(name) && harmless.size < MOST_REMEMBERED) harmless.add(name)
    return masked
  }

  /** What calls have told about themselves, for what is told of them elsewhere. */
  const told = new Map<string, Scope>()
  const toldOf = (id: string): Scope => ({ ...(told.get(id) ?? newScope()), masked: new Map() })
  const read = new Set<string>()
  function* remembering<T extends { id: string }>(call: T, kept: Kept<T>): Pieces<T> {
    const scope = toldOf(call.id)
    const masked = yield* twice(call, kept, scope)
    told.delete(call.id)
    told.set(call.id, { ...scope, masked: new Map() })
    if (told.size > MOST_TOLD) {
      const oldest = told.keys().next().value!
      told.delete(oldest)
      read.delete(oldest)
    }
    return masked
  }

  const visitor = (scope: Scope): Visitor => ({
    text: (text, name) => values.text(text, name, scope),
    longText: (text, name) => values.longText(text, name, scope),
    number: (number, name) => values.number(number, name, scope),
    // The same names come again in every turn.
    name: name =>
      harmless.has(name) && !scope.userIds.isIn(name) && !scope.words.isIn(name) ? name : maskName(name, scope),
  })
  /** Once to mask what tells by itself and to learn what the call tells about itself, once to mask by that. */
  function* twice<T>(value: T, kept?: Kept<T>, scope: Scope = newScope()): Pieces<T> {
    const all = visitor(scope)
    // The second time begins with what was said: what was masked may have been a part of what is known by then.
    const masked = new Map<string, string>()
    const first: Visitor['text'] = (text, name) => {
      const shown = all.text(text, name)
      if (shown !== text) masked.set(`${name}\0${text}`, shown)
      return shown
    }
    const once = yield* mapLeaves(value, { ...all, text: first }, kept)
    if (knowledge(scope) === 0) return once
    const mayHold = mayHoldKnown(scope)
    const second: Visitor['text'] = (text, name) =>
      mayHold(text) ? all.text(text, name) : (masked.get(`${name}\0${text}`) ?? text)
    return yield* mapLeaves(value, { ...all, text: second }, kept)
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
    *conversation(call) {
      const masked = yield* remembering(call, KEPT_OF_CONVERSATION)
      read.add(call.id)
      return masked
    },
    summary: item => remembering(item, KEPT_OF_SUMMARY),
    json: value => twice(value),
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

const MOST_REMEMBERED = 1000
const MOST_TOLD = 500

/** In the order in which they take what they find. */
const finders = async (): Promise<[RedactKind, Finder][]> => [
  ['iban', findIbans],
  ['email', findEmails],
  ['email', findSpokenEmails],
  ['card', findCards],
  ['card', findSpoken('card')],
  ['id_number', findSsns],
  ['id_number', findNationalIds],
  ['id_number', findSpoken('id_number')],
  ['account', findAccounts],
  // A name may be a part of it.
  ['user_id', findUserIds],
  ['birth', findKnown('birth')],
  ['address', findKnown('address')],
  ['address', findAddresses],
  ['name', findKnown('name')],
  ['value', findKnown('value')],
  ['phone', findSpoken('phone')],
  ['phone', await phoneFinder()],
]
