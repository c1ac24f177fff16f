import { analyse, type Token } from '../../words/analyse.ts'
import type { Phrase } from './query.ts'

/* Words that follow one another, as they are looked for. */

/** In any English form. */
export const inAnyForm = (text: string): Phrase => ({
  words: analyse(text).map(({ stem }) => stem),
  exact: false,
  star: false,
})

/** Letter by letter. @param star the last word may go on */
export const asTyped = (text: string, star: boolean): Phrase => ({
  words: analyse(text).map(({ form }) => form),
  exact: true,
  star,
})

/** Where no letter, digit or emoji is, nothing can be found. */
export const isFindable = (text: string): boolean => analyse(text).length > 0

/** Where the phrase begins among the words of a text: the number of words it takes there, 0: it does not. */
export function lengthAt(tokens: readonly Token[], at: number, { words, exact, star }: Phrase): number {
  const isThere = words.every((word, index) => {
    const token = tokens[at + index]
    const found = exact ? token?.form : token?.stem
    return star && index === words.length - 1 ? found?.startsWith(word) : found === word
  })
  return isThere ? words.length : 0
}
