import { createHash } from 'node:crypto'

/* Words as a `tsvector` can hold them: it takes 2,046 bytes of each, and a megabyte of all. */

/** Characters, of at most three bytes. */
const LONGEST = 600
/** Bytes of the lexemes and places of one row; what comes behind is not found. */
const MOST_BYTES = 1_000_000

/** Of a longer word its beginning, and a digest that tells it from others with that beginning. */
export function lexemeOf(word: string): string {
  if (word.length <= LONGEST) return word
  return `${beginningOf(word)}…${createHash('sha256').update(word).digest('hex').slice(0, 16)}`
}

/** What every lexeme begins with whose word begins like this. */
export const beginningOf = (word: string): string =>
  word.length <= LONGEST
    ? word
    : word
        .slice(0, LONGEST)
        .toWellFormed()
        .replace(/\uFFFD$/, '')

/** As texts of vectors and queries have it. */
export const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** The text of a vector: each word with its places, as far as there is room. */
export function vectorText(places: ReadonlyMap<string, ReadonlySet<string>>): string {
  const parts: string[] = []
  let bytes = 0
  for (const [word, at] of places) {
    const lexeme = lexemeOf(word)
    bytes += Buffer.byteLength(lexeme) + 2 * at.size + 4
    if (bytes > MOST_BYTES) break
    parts.push(`${quoted(lexeme)}:${[...at].join(',')}`)
  }
  return parts.join(' ')
}
