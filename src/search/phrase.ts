import { phraseOf } from '../archive/words/normalise-text.ts'
import { termsOf } from '../archive/words/terms.ts'

/** Words that follow one another. */
export interface Phrase {
  text: string
  /** The last word may go on. */
  star: boolean
}

/** The index holds no sign but letters and digits: a text of others cannot be found. */
export const isFindable = (text: string): boolean => phraseOf(text) !== null && termsOf(text).length > 0

/** For MATCH. */
export const inIndex = ({ text, star }: Phrase): string => `${phraseOf(text)}${star ? ' *' : ''}`

/** Where the phrase begins in a row of the index's words: the number of words it takes there, 0: it does not. */
export function lengthAt(terms: readonly string[], at: number, { text, star }: Phrase): number {
  const wanted = termsOf(text)
  const isThere = wanted.every((term, index) => {
    const found = terms[at + index]
    return star && index === wanted.length - 1 ? found?.startsWith(term) : found === term
  })
  return isThere ? wanted.length : 0
}
