import type { Archive } from '../archive/archive.ts'
import type { CallFilter, CallSelection } from '../domain/filter.ts'
import { inTurns, type Pieces } from '../pieces.ts'
import { ATTRIBUTES } from './facts/attributes.ts'
import { type FactsApart, factsApart } from './facts-apart.ts'
import { membersOf, readInSlices } from './read/read-groups.ts'
import { Tally } from './read/tally.ts'
import { type Texts, textsApart } from './texts.ts'

export interface ExplainQuestion {
  /** The calls to be explained, and those that they are told apart from. */
  first: CallSelection
  second: CallSelection
  /** Of hours and weekdays. */
  zone: string
  /** Rows of facts; 0: none are asked for. */
  rows: number
  /** Phrases of each speaker; 0: none are asked for. */
  words: number
  /** Whether modes of the first group are asked for, and the calls of the period before, where they are compared. */
  modes: boolean
  before?: CallSelection | null
}

export interface Explanation {
  /** Calls of each group. */
  calls: [number, number]
  /** Of these, calls that were not read in full: of them only the list is known. */
  unread: [number, number]
  /** Calls that both selections have: they count in the first group. */
  shared: number
  /** Calls that are not over: they count in neither. */
  unfinished: number
  /** Calls in which repetition is looked for among the latest turns only. */
  comparedInPart: number
  /** Filters that the groups are chosen by: what they speak of is not compared. */
  chosenBy: string[]
  /** null: none were asked for. */
  facts: FactsApart | null
  texts: Texts
}

/** Filters by what the platform says of a call. */
const VERDICTS: readonly (keyof CallFilter)[] = ['call_successful', 'evaluation_params']

/** What sets the first group apart from the second: see `ExplainQuestion`. The same archive gives the same answer. */
export const explain = (archive: Archive, question: ExplainQuestion): Promise<Explanation> =>
  inTurns(explainInPieces(archive, question))

export function* explainInPieces(archive: Archive, question: ExplainQuestion): Pieces<Explanation> {
  const { first, second, zone, rows, words, modes, before = null } = question
  const chosenBy = filtersApart(first.filter, second.filter)
  const wanted = ATTRIBUTES.filter(({ filters }) => !filters.some(name => chosenBy.includes(name)))
  const attributes = rows > 0 ? wanted : []
  const members = yield* membersOf(archive, first, second)
  const tally = new Tally(members, attributes, zone)
  yield* readInSlices(archive, members, tally, slice => tally.add(slice))
  const isByVerdict = VERDICTS.some(name => chosenBy.includes(name))
  return {
    ...{ calls: tally.calls, unread: tally.unread, chosenBy },
    ...{ shared: members.shared, unfinished: members.unfinished, comparedInPart: members.comparedInPart },
    facts: rows > 0 ? yield* factsApart(archive, tally, { rows, isByVerdict }) : null,
    texts: yield* textsApart(archive, tally, { words, hasModes: modes, before }),
  }
}

/** Filters that are not the same in both. */
function filtersApart(a: CallFilter, b: CallFilter): (keyof CallFilter)[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof CallFilter)[]
  return names.filter(name => JSON.stringify(a[name]) !== JSON.stringify(b[name]))
}
