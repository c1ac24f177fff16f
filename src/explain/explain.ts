import type { Archive } from '../archive/archive.ts'
import type { CallFilter, CallSelection } from '../domain/filter.ts'
import { falseDiscoveryRates } from '../domain/statistics.ts'
import { inTurns, type Pieces, waitFor } from '../pieces.ts'
import { byDifference, type Fact, factsOf } from './compare/fact.ts'
import { type FoldOptions, foldFacts, type Row } from './compare/fold.ts'
import { type Example, examplesOf } from './examples.ts'
import { ATTRIBUTES } from './facts/attributes.ts'
import { ID, IS_READ, membersOf, readInSlices, STARTED } from './read/read-groups.ts'
import { type Tallied, Tally } from './read/tally.ts'

export interface ExplainQuestion {
  /** The calls to be explained, and those that they are told apart from. */
  first: CallSelection
  second: CallSelection
  /** Of hours and weekdays. */
  zone: string
  /** Rows of facts. */
  rows: number
}

/** A fact with how often each group has it. */
export interface ExplainedFact {
  fact: Fact
  /** Expected share of chance among all facts that are at least as sure. */
  q: number
}

export interface ExplainedRow extends ExplainedFact {
  sameCalls: Fact[]
  goesWith: Fact[]
  example: Example | null
}

export interface Explanation {
  /** Calls of each group. */
  calls: [number, number]
  /** Of these, calls that were not read in full: of them only the list is known. */
  unread: [number, number]
  shared: number
  unfinished: number
  /** Facts that were tested. */
  tested: number
  /** Beyond chance, those that differ most first; where none is, empty. */
  rows: ExplainedRow[]
  /** Where no fact is beyond chance: the nearest to it. */
  nearest: ExplainedRow[]
  /** Where the verdict parts the groups: what belongs to it, and is not tested. They differ because the verdict does. */
  verdict: ExplainedRow[]
  /** What the groups are chosen by. */
  chosenBy: string[]
  /** Has so many values that none could be compared. */
  tooWide: string[]
}

/** Facts beyond this rate are told as chance. */
export const MOST_CHANCE = 0.05
/** Facts that are folded, and rows of what is no row. */
const MOST_FOLDED = 300
const FEW = 3
/** Filters by what the platform says of a call. */
const VERDICTS: readonly (keyof CallFilter)[] = ['call_successful', 'evaluation_params']
/** Parts of the verdict that are told. */
const MOST_VERDICTS = 3

/** What sets the first group apart from the second: see `ExplainQuestion`. The same archive gives the same answer. */
export const explain = (archive: Archive, question: ExplainQuestion): Promise<Explanation> =>
  inTurns(explainInPieces(archive, question))

export function* explainInPieces(archive: Archive, question: ExplainQuestion): Pieces<Explanation> {
  const { first, second, zone } = question
  const chosenBy = filtersApart(first.filter, second.filter)
  const attributes = ATTRIBUTES.filter(({ filters }) => !filters.some(name => chosenBy.includes(name)))
  const members = yield* waitFor(archive.read(membersOf(first, second)))
  const size = members.ids[0].length + members.ids[1].length
  const tally = new Tally(size, attributes, zone)
  const columns = [ID, STARTED, IS_READ, ...attributes.map(({ column }) => column)]
  for (const side of [0, 1] as const) {
    yield* readInSlices(archive, members.ids[side], columns, slice => tally.add(slice, side))
  }
  const { tested, verdict, tooWide } = yield* testAll(
    tally,
    VERDICTS.some(name => chosenBy.includes(name)),
  )
  const sure = tested.filter(({ q }) => q <= MOST_CHANCE)
  const rates = new Map(tested.map(({ fact, q }) => [fact, q]))
  const rowsOf = function* (facts: readonly ExplainedFact[], options: FoldOptions): Pieces<ExplainedRow[]> {
    const folded = yield* foldFacts(
      facts.slice(0, MOST_FOLDED).map(({ fact }) => fact),
      tally.sides,
      options,
    )
    const examples = yield* examplesOf(
      archive,
      folded.map(({ fact }) => fact),
      tally,
    )
    return folded.map((row: Row, at) => ({ ...row, q: rates.get(row.fact) ?? 1, example: examples[at]! }))
  }
  const unfolded = function* (facts: readonly ExplainedFact[]): Pieces<ExplainedRow[]> {
    const shown = facts.slice(0, MOST_VERDICTS)
    const examples = yield* examplesOf(
      archive,
      shown.map(({ fact }) => fact),
      tally,
    )
    return shown.map((one, at) => ({ ...one, sameCalls: [], goesWith: [], example: examples[at]! }))
  }
  return {
    calls: tally.calls,
    unread: tally.unread,
    shared: members.shared,
    unfinished: members.unfinished,
    tested: tested.length,
    rows: yield* rowsOf(sure, { most: question.rows }),
    nearest: sure.length > 0 ? [] : yield* rowsOf(tested, { most: FEW, onlySame: true }),
    verdict: yield* unfolded(verdict),
    chosenBy: chosenBy as string[],
    tooWide,
  }
}

/** Filters that are not the same in both. */
function filtersApart(a: CallFilter, b: CallFilter): (keyof CallFilter)[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof CallFilter)[]
  return names.filter(name => JSON.stringify(a[name]) !== JSON.stringify(b[name]))
}

/** Every fact with its rate, those that differ most first. */
function* testAll(
  { all, sides, calls }: Tally,
  isByVerdict: boolean,
): Pieces<{ tested: ExplainedFact[]; verdict: ExplainedFact[]; tooWide: string[] }> {
  const [facts, verdict]: [Fact[], Fact[]] = [[], []]
  for (const tallied of all) {
    ;(isByVerdict && tallied.attribute.isVerdict ? verdict : facts).push(...factsOf(tallied, sides))
    yield
  }
  const compare = byDifference(calls[0] + calls[1])
  const rates = falseDiscoveryRates(facts.map(({ p }) => p))
  const ranked = (list: readonly Fact[], q: readonly number[]): ExplainedFact[] =>
    list.map((fact, at) => ({ fact, q: q[at] ?? 1 })).sort((a, b) => compare(a.fact, b.fact))
  return {
    tested: ranked(facts, rates),
    verdict: ranked(
      verdict.filter(({ difference }) => difference > 0),
      [],
    ),
    tooWide: all.filter(({ isTooWide }) => isTooWide).map(nameOf),
  }
}

const nameOf = ({ attribute, key }: Tallied): string => (key === null ? attribute.name : `${attribute.name}:${key}`)
