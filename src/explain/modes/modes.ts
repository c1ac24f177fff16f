import type { Pieces } from '../../pieces.ts'
import type { Token } from '../../words/analyse.ts'
import { isFunctionWord } from '../../words/function-words.ts'
import { type Cluster, clustersOf, nearestOf } from './cluster.ts'
import { likeness, meanOf, type Space, spaceOf, type Vector } from './vectors.ts'

/** A call as far as its kind is told by what is written of it. */
export interface ModeCall {
  conversationId: string
  title: string | null
  words: readonly Token[]
}

/** Calls that went wrong in the same way, as far as their texts tell. */
export interface Mode {
  /** Of the calls that were read: those that are most like all others of it come first. */
  calls: string[]
  share: number
  /** Words that set it apart from the others, as they were written. */
  words: string[]
  /** Of the first of them. */
  title: string | null
  /** The same of the period before: calls of this kind, of those that were read. */
  before: { k: number; n: number } | null
}

export interface Modes {
  modes: Mode[]
  /** Calls that were read, and those of them that are like no others. */
  read: number
  others: number
}

const MOST_WORDS = 5
/** Of more often than not a word has to be there, in the calls of a mode. */
const LEAST_SHARE = 0.5
/** What a word counts at least where nothing else makes texts alike: as much as one that six of ten texts have. */
const COMMON = 0.5
/** One or two letters of a script that has longer words tell nobody anything. */
const TOO_SHORT = /^[a-z]{1,2}$/
const tells = (form: string): boolean => !TOO_SHORT.test(form) && !isFunctionWord(form)

/** @param before calls of the period before; null: there is none to compare with */
export function* modesOf(calls: readonly ModeCall[], before: readonly ModeCall[] | null): Pieces<Modes> {
  const stems = calls.map(({ words }) => words.map(({ stem }) => stem))
  let parted = yield* partedIn(spaceOf(stems), stems)
  // Of calls that all went wrong in one way, the words that tell it are in every text.
  if (parted.clusters.length === 0) parted = yield* partedIn(spaceOf(stems, COMMON), stems)
  const { space, vectors, clusters } = parted
  const earlier = new Map<object, number>()
  for (const { words } of before ?? []) {
    const nearest = nearestOf(space.vectorOf(words.map(({ stem }) => stem)), clusters)
    if (nearest) earlier.set(nearest, (earlier.get(nearest) ?? 0) + 1)
  }
  yield
  const forms = formsOf(calls)
  const spelled = (term: number): string => forms.get(space.terms[term]!)!
  const all = meanOf(vectors)
  const modes = clusters.map((cluster): Mode => {
    const { members, mean } = cluster
    const alike = new Map(members.map(at => [at, likeness(vectors[at]!, mean)]))
    const typical = [...members].sort((a, b) => alike.get(b)! - alike.get(a)! || a - b)
    return {
      calls: typical.map(at => calls[at]!.conversationId),
      share: members.length / calls.length,
      words: wordsApart(cluster, vectors, all, spelled),
      title: calls[typical[0]!]!.title,
      before: before && before.length > 0 ? { k: earlier.get(cluster) ?? 0, n: before.length } : null,
    }
  })
  return { modes, read: calls.length, others: calls.length - modes.reduce((sum, mode) => sum + mode.calls.length, 0) }
}

function* partedIn(space: Space, stems: readonly (readonly string[])[]) {
  const vectors = stems.map(words => space.vectorOf(words))
  yield
  return { space, vectors, clusters: yield* clustersOf(vectors) }
}

/** Stem → how it is written first. */
function formsOf(calls: readonly ModeCall[]): Map<string, string> {
  const forms = new Map<string, string>()
  for (const { words } of calls) for (const { stem, form } of words) if (!forms.has(stem)) forms.set(stem, form)
  return forms
}

/** By how much more they weigh in its calls than in all, of those that most of its calls have. */
function wordsApart(
  { members, mean }: Cluster,
  vectors: readonly Vector[],
  all: Vector,
  spelled: (term: number) => string,
): string[] {
  // Nothing sets a mode of all calls apart: its words are those of all.
  const isAll = members.length === vectors.length
  const weight = (term: number): number => mean.get(term)! - (isAll ? 0 : (all.get(term) ?? 0))
  const isCommon = (term: number): boolean =>
    members.filter(at => vectors[at]!.has(term)).length >= members.length * LEAST_SHARE
  return [...mean.keys()]
    .filter(term => weight(term) > 0 && tells(spelled(term)) && isCommon(term))
    .sort((a, b) => weight(b) - weight(a) || a - b)
    .slice(0, MOST_WORDS)
    .map(spelled)
}
