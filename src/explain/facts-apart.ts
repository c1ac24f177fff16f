import type { Archive } from '../archive/archive.ts'
import { falseDiscoveryRates } from '../domain/statistics.ts'
import type { Pieces } from '../pieces.ts'
import { MOST_CHANCE_OF_FACTS } from './compare/chance.ts'
import { byDifference, type Fact, factsOf } from './compare/fact.ts'
import { type FoldOptions, foldFacts } from './compare/fold.ts'
import { type Example, examplesOf } from './examples.ts'
import type { Tallied } from './read/tallied.ts'
import type { Tally } from './read/tally.ts'

/** A fact with how often each group has it, and those that tell the same. */
export interface ExplainedRow {
  fact: Fact
  /** Expected share of chance among all facts that are no less sure. */
  q: number
  sameCalls: Fact[]
  goesWith: Fact[]
  example: Example | null
}

export interface FactsApart {
  /** Facts that were tested, and those of them that are more than chance. */
  tested: number
  significant: number
  /** Of these, those that differ most first. */
  rows: ExplainedRow[]
  /** Where none is: the nearest to it. */
  nearest: ExplainedRow[]
  /** Where the verdict parts the groups: what belongs to it, and is not tested. They differ because the verdict does. */
  verdict: ExplainedRow[]
  /** Has so many values that none could be compared. */
  tooWide: string[]
}

/** Facts that are folded, and rows of what is no row. */
const MOST_FOLDED = 300
const FEW = 3
/** Parts of the verdict that are told. */
const MOST_VERDICTS = 3

/** @param isByVerdict the verdict parts the groups */
export function* factsApart(
  archive: Archive,
  tally: Tally,
  { rows, isByVerdict }: { rows: number; isByVerdict: boolean },
): Pieces<FactsApart> {
  const all = yield* tally.all()
  const { tested, verdict } = yield* testAll(all, tally.calls, isByVerdict)
  const rates = new Map(tested.map(({ fact, q }) => [fact, q]))
  const sure = tested.filter(({ q }) => q <= MOST_CHANCE_OF_FACTS)
  const rowsOf = function* (facts: readonly Tested[], options: FoldOptions): Pieces<ExplainedRow[]> {
    const some = facts.slice(0, MOST_FOLDED).map(({ fact }) => fact)
    const folded = yield* foldFacts(some, tally.sides, options)
    const led = folded.map(({ fact }) => fact)
    const examples = yield* examplesOf(archive, led, tally)
    return folded.map((row, at) => ({ ...row, q: rates.get(row.fact) ?? 1, example: examples[at]! }))
  }
  return {
    tested: tested.length,
    significant: sure.length,
    rows: yield* rowsOf(sure, { most: rows }),
    nearest: sure.length > 0 ? [] : yield* rowsOf(tested, { most: FEW, onlySame: true }),
    verdict: yield* rowsOf(verdict.slice(0, MOST_VERDICTS), { most: MOST_VERDICTS, onlySame: true }),
    tooWide: all.filter(({ isTooWide }) => isTooWide).map(nameOf),
  }
}

interface Tested {
  fact: Fact
  q: number
}

/** Every fact with its rate, those that differ most first; of the verdict, what the first group has more of. */
function* testAll(
  all: readonly Tallied[],
  calls: readonly [number, number],
  isByVerdict: boolean,
): Pieces<{ tested: Tested[]; verdict: Tested[] }> {
  const [facts, verdict]: [Fact[], Fact[]] = [[], []]
  for (const tallied of all) {
    ;(isByVerdict && tallied.attribute.isVerdict ? verdict : facts).push(...factsOf(tallied))
    yield
  }
  const compare = byDifference(calls[0] + calls[1])
  const rates = falseDiscoveryRates(facts.map(({ p }) => p))
  const ranked = (list: readonly Fact[], q: readonly number[]): Tested[] =>
    list.map((fact, at) => ({ fact, q: q[at] ?? 1 })).sort((a, b) => compare(a.fact, b.fact))
  const more = verdict.filter(({ difference }) => difference > 0)
  return { tested: ranked(facts, rates), verdict: ranked(more, []) }
}

const nameOf = ({ attribute, key }: Tallied): string => (key === null ? attribute.name : `${attribute.name}:${key}`)
