import type { Archive } from '../archive/archive.ts'
import type { Conversation } from '../domain/conversation.ts'
import { measuresInPieces } from '../domain/measures.ts'
import type { Pieces } from '../pieces.ts'
import { callsOf, type Fact } from './compare/fact.ts'
import { turnThatShows } from './facts/evidence.ts'
import type { Calls } from './read/tallied.ts'
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
    const own = callsOf(fact).filter(call => tally.sides[call] === side)
    const call = newest(own, tally, used) ?? newest(own, tally)
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

/** Of the calls the one that started last, but none of these; null: there is none. */
export function newest(calls: Calls, { starts, names }: Tally, except?: ReadonlySet<number>): number | null {
  let best: number | null = null
  for (const call of calls) {
    if (except?.has(call)) continue
    const isLater = best === null || starts[call]! > starts[best]!
    if (isLater || (starts[call] === starts[best!] && names[call]! > names[best!]!)) best = call
  }
  return best
}
