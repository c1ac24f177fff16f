import type { Archive } from '../archive/archive.ts'
import type { Conversation } from '../domain/conversation.ts'
import { measuresInPieces } from '../domain/measures.ts'
import type { Pieces } from '../pieces.ts'
import type { Fact } from './compare/fact.ts'
import { turnThatShows } from './facts/evidence.ts'
import type { Tally } from './read/tally.ts'

/** A call that has a fact. */
export interface Example {
  conversationId: string
  /** Number of the turn that shows it; null where none does. */
  turn: number | null
  /** null where its detail is not here. */
  call: Conversation | null
}

/** The newest call of the group that has more of each fact, and not the same one twice where there are others. */
export function* examplesOf(archive: Archive, facts: readonly Fact[], tally: Tally): Pieces<(Example | null)[]> {
  const used = new Set<number>()
  const calls = facts.map(fact => {
    const side = fact.difference >= 0 ? 0 : 1
    const own = fact.calls.filter(call => tally.sides[call] === side)
    const fresh = own.filter(call => !used.has(call))
    const call = newest(fresh.length > 0 ? fresh : own, tally)
    if (call !== null) used.add(call)
    return call
  })
  const examples: (Example | null)[] = []
  for (const [at, call] of calls.entries()) {
    examples.push(call === null ? null : yield* exampleOf(archive, tally.names[call]!, facts[at]!))
    yield
  }
  return examples
}

function* exampleOf(archive: Archive, conversationId: string, { of, value }: Fact): Pieces<Example> {
  const call = yield* archive.readConversation(conversationId)
  if (!call) return { conversationId, turn: null, call: null }
  // What it is found by.
  yield* measuresInPieces(call)
  return { conversationId, turn: turnThatShows(call, of.attribute.name, value), call }
}

/** Of the calls the one that started last; null: there is none. */
export const newest = (calls: readonly number[], { starts, names }: Tally): number | null =>
  calls.reduce<number | null>((best, call) => {
    if (best === null || starts[call]! > starts[best]!) return call
    return starts[call] === starts[best] && names[call]! > names[best]! ? call : best
  }, null)
