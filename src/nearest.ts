import { distance } from 'fastest-levenshtein'

/** A longer word is no misspelt name. */
const LONGEST = 200

/** The candidates most like a misspelt word, best first: those it is part of, or a few letters away from. */
export function nearestOf(word: string, candidates: readonly string[], count = 3): string[] {
  if (word.length > LONGEST) return []
  const wanted = word.toLowerCase()
  return candidates
    .map(candidate => ({ candidate, score: unlikeness(wanted, candidate.toLowerCase()) }))
    .filter(({ score }) => score <= 0.45)
    .sort((a, b) => a.score - b.score)
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** The one candidate most like a misspelt word, if any is like it. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined =>
  nearestOf(word, candidates, 1)[0]

const share = (a: string, b: string): number => distance(a, b) / Math.max(a.length, b.length, 1)

const wordsOf = (name: string): string[] => name.split(/[\s_-]+/)

/** 0 for the same word, 1 for nothing in common. */
function unlikeness(word: string, candidate: string): number {
  if (word.length >= 3 && candidate.includes(word)) return 0.1
  const whole = share(word, candidate)
  // A name of several words is meant by one of them, too, and one of few words by those and others.
  const parts = wordsOf(candidate)
  const own = wordsOf(word)
  const isWithin = candidate.length >= 4 && parts.length < own.length && parts.every(part => own.includes(part))
  return Math.min(
    whole,
    ...(isWithin ? [0.2 / parts.length] : []),
    ...parts.filter(part => part.length >= 4).map(part => share(word, part) + 0.1),
  )
}
