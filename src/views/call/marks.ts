/** What brought the reader to this call. */
export interface Marks {
  /** Words that were looked for, as they are written there. */
  words: readonly string[]
  /** By turn, why it was named. */
  reasons: ReadonlyMap<number, readonly string[]>
  /** The turn to begin with. */
  turn?: number | undefined
}

export const NO_MARKS: Marks = { words: [], reasons: new Map() }

/** More marks in one row nobody needs. */
const MOST = 12

/** The text in parts, those that are looked for marked. Words are found whole and whatever their case. */
export function withMarks(text: string, words: readonly string[]): (string | { mark: string })[] {
  const wanted = [...new Set(words)].filter(word => word !== '' && word.length <= 100).slice(0, 100)
  if (wanted.length === 0) return [text]
  const longestFirst = wanted
    .sort((a, b) => b.length - a.length)
    .map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  const parts: (string | { mark: string })[] = []
  let at = 0
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (parts.length >= 2 * MOST) break
    if (index > at) parts.push(text.slice(at, index))
    parts.push({ mark: found })
    at = index + found.length
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}

/** The words between « and », as search answers mark them. */
export const markedWords = (lines: string): string[] => [...lines.matchAll(/«([^«»]+)»/g)].map(([, word]) => word!)
